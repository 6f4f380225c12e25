import type { Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import { find, reachable, type Cell } from "./cells.ts";
import type { Memory } from "./memory.ts";
import { commonRegion, isInside, type Structure } from "./structure.ts";

/** Where the memories a function makes can be reached from. */
export interface Escape {
  /**
   * The smallest region that all references to what `v` refers to are defined in, those inside of
   * other memories counted with their holders. Undefined where the caller has one: for what
   * parameters lead to, and for what is returned.
   */
  homeOf(v: Value): Region | undefined;
  /** Whether what `v` refers to can be reached outside of `region`, before it runs or afterwards. */
  escapes(v: Value, region: Region): boolean;
}

export function escapeOf(memory: Memory, structure: Structure): Escape {
  const { classes, func } = memory;
  const homes = new Map<Cell, Region>();
  const settle = (v: Value): void => {
    const region = structure.definitionOf(v)?.region;
    if (!isReference(v.type) || region === undefined) return;
    const cell = classes.cellOf(v);
    const home = homes.get(cell);
    homes.set(cell, home === undefined ? region : commonRegion(structure, home, region));
  };
  walk(func.region, (instr) => {
    instr.results.forEach(settle);
    for (const inner of instr.regions) inner.params.forEach(settle);
  });
  const { params, results } = classes.summary;
  const outside = reachable([...params, ...results].filter((c) => c !== undefined));
  spread(homes, structure);

  const homeOf = (v: Value): Region | undefined => {
    const cell = classes.cellOf(v);
    return outside.has(cell) ? undefined : homes.get(cell);
  };
  return {
    homeOf,
    escapes(v, region) {
      const home = homeOf(v);
      return home === undefined || !isInside(structure, home, region);
    },
  };
}

// What is held lives as long as what holds it.
function spread(homes: Map<Cell, Region>, structure: Structure): void {
  const work = [...homes.keys()];
  for (let cell = work.pop(); cell !== undefined; cell = work.pop()) {
    const home = homes.get(cell) as Region;
    for (const held of cell.inner.values()) {
      const inner = find(held);
      const before = homes.get(inner);
      const now = before === undefined ? home : commonRegion(structure, before, home);
      if (now === before) continue;
      homes.set(inner, now);
      work.push(inner);
    }
  }
}
