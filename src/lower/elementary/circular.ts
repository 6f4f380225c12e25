/**
 * sin, cos, tan. x = k·π/64 + r; the sine and cosine of k·π/64 come from a table, those of r from
 * short polynomials, and the sums are arranged so that only the last addition rounds visibly. Gal and
 * Bachelis 1991, "An accurate elementary mathematical library for the IEEE floating point standard".
 * r is found by subtracting k·π/64 in three parts (Cody and Waite 1980), or, for large x, by the
 * product of x with the digits of 1/2π that matter (Payne and Hanek 1983).
 */
import type { Value } from "../../ir/func.ts";
import {
  circleScale,
  circleStep,
  circleTable,
  cosPoly,
  sinPoly,
  turnWords,
  twoPi,
} from "./tables.generated.ts";
import { exactSum, pairProduct, quickSum, quotient, type Pair } from "./pairs.ts";
import { shifter } from "./exponential.ts";
import { define, type Definition, type Writer } from "./writer.ts";

const word = 0xffffffffn;

/** Six words after the point of |x|/2π, for finite |x| ≥ 2⁻²⁰. */
function turns(w: Writer, bits: Value): readonly Value[] {
  const mantissa = w.or(w.and(bits, (1n << 52n) - 1n), 1n << 52n);
  // |x| = mantissa·2^(exponent - 64): `place` says which words have a weight below 1
  const exponent = w.sub(w.and(w.ushr(bits, 52n), 2047n), 1075n - 64n);
  const place = w.shr(exponent, 5n);
  const shift = w.and(exponent, 31n);
  const table = w.table("turns", turnWords, "u32");
  const raw = Array.from({ length: 8 }, (_, i) => w.at(table, place, i + 1));
  const digits = raw.slice(1).map((next, i) => {
    const both = w.or(w.shl(raw[i] as Value, 32n), next);
    return w.ushr(w.shl(both, shift), 32n);
  });
  const [m0, m1] = [w.and(mantissa, word), w.ushr(mantissa, 32n)];
  const words: Value[] = [];
  let carry: Value = w.value(0n);
  let below = w.mul(m0, digits[6] as Value);
  for (let i = 5; i >= 0; i--) {
    const here = w.mul(m0, digits[i] as Value);
    const high = w.mul(m1, digits[i + 1] as Value);
    const sum = w.sum(w.and(here, word), w.ushr(below, 32n), high, carry);
    words.unshift(w.and(sum, word));
    carry = w.ushr(sum, 32n);
    below = here;
  }
  return words;
}

/** k as a double and the two parts of r, for finite |x| ≥ 2⁻²⁰; NaN for others. */
const exactReduction: Definition = define("math.reduce_turns", ["x"], (w, x) => {
  const [first, ...others] = turns(w, w.bits(w.abs(x))) as [Value, ...Value[]];
  const k = w.shr(w.add(first, 1n << 24n), 25n);
  let high = w.mul(w.float(w.sub(first, w.shl(k, 25n))), 2 ** -32);
  let low: Value = w.sub(x, x); // 0, or NaN
  others.forEach((digits, i) => {
    const sum = exactSum(w, high, w.mul(w.float(digits), 2 ** (-64 - 32 * i)));
    high = sum.high;
    low = w.add(low, sum.low);
  });
  const angle = pairProduct(w, quickSum(w, high, low), {
    high: w.value(twoPi[0]),
    low: w.value(twoPi[1]),
  });
  const sign = w.select(w.lt(x, 0), -1, 1);
  return [w.float(k), angle.high, angle.low].map((v) => w.mul(v, sign));
});

interface Reduced {
  /** Of π/64, modulo 128. */
  readonly k: Value;
  readonly r: Pair;
}

function reduce(w: Writer, x: Value): Reduced {
  const [first, second, third] = circleStep as [number, number, number];
  const k = w.sub(w.add(w.mul(x, circleScale), shifter), shifter);
  const near = w.sub(x, w.mul(k, first)); // exact, like both products
  const r = exactSum(w, near, w.mul(k, -second));
  const { high, low } = quickSum(w, r.high, w.sub(r.low, w.mul(k, third)));
  // so that the first two products are exact, and the error of the third is not seen in r
  const ordinary = w.and(w.lt(w.abs(x), 50_000), w.ge(w.abs(high), w.mul(w.abs(k), 2 ** -60)));
  const [multiple, rHigh, rLow] = w.if(
    ordinary,
    () => [k, high, low],
    () => w.call(exactReduction, x),
  ) as [Value, Value, Value];
  return { k: w.bits(w.add(multiple, shifter)), r: { high: rHigh, low: rLow } };
}

/** sin r - r and cos r - 1. */
function around(w: Writer, { high }: Pair): [sine: Value, cosine: Value] {
  const square = w.mul(high, high);
  const sine = w.mul(w.mul(high, square), w.polynomial(sinPoly, square));
  return [sine, w.mul(square, w.polynomial(cosPoly, square))];
}

/** sin(k·π/64 + r); not normalised. */
function sineAt(w: Writer, k: Value, r: Pair, [sine, cosine]: readonly [Value, Value]): Pair {
  const table = w.table("circle", circleTable);
  const i = w.shl(w.and(k, 127n), 2n);
  const [s, sLow] = [w.at(table, i), w.at(table, i, 1)];
  const [near, more] = [w.at(table, i, 2), w.at(table, i, 3)];
  const c = w.add(near, more);
  // where s is small, c is near ±1, so that c·r is r and a small rest
  const { high, low } = quickSum(w, s, w.mul(near, r.high));
  const rest = w.add(w.mul(more, r.high), w.mul(c, w.add(sine, r.low)));
  return { high, low: w.sum(low, w.add(sLow, rest), w.mul(s, cosine)) };
}

const tiny = 2 ** -27;

type Near = ReturnType<typeof around>;

function sineOf(w: Writer, x: Value, { k, r }: Reduced, near: Near): Value {
  const { high, low } = sineAt(w, k, r, near);
  return w.select(w.lt(w.abs(x), tiny), x, w.add(high, low));
}

function cosineOf(w: Writer, { k, r }: Reduced, near: Near): Value {
  const { high, low } = sineAt(w, w.add(k, 32n), r, near);
  return w.add(high, low);
}

export const sin: Definition = define("math.sin", ["x"], (w, x) => {
  const reduced = reduce(w, x);
  return [sineOf(w, x, reduced, around(w, reduced.r))];
});

export const cos: Definition = define("math.cos", ["x"], (w, x) => {
  const reduced = reduce(w, x);
  return [cosineOf(w, reduced, around(w, reduced.r))];
});

/** The sine and the cosine of one number, with the bits that they have alone. */
export const sinCos: Definition = define("math.sin_cos", ["x"], (w, x) => {
  const reduced = reduce(w, x);
  const near = around(w, reduced.r);
  return [sineOf(w, x, reduced, near), cosineOf(w, reduced, near)];
});

export const tan: Definition = define("math.tan", ["x"], (w, x) => {
  const { k, r } = reduce(w, x);
  const near = around(w, r);
  const s = sineAt(w, k, r, near);
  const c = sineAt(w, w.add(k, 32n), r, near);
  const { high, low } = quotient(w, quickSum(w, s.high, s.low), quickSum(w, c.high, c.low));
  return [w.select(w.lt(w.abs(x), tiny), x, w.add(high, low))];
});

export const circularDependencies: readonly Definition[] = [exactReduction];
