// How elements are taken together, and what is done about rounding.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { f64, isFloat, scalarType, type Dtype, type Type } from "../../ir/types.ts";
import { add, mul, select, sub } from "../../ops/arith.ts";
import { and, or } from "../../ops/bits.ts";
import { eq, ge, gt, lt, ne } from "../../ops/compare.ts";
import { literal } from "../../ops/constant.ts";
import { toF32, widen } from "../../ops/convert.ts";
import { abs, max, min } from "../../ops/extremes.ts";

/** Elements that are joined before anything is done about rounding. */
export const BLOCK = 128;

/** Elements joined in any order, beginning with one that changes nothing. */
export interface Join {
  readonly type: Type;
  readonly neutral: number;
  readonly join: (b: Builder, x: Value, y: Value) => Value;
}

/** What elements, or the results of blocks, are joined in: one or two numbers. */
export interface Accumulator {
  readonly start: (b: Builder) => readonly Value[];
  /** Takes in one more. */
  readonly add: (b: Builder, state: readonly Value[], x: Value) => readonly Value[];
  /** Takes in what another has taken in. */
  readonly merge: (
    b: Builder,
    state: readonly Value[],
    other: readonly Value[],
  ) => readonly Value[];
  readonly finish: (b: Builder, state: readonly Value[]) => Value;
}

/** How `op`, a reduction or scan, joins elements of `dtype`. */
export function joinOf(op: string, dtype: Dtype): Join {
  const type = scalarType(dtype);
  const what = op.slice(op.indexOf("_") + 1);
  if (what === "sum") return { type, neutral: 0, join: add };
  if (what === "prod") return { type, neutral: 1, join: mul };
  const largest = what === "max";
  if (dtype === "bool") return { type, neutral: largest ? 0 : 1, join: largest ? or : and };
  if (dtype === "i32") {
    const better = largest ? gt : lt;
    const join = (b: Builder, x: Value, y: Value): Value => select(b, better(b, x, y), x, y);
    return { type, neutral: largest ? -2147483648 : 2147483647, join };
  }
  return { type, neutral: largest ? -Infinity : Infinity, join: largest ? max : min };
}

/** Blocks are joined as elements are, but sums of floats, which are rounded once at the end. */
export function accumulatorFor(op: string, join: Join): Accumulator | undefined {
  const dtype = join.type.kind === "scalar" ? join.type.dtype : undefined;
  if (!op.endsWith("_sum")) return undefined;
  if (dtype === "f64") return compensated;
  return dtype === "f32" ? widened : undefined;
}

/**
 * The extreme of floats, and how many are NaN, which comparisons leave out: less to do for each
 * element than `max` has, which looks at zeros too.
 */
export function withoutNaN(op: string, { type, neutral }: Join): Accumulator | undefined {
  const isExtreme = op === "reduce_max" || op === "reduce_min";
  if (!isExtreme || !isFloat(type)) return undefined;
  const better = op === "reduce_max" ? gt : lt;
  const number = (b: Builder, x: number): Value => literal(b, x, type);
  return {
    start: (b) => [number(b, neutral), number(b, 0)],
    add: (b, [best, none], x) => [
      select(b, better(b, x, best!), x, best!),
      add(b, none!, select(b, ne(b, x, x), number(b, 1), number(b, 0))),
    ],
    merge: (b, [best, none], [x, more]) => [
      select(b, better(b, x!, best!), x!, best!),
      add(b, none!, more!),
    ],
    finish: (b, [best, none]) => select(b, gt(b, none!, number(b, 0)), number(b, NaN), best!),
  };
}

/** As elements are joined. */
export function plainly({ type, neutral, join }: Join): Accumulator {
  return {
    start: (b) => [literal(b, neutral, type)],
    add: (b, [state], x) => [join(b, state!, x)],
    merge: (b, [state], [x]) => [join(b, state!, x!)],
    finish: (_, [state]) => state!,
  };
}

/** The sum of what has been added, and beside it that of the roundings (Neumaier 1974). */
export const compensated: Accumulator = {
  start: (b) => [literal(b, 0, f64), literal(b, 0, f64)],
  add: (b, [sum, rest], x) => {
    const next = add(b, sum!, x);
    const larger = ge(b, abs(b, sum!), abs(b, x));
    const p = select(b, larger, sum!, x);
    const q = select(b, larger, x, sum!);
    return [next, add(b, rest!, add(b, sub(b, p, next), q))];
  },
  merge: (b, state, [x, more]) => {
    const [sum, rest] = compensated.add(b, state, x!);
    return [sum!, add(b, rest!, more!)];
  },
  // a sum that is infinite has no roundings
  finish: (b, [sum, rest]) => {
    const whole = add(b, sum!, rest!);
    const isFinite = eq(b, sub(b, whole, whole), literal(b, 0, f64));
    return select(b, isFinite, whole, sum!);
  },
};

/** Sums of f32 are made in f64. */
export const widened: Accumulator = {
  start: (b) => [literal(b, 0, f64)],
  add: (b, [sum], x) => [add(b, sum!, widen(b, x))],
  merge: (b, [sum], [x]) => [add(b, sum!, x!)],
  finish: (b, [sum]) => toF32(b, sum!),
};
