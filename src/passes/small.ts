// Small memories that would be values if some loops were written out.
import type { Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";

/** Longer memories would not stay in registers. */
const LONGEST = 64;

/**
 * The loops whose indices are what keeps subscripts of a small memory from being constants, for
 * each memory of constant length whose reference goes nowhere.
 */
export function loopsOverSmall(region: Region): ReadonlySet<Instr> {
  const structure = structureOf(region);
  const memories = new Map<Value, Set<Instr>>();
  walk(region, ({ op: what, args, results }) => {
    if (what !== op.alloc) return;
    const length = literal(structure, args[0]!);
    if (length !== undefined && length <= LONGEST) memories.set(results[0]!, new Set());
  });
  if (memories.size === 0) return new Set();
  const drop = (v: Value): unknown => memories.delete(v);
  walk(region, (instr) => {
    instr.args.forEach((arg, i) => {
      const loops = memories.get(arg);
      if (loops === undefined) return;
      if (i > 0 || !inPlace.has(instr.op)) return drop(arg);
      const indexed = instr.op === op.load || instr.op === op.store;
      if (indexed && !indicesIn(structure, instr.args[1]!, loops)) drop(arg);
    });
    for (const inner of instr.regions) inner.yields.forEach(drop);
  });
  region.yields.forEach(drop);
  return new Set([...memories.values()].flatMap((loops) => [...loops]));
}

const inPlace: ReadonlySet<unknown> = new Set([op.load, op.store, op.length, op.fill]);

function literal(structure: Structure, v: Value): number | undefined {
  const made = structure.definitionOf(v)?.instr;
  return made?.op === op.constant ? Number(op.literalOf(made.attrs)) : undefined;
}

/** Adds the loops to `loops` whose indices `v` is computed from; false if from something else too. */
function indicesIn(structure: Structure, v: Value, loops: Set<Instr>): boolean {
  const definition = structure.definitionOf(v);
  if (definition === undefined) return false;
  const { instr, region, index } = definition;
  if (instr === undefined) {
    const loop = structure.ownerOf(region);
    if (loop?.op !== op.forOp || index > 0) return false;
    if (loop.args.slice(0, 2).some((end) => literal(structure, end) === undefined)) return false;
    loops.add(loop);
    return true;
  }
  if (instr.regions.length > 0) return false;
  if (instr.op.effect !== "pure" && instr.op !== op.bounds) return false;
  return instr.args.every((arg) => indicesIn(structure, arg, loops));
}
