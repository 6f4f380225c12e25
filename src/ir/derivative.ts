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

export const tangents = (types: readonly Type[]): Type[] =>
  types.map((t) => tangentType(t)).filter((t) => t !== undefined);

/** For each direction, whether each parameter is an independent variable in it. */
export type Directions = readonly (readonly boolean[])[];

/**
 * Parameters followed by tangents, those of plain values only if active; results with tangents. In
 * several directions a plain value has one tangent for each, a reference one for all of them.
 */
export function jvpSignature({ params, results }: Signature, directions: Directions): Signature {
  const twins = (type: Type, among: Directions): Type[] => {
    const tangent = tangentType(type, directions.length);
    if (tangent === undefined) return [];
    return isReference(type) ? [tangent] : among.map(() => tangent);
  };
  const active = (i: number): Directions => directions.filter((one) => one[i]);
  return {
    params: [...params, ...params.flatMap((p, i) => twins(p, active(i)))],
    results: [...results, ...results.flatMap((r) => twins(r, directions))],
  };
}

/** Directions as the attribute `active` of a derivative has them: "10,01". */
export function directionsText(directions: Directions): string {
  return directions.map((active) => active.map(Number).join("")).join(",");
}

export function directionsOf(text: string): Directions {
  return text.split(",").map((active) => [...active].map((bit) => bit === "1"));
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
