// Types of the functions that the transforms make: see docs/ir.md, "Derivatives".
import type { Func } from "./func.ts";
import { tangentType } from "./tangent.ts";
import { isReference, type Type } from "./types.ts";

export interface Signature {
  readonly params: readonly Type[];
  readonly results: readonly Type[];
}

export function signatureOf({ region }: Func): Signature {
  return {
    params: region.params.map((p) => p.type),
    results: region.yields.map((v) => v.type),
  };
}

const tangents = (types: readonly Type[]): Type[] =>
  types.map(tangentType).filter((t) => t !== undefined);

/** Parameters followed by tangents, those of plain values only if active; results with tangents. */
export function jvpSignature(
  { params, results }: Signature,
  active: readonly boolean[],
): Signature {
  return {
    params: [...params, ...tangents(params.filter((p, i) => isReference(p) || active[i]))],
    results: [...results, ...tangents(results)],
  };
}

/**
 * Parameters, shadows of references, and cotangents of results; results followed by the cotangents
 * of the active parameters that are plain values.
 */
export function vjpSignature(
  { params, results }: Signature,
  active: readonly boolean[],
): Signature {
  return {
    params: [...params, ...tangents(params.filter(isReference)), ...tangents(results)],
    results: [...results, ...tangents(params.filter((p, i) => !isReference(p) && active[i]))],
  };
}
