import type { Instr, Region } from "../ir/func.ts";
import * as op from "../ops/index.ts";
import type { Location } from "./effects.ts";
import type { Memory } from "./memory.ts";
import type { Structure } from "./structure.ts";

/** Whether what was read once can be read again later. */
export interface Stability {
  /**
   * Whether something may write what `read` reads after it and before the end of `scope`, a region
   * around it: what follows in its own region and in those around it up to `scope`, and the whole of
   * every loop in between, whose later iterations come after it too. `scope` itself is run once: to
   * ask about later iterations of the loop whose body it is, ask for the region around the loop.
   *
   * Costs a look-up for each region between the two.
   */
  overwritten(read: Instr, scope: Region): boolean;
  /** The same for `location` and any instruction `from`. */
  writtenAfter(location: Location, from: Instr, scope: Region): boolean;
}

export function stabilityOf(memory: Memory, structure: Structure): Stability {
  const last = new Map<Region, ReadonlyMap<Location, number>>();
  const lastWrites = (region: Region): ReadonlyMap<Location, number> => {
    const known = last.get(region);
    if (known !== undefined) return known;
    const made = new Map<Location, number>();
    region.body.forEach((instr, i) => {
      for (const location of memory.effectsOf(instr).writes) made.set(location, i);
    });
    last.set(region, made);
    return made;
  };

  const writtenAfter = (location: Location, from: Instr, scope: Region): boolean => {
    let at: Instr = from;
    for (;;) {
      const { region, index } = structure.placeOf(at);
      if ((lastWrites(region).get(location) ?? -1) > index) return true;
      if (region === scope) return false;
      const owner = structure.ownerOf(region);
      if (owner === undefined) throw new Error("internal: the scope is not around the read");
      const repeats = owner.op === op.forOp || owner.op === op.loopOp;
      if (repeats && memory.effectsOf(owner).writes.has(location)) return true;
      at = owner;
    }
  };
  return {
    writtenAfter,
    overwritten(read, scope) {
      for (const location of memory.effectsOf(read).reads) {
        if (writtenAfter(location, read, scope)) return true;
      }
      return false;
    },
  };
}
