// Where the body of a loop reads and writes memory that iterations share.
import type { Instr, Region, Value } from "../../ir/func.ts";
import { walk } from "../../ir/rewrite.ts";
import type { Location } from "../../analysis/effects.ts";
import type { Memory } from "../../analysis/memory.ts";
import * as op from "../../ops/index.ts";
import { number, plus, variable, type Polynomial } from "./polynomial.ts";
import { rootOf, type Subscripts } from "./subscripts.ts";

export interface Access {
  readonly instr: Instr;
  readonly location: Location;
  /** The memory from outside. */
  readonly root: Value;
  /** Whether the body uses it by that name. */
  readonly direct: boolean;
  readonly writes: boolean;
  /** The elements of it from `at` to `at + more`; undefined if that is not known. */
  readonly at: Polynomial | undefined;
  readonly more: Polynomial | undefined;
}

/** All accesses to `locations` that are not to memory which the iteration has made; or why not. */
export function collectAccesses(
  body: Region,
  locations: ReadonlySet<Location>,
  memory: Memory,
  subscripts: Subscripts,
): Access[] | string {
  const found: Access[] = [];
  let why: string | undefined;
  walk(body, (instr) => {
    if (instr.regions.length > 0 || instr.op.effect === "pure") return;
    const { reads, writes } = memory.effectsOf(instr);
    for (const location of new Set([...reads, ...writes])) {
      if (!locations.has(location)) continue;
      const one = accessOf(instr, location, memory, subscripts);
      if (one === undefined) why ??= whyNot(instr);
      else found.push(...one);
    }
  });
  return why ?? found;
}

function whyNot({ op: what }: Instr): string {
  if (what === op.callOp) return "a call that changes what iterations share";
  return "it changes memory that is not known before it runs";
}

function accessOf(
  instr: Instr,
  location: Location,
  memory: Memory,
  subscripts: Subscripts,
): Access[] | undefined {
  const parts = partsOf(instr, subscripts);
  if (parts === undefined) return undefined;
  const found: Access[] = [];
  for (const { memory: v, at, more, writes } of parts) {
    if (memory.locationOf(v) !== location) continue;
    const root = rootOf(subscripts, v);
    if (root.kind === "own") continue;
    if (root.kind === "unknown") return undefined;
    const outer = outermost(root.memory, subscripts);
    const start = outer.at && plus(outer.at, root.at);
    const place = at && start && plus(start, at);
    const direct = outer.memory === root.memory;
    found.push({ instr, location, root: outer.memory, direct, writes, at: place, more });
  }
  return found;
}

/** What a view that is made outside of the loop is a view of. */
function outermost(
  v: Value,
  subscripts: Subscripts,
): { readonly memory: Value; readonly at: Polynomial | undefined } {
  const instr = subscripts.definitionOf(v);
  if (instr?.op !== op.view) return { memory: v, at: [] };
  const inner = outermost(instr.args[0]!, subscripts);
  const start = subscripts.of(instr.args[1]!);
  return { memory: inner.memory, at: start && inner.at && plus(inner.at, start) };
}

interface Part {
  readonly memory: Value;
  readonly at: Polynomial | undefined;
  readonly more: Polynomial | undefined;
  readonly writes: boolean;
}

function partsOf({ op: what, args }: Instr, subscripts: Subscripts): Part[] | undefined {
  const [a, b] = args as [Value, Value];
  const whole = (memory: Value, of: Value, writes: boolean): Part => {
    const n = lengthOf(of, subscripts);
    return { memory, at: [], more: n && plus(n, number(1), -1), writes };
  };
  switch (what) {
    case op.load:
      return [{ memory: a, at: subscripts.of(b), more: [], writes: false }];
    case op.store:
      return [{ memory: a, at: subscripts.of(b), more: [], writes: true }];
    case op.fill:
      return [whole(a, a, true)];
    case op.copy:
      return [whole(a, b, true), whole(b, b, false)];
    case op.gemm:
      return args.slice(0, 3).map((v, i) => whole(v, v, i === 0));
    default:
      return undefined;
  }
}

/** How many elements a memory has. */
function lengthOf(v: Value, subscripts: Subscripts): Polynomial | undefined {
  const instr = subscripts.definitionOf(v);
  if (instr?.op === op.view) return subscripts.of(instr.args[2]!);
  if (instr?.op === op.alloc) return subscripts.of(instr.args[0]!);
  if (subscripts.isInside(v)) return undefined;
  return variable(lengthVariable(v));
}

// stands for the length of a memory from outside, of which there may be no value
const lengths = new WeakMap<Value, Value>();
const memories = new WeakMap<Value, Value>();

function lengthVariable(memory: Value): Value {
  let made = lengths.get(memory);
  if (made === undefined) {
    made = { type: { kind: "scalar", dtype: "i32" }, hint: "length" };
    lengths.set(memory, made);
    memories.set(made, memory);
  }
  return made;
}

/** The memory whose length a variable stands for. */
export function memoryOfLength(v: Value): Value | undefined {
  return memories.get(v);
}
