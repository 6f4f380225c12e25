import { NdArray } from "../nd/array.ts";

/** How many numbers a tree of parameters has: elements of arrays, and numbers. */
export function count(params: unknown): number {
  if (params instanceof NdArray) return params.size;
  if (typeof params === "number") return 1;
  if (typeof params !== "object" || params === null) return 0;
  if (ArrayBuffer.isView(params)) return (params as Float64Array).length;
  return Object.values(params).reduce<number>((sum, part) => sum + count(part), 0);
}
