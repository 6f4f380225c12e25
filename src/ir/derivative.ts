// Types of the functions that the transforms make: see docs/ir.md, "Derivatives".
import type { Attrs, Func } from "./func.ts";
import { tangentType } from "./tangent.ts";
import { f32, i32, isReference, memOf, sameType, type MemType, type Type } from "./types.ts";

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

/**
 * The same with up to `width` directions, in all of which the same parameters are `active`: their
 * tangents are the elements of a memory. Last come the first direction in which anything is to be
 * computed, and the one behind the last: even numbers.
 */
export function vectorSignature(
  { params, results }: Signature,
  active: readonly boolean[],
  width: number,
): Signature {
  const twin = (type: Type, varies: boolean): Type[] => {
    if (tangentType(type) === undefined) return [];
    if (isReference(type)) return [tangentType(type, width) as Type];
    return varies ? [vectorType(type)] : [];
  };
  return {
    params: [...params, ...params.flatMap((p, i) => twin(p, active[i] === true)), i32, i32],
    results: [...results, ...results.flatMap((r) => twin(r, true))],
  };
}

/** The memory with the tangents of a number in many directions. */
export function vectorType(number: Type): MemType {
  return memOf(sameType(number, f32) ? "f32" : "f64");
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
 * of the active parameters that are plain values. Results that are not `seeded` have no cotangent,
 * which stands for zero; by default all are.
 */
export function vjpSignature(
  { params, results }: Signature,
  active: readonly boolean[],
  seeded?: readonly boolean[],
): Signature {
  const given = results.filter((_, i) => seeded?.[i] ?? true);
  return {
    params: [...params, ...tangents(params.filter(isReference)), ...tangents(given)],
    results: [...results, ...tangents(params.filter((p, i) => !isReference(p) && active[i]))],
  };
}

/** The attribute that says which results are seeded; none where all are. */
export function seededAttrs(seeded: readonly boolean[] = []): Attrs {
  return seeded.every(Boolean) ? {} : { seeded: seeded.map(Number).join("") };
}

export function seededOf({ seeded }: Attrs): readonly boolean[] | undefined {
  return typeof seeded === "string" ? [...seeded].map((bit) => bit === "1") : undefined;
}
