import type { Memory } from "../analysis/memory.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { definedIn, walk } from "../ir/rewrite.ts";
import { add, alloc, sub } from "../ops/index.ts";
import { alone } from "./direction-groups.ts";
import type { LinearProgram } from "./linear-program.ts";

/** What the tangents are made of that a loop computes. */
export interface Support {
  /** Shadows from outside, whose elements it reads and does not write. */
  readonly shadows: readonly Value[];
  /** Tangents of numbers from outside, those aside that the loop begins with. */
  readonly tangents: readonly Value[];
  /** Linear instructions of an iteration. */
  readonly work: number;
}

/**
 * What the loop `loop` of a linear program computes its tangents from, if it does nothing in a
 * direction in which all of these are zero: it reads them, and adds to what is there, in memory or
 * in numbers that it carries, or writes to new memory. Undefined if it does anything else.
 * `around` is the region of the loop.
 */
export function supportOf(
  lin: LinearProgram,
  loop: Instr,
  around: Region,
  memory: Memory,
): Support | undefined {
  const [region] = loop.regions as [Region];
  const inside = definedIn(region);
  const made = new Map<Value, Instr>();
  const uses = new Map<Value, number>();
  const loads: Instr[] = [];
  const stores: Instr[] = [];
  const tangents = new Set<Value>();
  let work = 0;
  let plain = true;
  const use = (v: Value): void => {
    uses.set(v, (uses.get(v) ?? 0) + 1);
    if (lin.tangents.has(v) && !inside.has(v)) tangents.add(v);
  };
  walk(region, (instr) => {
    const { op, args, results, regions, attrs } = instr;
    args.forEach(use);
    for (const inner of regions) inner.yields.forEach(use);
    plain &&= attrs["callee"] === undefined;
    if (!lin.linear.has(instr)) return;
    work++;
    plain &&= !alone.has(op);
    if (op.name === "load") loads.push(instr);
    if (op.name === "store") stores.push(instr);
    for (const r of results) made.set(r, instr);
  });
  region.yields.forEach(use);
  if (!plain) return undefined;
  const placeOf = (access: Instr): number =>
    memory.locationOf(lin.primal.get(access.args[0] as Value) as Value);
  const written = new Set(stores.map(placeOf));
  const added = new Set<Instr>();
  for (const store of stores) {
    const before = addedTo(store, made);
    if (before !== undefined && uses.get(before.results[0] as Value) === 1) added.add(before);
    else if (!isNew(lin, store, loop, around, memory)) return undefined;
  }
  const shadows = new Set<Value>();
  for (const load of loads) {
    if (added.has(load)) continue;
    const shadow = load.args[0] as Value;
    if (written.has(placeOf(load)) || inside.has(shadow)) return undefined;
    shadows.add(shadow);
  }
  return { shadows: [...shadows], tangents: [...tangents], work };
}

/** Whether what is written to was made before the loop, which is the first to write there. */
function isNew(
  lin: LinearProgram,
  store: Instr,
  loop: Instr,
  { body }: Region,
  memory: Memory,
): boolean {
  const written = lin.primal.get(store.args[0] as Value) as Value;
  const place = memory.locationOf(written);
  const start = body.findIndex(({ op, results }) => op === alloc && results[0] === written);
  if (start < 0) return false;
  return body.slice(start + 1, body.indexOf(loop)).every((instr) => {
    // shadows and tangents are made in step with the source
    const source = lin.origin.get(instr) ?? instr;
    const own = lin.linear.has(instr) || lin.coefficients.has(instr);
    return own || !memory.effectsOf(source).writes.has(place);
  });
}

/** The read of an element to which a write of the same element adds something. */
function addedTo({ args }: Instr, made: ReadonlyMap<Value, Instr>): Instr | undefined {
  const [shadow, index, x] = args as [Value, Value, Value];
  const visit = (v: Value): Instr | undefined => {
    const by = made.get(v);
    if (by === undefined) return undefined;
    if (by.op.name === "load") {
      return by.args[0] === shadow && by.args[1] === index ? by : undefined;
    }
    if (by.op === add) return visit(by.args[0] as Value) ?? visit(by.args[1] as Value);
    return by.op === sub ? visit(by.args[0] as Value) : undefined;
  };
  return visit(x);
}
