// Whole numbers as sums of products, and the code that computes between what they lie.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { f64, sameType } from "../../ir/types.ts";
import * as op from "../../ops/index.ts";

/** `times` times the product of `of`. */
export interface Term {
  readonly times: number;
  readonly of: readonly Value[];
}

/** A sum of terms, no two of which have the same factors. */
export type Polynomial = readonly Term[];

/** Longer ones are not looked at. */
const LONGEST = 24;

export const number = (x: number): Polynomial => (x === 0 ? [] : [{ times: x, of: [] }]);
export const variable = (v: Value): Polynomial => [{ times: 1, of: [v] }];

// one number for each value, by which factors are put in order
const numbers = new WeakMap<Value, number>();
let count = 0;

function numberOf(v: Value): number {
  let n = numbers.get(v);
  if (n === undefined) numbers.set(v, (n = count++));
  return n;
}

const keyOf = ({ of }: Term): string => of.map(numberOf).join();

function collect(terms: readonly Term[]): Polynomial | undefined {
  const sums = new Map<string, Term>();
  for (const { times, of } of terms) {
    const term = { times, of: of.toSorted((a, b) => numberOf(a) - numberOf(b)) };
    const key = keyOf(term);
    sums.set(key, { ...term, times: times + (sums.get(key)?.times ?? 0) });
  }
  const left = [...sums.values()].filter(({ times }) => times !== 0);
  return left.length <= LONGEST ? left : undefined;
}

export function plus(p: Polynomial, q: Polynomial, times = 1): Polynomial | undefined {
  return collect([...p, ...q.map((t) => ({ ...t, times: t.times * times }))]);
}

export function product(p: Polynomial, q: Polynomial): Polynomial | undefined {
  return collect(
    p.flatMap((a) => q.map((b) => ({ times: a.times * b.times, of: [...a.of, ...b.of] }))),
  );
}

/** `p` as `slope · v + rest`; undefined where `v` is in a term more than once. */
export function along(
  p: Polynomial,
  v: Value,
): { readonly slope: Polynomial; readonly rest: Polynomial } | undefined {
  const slope: Term[] = [];
  const rest: Term[] = [];
  for (const term of p) {
    const others = term.of.filter((x) => x !== v);
    if (term.of.length - others.length > 1) return undefined;
    if (others.length < term.of.length) slope.push({ times: term.times, of: others });
    else rest.push(term);
  }
  return { slope, rest };
}

/** Numbers between two doubles, both included. */
export interface Interval {
  readonly lo: Value;
  readonly hi: Value;
}

/** Between what `p` lies, given that of its variables. */
export function intervalOf(
  b: Builder,
  p: Polynomial,
  rangeOf: (v: Value) => Interval | undefined,
): Interval {
  let sum: Interval | undefined;
  for (const { times, of } of p) {
    let all: Interval | undefined;
    for (const v of of) {
      const range = rangeOf(v) ?? exactly(asDouble(b, v));
      all = all === undefined ? range : multiplied(b, all, range);
    }
    const scaled = all === undefined ? exactly(op.num(b, times)) : scaledBy(b, all, times);
    sum = sum === undefined ? scaled : added(b, sum, scaled);
  }
  return sum ?? exactly(op.num(b, 0));
}

export const exactly = (x: Value): Interval => ({ lo: x, hi: x });

export function asDouble(b: Builder, v: Value): Value {
  return sameType(v.type, f64) ? v : op.toF64(b, v);
}

const isExact = ({ lo, hi }: Interval): boolean => lo === hi;

function added(b: Builder, x: Interval, y: Interval): Interval {
  if (isExact(x) && isExact(y)) return exactly(op.add(b, x.lo, y.lo));
  return { lo: op.add(b, x.lo, y.lo), hi: op.add(b, x.hi, y.hi) };
}

function scaledBy(b: Builder, x: Interval, times: number): Interval {
  if (times === 1) return x;
  const by = op.num(b, times);
  const lo = op.mul(b, x.lo, by);
  if (isExact(x)) return exactly(lo);
  const hi = op.mul(b, x.hi, by);
  return times > 0 ? { lo, hi } : { lo: hi, hi: lo };
}

function multiplied(b: Builder, x: Interval, y: Interval): Interval {
  if (isExact(x) && isExact(y)) return exactly(op.mul(b, x.lo, y.lo));
  const ends = (i: Interval): Value[] => (isExact(i) ? [i.lo] : [i.lo, i.hi]);
  const all = ends(x).flatMap((p) => ends(y).map((q) => op.mul(b, p, q)));
  return {
    lo: all.reduce((p, q) => op.min(b, p, q)),
    hi: all.reduce((p, q) => op.max(b, p, q)),
  };
}
