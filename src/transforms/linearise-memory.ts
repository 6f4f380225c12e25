import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isFlatMemory, isFloat, isReference, type MemType, type Type } from "../ir/types.ts";
import {
  allocate,
  arrayFrom,
  copy,
  fill,
  length,
  load,
  nullRef,
  put,
  recordGet,
  recordNew,
  recordSet,
  skeleton,
  storeTo,
  view,
  zero,
  zerosLike,
} from "../ops/index.ts";
import type { LinearProgram } from "./linear-program.ts";

/**
 * Appends `instr`, an operation on memory, and what it does to the shadows: references among the
 * shadows are moved in step with those of the source and belong to the primal part, numbers are
 * tangents.
 */
export function linearMemory(lin: LinearProgram, b: Builder, instr: Instr): void {
  b.append(instr);
  const rule = rules[instr.op.name];
  if (rule === undefined) throw new Error(`internal: no tangent of ${instr.op.name}`);
  rule(lin, b, instr);
}

type MemoryRule = (lin: LinearProgram, b: Builder, instr: Instr) => void;

const rules: Readonly<Record<string, MemoryRule>> = {
  alloc: (lin, b, instr) =>
    made(lin, b, instr, (type) => allocate(b, type as MemType, instr.args[0] as Value)),
  null: (lin, b, instr) => made(lin, b, instr, (type) => b.emit1(nullRef, [], { type })),
  zeros_like: (lin, b, instr) =>
    made(lin, b, instr, (type) => b.emit1(zerosLike, [instr.results[0] as Value], { type })),
  skeleton: (lin, b, instr) => {
    const [r] = instr.args as [Value];
    made(lin, b, instr, (type) => b.emit1(skeleton, [lin.shadow(r)], { type }));
  },
  view: (lin, b, instr) => {
    const [m, start, n] = instr.args as [Value, Value, Value];
    made(lin, b, instr, () => view(b, lin.shadow(m), start, n));
  },
  load: (lin, b, instr) => {
    const [m, i] = instr.args as [Value, Value];
    read(lin, b, instr, () => load(b, lin.shadow(m), i));
  },
  get: (lin, b, instr) => {
    const [r] = instr.args as [Value];
    read(lin, b, instr, () => b.emit1(recordGet, [lin.shadow(r)], instr.attrs));
  },
  array: (lin, b, instr) => {
    const [m] = instr.args as [Value];
    read(lin, b, instr, () => b.emit1(arrayFrom, [lin.shadow(m)], instr.attrs));
  },
  // the shadow begins as zeros, and the tangents are put there
  elements: (lin, b, instr) => {
    const [a] = instr.args as [Value];
    const [m] = instr.results as [Value];
    made(lin, b, instr, (type) => allocate(b, type as MemType, length(b, m)));
    const da = lin.tangent(a);
    if (da !== undefined) lin.linearly(b, () => b.emit(put, [lin.shadow(m), da]));
  },
  put: (lin, b, instr) => {
    const [m, x] = instr.args as [Value, Value];
    write(lin, b, instr, [m, x], (dx) => b.emit(put, [lin.shadow(m), dx]));
  },
  store: (lin, b, instr) => {
    const [m, i, x] = instr.args as [Value, Value, Value];
    write(lin, b, instr, [m, x], (dx) => storeTo(b, lin.shadow(m), i, dx));
  },
  set: (lin, b, instr) => {
    const [r, x] = instr.args as [Value, Value];
    write(lin, b, instr, [r, x], (dx) => b.emit(recordSet, [lin.shadow(r), dx], instr.attrs));
  },
  fill: (lin, b, instr) => {
    const [m, x] = instr.args as [Value, Value];
    write(lin, b, instr, [m, x], (dx) => b.emit(fill, [lin.shadow(m), dx]));
  },
  copy: copied,
  record: newRecord,
  length: () => undefined,
  fail: () => undefined,
};

// The result is a reference: so is its shadow.
function made(lin: LinearProgram, b: Builder, instr: Instr, shadow: (type: Type) => Value): void {
  const [r] = instr.results as [Value];
  const type = tangentType(r.type);
  if (type === undefined) return;
  lin.asShadowOf(b, instr, () => lin.setShadow(r, shadow(type)));
}

function read(lin: LinearProgram, b: Builder, instr: Instr, emit: () => Value): void {
  const [r] = instr.results as [Value];
  if (isReference(r.type)) return made(lin, b, instr, emit);
  if (!isFloat(r.type) || !lin.activity.varies(r)) return;
  const dr = lin.linearly(b, emit);
  lin.tangents.add(dr);
  lin.setTangent(r, dr);
}

function write(
  lin: LinearProgram,
  b: Builder,
  instr: Instr,
  [to, x]: readonly [to: Value, x: Value],
  emit: (dx: Value) => void,
): void {
  if (tangentType(x.type) === undefined) return;
  if (isReference(x.type)) return lin.asShadowOf(b, instr, () => emit(lin.shadow(x)));
  const field = instr.attrs["field"];
  if (!lin.activity.cellVaries(to, field === undefined ? undefined : String(field))) return;
  lin.linearly(b, () => emit(lin.tangentOrZero(b, x)));
}

function copied(lin: LinearProgram, b: Builder, instr: Instr): void {
  const [to, from] = instr.args as [Value, Value];
  const type = tangentType(to.type);
  if (type?.kind !== "mem") return;
  const emit = (): unknown => b.emit(copy, [lin.shadow(to), lin.shadow(from)]);
  if (!isFlatMemory(type)) lin.asShadowOf(b, instr, emit);
  else if (lin.activity.cellVaries(to)) lin.linearly(b, emit);
}

// The shadow is made with zeros for numbers, so that making it is no part of the linear program.
function newRecord(lin: LinearProgram, b: Builder, instr: Instr): void {
  const [r] = instr.results as [Value];
  const type = tangentType(r.type);
  if (r.type.kind !== "ref" || type?.kind !== "ref") return;
  const { fields } = r.type.record;
  const held = fields.flatMap((f, i): { name: string; x: Value }[] =>
    tangentType(f.type) === undefined ? [] : [{ name: f.name, x: instr.args[i] as Value }],
  );
  const shadow = lin.asShadowOf(b, instr, () => {
    const parts = held.map(({ x }) => (isReference(x.type) ? lin.shadow(x) : zero(b, x.type)));
    return b.emit1(recordNew, parts, { type });
  });
  lin.setShadow(r, shadow);
  for (const { name, x } of held) {
    const dx = isReference(x.type) ? undefined : lin.tangent(x);
    if (dx !== undefined) lin.linearly(b, () => b.emit(recordSet, [shadow, dx], { field: name }));
  }
}
