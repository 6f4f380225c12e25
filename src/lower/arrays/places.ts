// Where an element lies, as a sum of multiples of loop indices: what is known of it decides which
// loops can be one, and what needs no division.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { stridesOf } from "../../ir/tensor.ts";
import { add, mul, sub } from "../../ops/arith.ts";
import { int } from "../../ops/constant.ts";

/** A number that is not known when compiling, from `least` to `most`. */
export interface Unknown {
  readonly least: number;
  readonly most: number;
  /** Undefined for the index of a loop, which is given one where code is made. */
  readonly value: Value | undefined;
}

export interface Term {
  readonly of: Unknown;
  /** Not 0. */
  readonly times: number;
}

/** `base` and a sum of terms, each of another unknown. */
export interface Place {
  readonly base: number;
  readonly terms: readonly Term[];
}

export const at = (base: number): Place => ({ base, terms: [] });

/** The index of a loop from 0 to `extent - 1`. */
export function loopIndex(extent: number): Unknown {
  return { least: 0, most: extent - 1, value: undefined };
}

/** An i32 that has been computed. */
export function computed(value: Value, least: number, most: number): Place {
  return placeOf({ least, most, value });
}

/** `of` as a place: there is nothing to compute of the index of a loop that runs once. */
export function placeOf(of: Unknown): Place {
  return of.least === of.most ? at(of.least) : { base: 0, terms: [{ of, times: 1 }] };
}

export const extentOf = ({ least, most }: Unknown): number => most - least + 1;

export function plus(a: Place, b: Place): Place {
  if (b.terms.length === 0) return b.base === 0 ? a : { ...a, base: a.base + b.base };
  if (a.terms.length === 0) return { base: a.base + b.base, terms: b.terms };
  const terms = [...a.terms];
  for (const term of b.terms) {
    const same = terms.findIndex((t) => t.of === term.of);
    if (same < 0) terms.push(term);
    else {
      const times = terms[same]!.times + term.times;
      if (times === 0) terms.splice(same, 1);
      else terms[same] = { of: term.of, times };
    }
  }
  return { base: a.base + b.base, terms };
}

export const moved = (a: Place, by: number): Place =>
  by === 0 ? a : { base: a.base + by, terms: a.terms };

export function scaled({ base, terms }: Place, by: number): Place {
  if (by === 0) return at(0);
  if (by === 1) return { base, terms };
  return { base: base * by, terms: terms.map(({ of, times }) => ({ of, times: times * by })) };
}

/** From the least to the most that `place` can be. */
export function rangeOf({ base, terms }: Place): readonly [least: number, most: number] {
  let [least, most] = [base, base];
  for (const { of, times } of terms) {
    least += times * (times > 0 ? of.least : of.most);
    most += times * (times > 0 ? of.most : of.least);
  }
  return [least, most];
}

/** `place` with `by` for the unknown `of`. */
export function substituted(place: Place, of: Unknown, by: Place): Place {
  const times = timesOf(place, of);
  if (times === 0) return place;
  const terms = place.terms.filter((term) => term.of !== of);
  return plus({ base: place.base, terms }, scaled(by, times));
}

export const timesOf = (place: Place, unknown: Unknown): number =>
  place.terms.find(({ of }) => of === unknown)?.times ?? 0;

/**
 * Quotient and remainder by `n`, if they are sums of that kind too; else, if they would be with the
 * index of a loop in two parts, that index, and how many are in the inner part.
 */
export function divided(place: Place, n: number): Division | Split | undefined {
  const base = Math.floor(place.base / n);
  const inWhole = ({ times }: Term): boolean => times % n === 0;
  const rest = {
    base: place.base - base * n,
    terms: place.terms.filter((term) => !inWhole(term)),
  };
  const [least, most] = rangeOf(rest);
  if (least >= 0 && most < n) {
    const whole = place.terms.filter(inWhole);
    return {
      quotient: { base, terms: whole.map(({ of, times }) => ({ of, times: times / n })) },
      rest,
    };
  }
  for (const { of, times } of rest.terms) {
    const inner = n / times;
    const parts = Number.isInteger(inner) && inner > 1 && extentOf(of) % inner === 0;
    if (of.value === undefined && parts && extentOf(of) > inner) return { of, inner };
  }
  return undefined;
}

export interface Division {
  readonly quotient: Place;
  readonly rest: Place;
}

export interface Split {
  readonly of: Unknown;
  readonly inner: number;
}

const sameUnknown = (a: Unknown, b: Unknown): boolean =>
  a === b || (a.value !== undefined && a.value === b.value);

export function samePlace(a: Place, b: Place): boolean {
  return (
    a.base === b.base &&
    a.terms.length === b.terms.length &&
    a.terms.every((t) => b.terms.some((u) => sameUnknown(u.of, t.of) && u.times === t.times))
  );
}

/** The place of the element at `index` in row-major memory. */
export function linear(shape: readonly number[], index: readonly Place[]): Place {
  const strides = stridesOf(shape);
  return index.reduce((sum, place, axis) => plus(sum, scaled(place, strides[axis]!)), at(0));
}

/** What stands for the index of a loop: null where the index of a loop inside counts both. */
export interface Bound {
  readonly value: Value | null;
  /** How many loops are around it. */
  readonly depth: number;
}

/** The number `place`, computed. What changes less often is added first, so that it can leave loops. */
export function emitPlace(
  b: Builder,
  { base, terms }: Place,
  bound: ReadonlyMap<Unknown, Bound>,
): Value {
  let sum: Value | undefined = base === 0 ? undefined : int(b, base);
  const depthOf = ({ of }: Term): number => bound.get(of)?.depth ?? -1;
  const sorted = terms.length > 1 ? terms.toSorted((s, t) => depthOf(s) - depthOf(t)) : terms;
  for (const { of, times } of sorted) {
    const value = of.value ?? bound.get(of)?.value;
    if (value === undefined) throw new Error("internal: the index of a loop that is not there");
    if (value === null) continue;
    if (sum !== undefined && times === -1) sum = sub(b, sum, value);
    else {
      const part = times === 1 ? value : mul(b, value, int(b, times));
      sum = sum === undefined ? part : add(b, sum, part);
    }
  }
  return sum ?? int(b, 0);
}
