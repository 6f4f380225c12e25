import type { Func, Module } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import { ELEMENT, reachable } from "./cells.ts";
import { memoryOf } from "./memory.ts";

/** The parameters, by position, through which running `func` may change memory. */
export function changedParams(module: Module, func: Func): Set<number> {
  const memory = memoryOf(module, func.name);
  const { writes } = memory.effectsOf(func.region);
  const changed = new Set<number>();
  for (const [i, param] of func.region.params.entries()) {
    if (!isReference(param.type)) continue;
    for (const cell of reachable([memory.classes.cellOf(param)])) {
      const keys = [ELEMENT, ...(cell.type.kind === "ref" ? cell.type.record.fields.map((f) => f.name) : [])];
      if (keys.some((key) => writes.has(memory.locationOfCell(cell, key)))) changed.add(i);
    }
  }
  return changed;
}
