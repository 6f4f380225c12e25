import type { Value } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import { reachable, type Cell } from "./cells.ts";
import type { Memory } from "./memory.ts";

/** Whether no memory can be reached from two of `values`, those of the function `memory` is about. */
export function areApart(values: readonly Value[], memory: Memory): boolean {
  const seen = new Set<number>();
  for (const v of values) {
    if (!isReference(v.type)) continue;
    const mine = new Set<number>();
    for (const cell of reachable([memory.classes.cellOf(v)])) {
      for (const location of locationsOf(cell, memory)) mine.add(location);
    }
    for (const location of mine) {
      if (seen.has(location)) return false;
      seen.add(location);
    }
  }
  return true;
}

/** Where members of `cell` are read and written. A record without fields has nothing but itself. */
export function locationsOf(cell: Cell, memory: Memory): number[] {
  if (cell.type.kind !== "ref") return [memory.locationOfCell(cell)];
  const fields = cell.type.record.fields.map((f) => memory.locationOfCell(cell, f.name));
  return [memory.locationOfCell(cell), ...fields];
}
