// Adjoints of operations on memory: what they do to the shadows, backwards.
import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import { isFlatMemory, scalarType, type ArrayType, type MemType } from "../ir/types.ts";
import {
  add,
  allocate,
  arrayFrom,
  arrayOfMemory,
  copy,
  fill,
  forRange,
  int,
  length,
  load,
  put,
  recordGet,
  recordSet,
  storeTo,
  view,
  zero,
} from "../ops/index.ts";
import type { Adjoints } from "./adjoints.ts";
import type { LinearProgram } from "./linear-program.ts";

export interface ReverseMemory {
  readonly b: Builder;
  readonly lin: LinearProgram;
  readonly adjoints: Adjoints;
  /** The primal operand here. */
  readonly resolve: (v: Value) => Value;
}

/** Runs `instr`, an operation of the linear part on shadows, backwards. */
export function reverseMemory(at: ReverseMemory, instr: Instr): void {
  const rule = rules[instr.op.name];
  if (rule === undefined) throw new Error(`internal: no adjoint of ${instr.op.name}`);
  rule(at, instr);
}

type ReverseRule = (at: ReverseMemory, instr: Instr) => void;

const rules: Readonly<Record<string, ReverseRule>> = {
  load: ({ b, adjoints, resolve }, { args: [m, i], results: [r] }) => {
    const ct = adjoints.get(r as Value);
    if (ct === undefined) return;
    const [shadow, at] = [resolve(m as Value), resolve(i as Value)];
    storeTo(b, shadow, at, add(b, load(b, shadow, at), ct));
  },
  get: ({ b, adjoints, resolve }, { args: [m], attrs, results: [r] }) => {
    const ct = adjoints.get(r as Value);
    if (ct === undefined) return;
    const shadow = resolve(m as Value);
    b.emit(recordSet, [shadow, add(b, b.emit1(recordGet, [shadow], attrs), ct)], attrs);
  },
  array: ({ b, adjoints, resolve }, { args: [m], attrs, results: [r] }) => {
    const ct = adjoints.get(r as Value);
    if (ct === undefined) return;
    const shadow = resolve(m as Value);
    b.emit(put, [shadow, add(b, b.emit1(arrayFrom, [shadow], attrs), ct)]);
  },
  put: (at, { args }) => {
    const [m, dx] = args as [Value, Value];
    const shadow = at.resolve(m);
    give(at, dx, () => arrayOfMemory(at.b, dx.type as ArrayType, shadow));
    at.b.emit(fill, [shadow, zero(at.b, scalarType((dx.type as ArrayType).dtype))]);
  },
  store: (at, { args }) => {
    const [m, i, dx] = args as [Value, Value, Value];
    const [shadow, index] = [at.resolve(m), at.resolve(i)];
    give(at, dx, () => load(at.b, shadow, index));
    storeTo(at.b, shadow, index, zero(at.b, dx.type));
  },
  set: (at, { args, attrs }) => {
    const [m, dx] = args as [Value, Value];
    const shadow = at.resolve(m);
    give(at, dx, () => at.b.emit1(recordGet, [shadow], attrs));
    at.b.emit(recordSet, [shadow, zero(at.b, dx.type)], attrs);
  },
  fill: (at, { args }) => {
    const [m, dx] = args as [Value, Value];
    const shadow = at.resolve(m);
    give(at, dx, () => sum(at.b, shadow, dx));
    at.b.emit(fill, [shadow, zero(at.b, dx.type)]);
  },
  copy: (at, { args }) => {
    const [to, from] = args as [Value, Value];
    move(at.b, at.resolve(to), at.resolve(from));
  },
};

function give({ b, lin, adjoints }: ReverseMemory, tangent: Value, part: () => Value): void {
  if (lin.tangents.has(tangent)) adjoints.add(b, tangent, part());
}

function sum(b: Builder, m: Value, like: Value): Value {
  const range = [int(b, 0), length(b, m), 1] as const;
  const [total] = forRange(b, range, [zero(b, like.type)], (inner, i, [s]) => [
    add(inner, s as Value, load(inner, m, i)),
  ]);
  return total as Value;
}

// `from += to; to = 0`, where the two may overlap
function move(b: Builder, to: Value, from: Value): void {
  const n = length(b, from);
  const part = view(b, to, int(b, 0), n);
  const taken = allocate(b, to.type as MemType, n);
  b.emit(copy, [taken, part]);
  if (!isFlatMemory(to.type)) throw new Error("internal: references have no adjoint");
  forRange(b, [int(b, 0), n, 1], [], (inner, i) => {
    const x = load(inner, part, i);
    storeTo(inner, part, i, zero(inner, x.type));
    return [];
  });
  forRange(b, [int(b, 0), n, 1], [], (inner, i) => {
    storeTo(inner, from, i, add(inner, load(inner, from, i), load(inner, taken, i)));
    return [];
  });
}
