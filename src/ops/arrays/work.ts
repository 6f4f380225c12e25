import type { Instr, Value } from "../../ir/func.ts";
import { sizeOf } from "../../ir/types.ts";

/** Number of elements of a value, if it is an array; of others, 1. */
export function elementsOf({ type }: Value): number {
  return type.kind === "array" ? sizeOf(type.shape) : 1;
}

/** Rough cost of an instruction in cycles, what is inside its regions aside. */
export function workOf({ op, args, attrs, results }: Instr): number {
  if (op.work !== undefined)
    return op.work(
      args.map((a) => a.type),
      attrs,
    );
  let size = 1;
  for (const v of args) size = Math.max(size, elementsOf(v));
  for (const v of results) size = Math.max(size, elementsOf(v));
  return op.cost * size;
}
