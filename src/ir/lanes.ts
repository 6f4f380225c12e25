// Types of the functions that do for many lanes what others do for one: see docs/ir.md, "Lanes".
import type { Signature } from "./derivative.ts";
import { arrayOf, memOf, memOfRefs, type Type } from "./types.ts";

/** What holds a value of `type` for each of `size` lanes: an array, of references a memory. */
export function laneType(type: Type, size: number): Type {
  switch (type.kind) {
    case "scalar":
      return type.dtype === "i64" ? memOf("i64") : arrayOf(type.dtype, [size]);
    case "array":
      return arrayOf(type.dtype, [size, ...type.shape]);
    case "mem":
    case "ref":
      return memOfRefs(type);
  }
}

/** Parameters that are `batched` are those of all lanes, and so are the results. */
export function batchSignature(
  { params, results }: Signature,
  batched: readonly boolean[],
  size: number,
): Signature {
  return {
    params: params.map((type, i) => (batched[i] === true ? laneType(type, size) : type)),
    results: results.map((type) => laneType(type, size)),
  };
}
