import type { Func, Instr, Region, Value } from "../ir/func.ts";
import type { Memory } from "../analysis/memory.ts";
import { structureOf } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import { memoryPass, type Pass } from "./pass.ts";

/**
 * Dead stores: drops a store that a later one in its region overwrites before anything reads it.
 *
 *     store %m, %i, %x   →
 *     store %m, %i, %y       store %m, %i, %y
 *
 * An error in between counts as a read of what the caller can see. Stores that nothing reads at all
 * are left to `dce`. Linear.
 */
export const stores: Pass = memoryPass(
  "stores",
  "drops stores that are overwritten unread",
  storesFunc,
  [op.store, op.recordSet],
);

function storesFunc(func: Func, memory: Memory): Func {
  const { definitionOf } = structureOf(func.region);
  const indexOf = (v: Value): Value | number => {
    const instr = definitionOf(v)?.instr;
    return instr?.op === op.constant ? Number(op.literalOf(instr.attrs)) : v;
  };
  const region = sweep(func.region, memory, indexOf);
  return region === func.region ? func : { ...func, region };
}

type Overwritten = Map<number, Map<Value, Set<Value | number>>>;

function sweep(region: Region, memory: Memory, indexOf: (v: Value) => Value | number): Region {
  const soon: Overwritten = new Map();
  const kept: Instr[] = [];
  let changed = false;
  for (const instr of region.body.toReversed()) {
    const [ref, index] = instr.args as [Value, Value];
    if (instr.op === op.store || instr.op === op.recordSet) {
      const field = instr.op === op.store ? undefined : String(instr.attrs["field"]);
      const location = memory.locationOf(ref, field);
      const spot = field === undefined ? indexOf(index) : 0;
      if (soon.get(location)?.get(ref)?.has(spot) === true) {
        changed = true;
        continue;
      }
      note(soon, location, ref, spot);
      kept.push(instr);
      continue;
    }
    const swept = instr.regions.map((r) => sweep(r, memory, indexOf));
    const same = swept.every((r, i) => r === instr.regions[i]);
    changed ||= !same;
    kept.push(same ? instr : { ...instr, regions: swept });
    const effects = memory.effectsOf(instr);
    for (const location of effects.reads) soon.delete(location);
    if (effects.traps) forgetVisible(soon, memory);
  }
  return changed ? { ...region, body: kept.toReversed() } : region;
}

function note(soon: Overwritten, location: number, ref: Value, spot: Value | number): void {
  const refs = soon.get(location) ?? new Map<Value, Set<Value | number>>();
  soon.set(location, refs);
  const spots = refs.get(ref) ?? new Set<Value | number>();
  refs.set(ref, spots);
  spots.add(spot);
}

function forgetVisible(soon: Overwritten, memory: Memory): void {
  for (const [location, refs] of soon) {
    for (const ref of refs.keys()) {
      if (!memory.isExternal(ref)) continue;
      soon.delete(location);
      break;
    }
  }
}
