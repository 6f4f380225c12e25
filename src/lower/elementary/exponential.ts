/**
 * exp and expm1. x = k·ln 2/128 + r; e^x = 2^(k/128)·e^r, the power of two from a table and the bits
 * of k, e^r by a polynomial. Tang 1989, "Table-driven implementation of the exponential function in
 * IEEE floating-point arithmetic".
 */
import type { Value } from "../../ir/func.ts";
import { expm1Poly, expPoly, expScale, expStep, expTable } from "./tables.generated.ts";
import { exactSum, quickSum, type Pair } from "./pairs.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

/** Adding it rounds to an integer, which is then in the low bits. */
export const shifter: number = 1.5 * 2 ** 52;

/** Where e^x is an ordinary double, and so are its neighbours by a factor of 2. */
export const expReach: number = 708;

/** e^x = s(1 + t), s = 2^(k/128) but for its rounding, which is in t; |t| < 0.003. */
export interface Power {
  /** k in its low bits. */
  readonly k: Value;
  /** The bits of s, before they are limited to what a double can have. */
  readonly bits: Value;
  readonly t: Value;
  /** t = tail + (r + rest) + more, for whoever wants it closer. */
  readonly tail: Value;
  readonly r: Value;
  readonly rest: Value;
  readonly more: Value;
}

/** Of the sum `x + low`; `low` is small. */
export function power(w: Writer, x: Value, low?: Value, poly: readonly number[] = expPoly): Power {
  const z = w.add(w.mul(x, expScale), shifter);
  const steps = w.sub(z, shifter);
  const near = w.sub(x, w.mul(steps, expStep[0])); // exact
  const below = w.mul(steps, -expStep[1]);
  const { high: r, low: rest } = quickSum(w, near, low === undefined ? below : w.add(low, below));
  const k = w.bits(z);
  const [tail, bits] = entry(w, k);
  const more = w.mul(w.mul(r, r), w.polynomial(poly, r));
  const t = w.add(tail, w.add(r, more));
  return { k, bits, t, tail, r, rest, more };
}

/** What the table has for 2^(k/128), k an integer: the relative rest, and the bits of the power. */
export function entry(w: Writer, k: Value): [tail: Value, bits: Value] {
  const table = w.table("exp", expTable);
  const i = w.shl(w.and(k, 127n), 1n);
  return [w.at(table, i), w.add(w.bits(w.at(table, i, 1)), w.shl(k, 45n))];
}

export function powerOf(w: Writer, { bits, t }: Power): Value {
  const s = w.fromBits(bits);
  return w.add(s, w.mul(s, t));
}

/** The same for any x in [-746, 710], by steps that neither overflow nor round twice. */
export function extremePower(w: Writer, x: Value, { bits, t }: Power): Value {
  return w.choose(
    w.gt(x, 0),
    () => {
      const s = w.fromBits(w.sub(bits, 1n << 52n));
      return w.mul(w.add(s, w.mul(s, t)), 2);
    },
    () => {
      const s = w.fromBits(w.add(bits, 1022n << 52n));
      const y = w.add(s, w.mul(s, t));
      const rest = w.add(w.sub(s, y), w.mul(s, t));
      // added to 1, y is rounded where 2⁻¹⁰²²·y is going to be
      const one = quickSum(w, 1, y);
      const subnormal = w.sub(w.add(one.high, w.add(one.low, rest)), 1);
      return w.mul(w.select(w.lt(y, 1), subnormal, y), 2 ** -1022);
    },
  );
}

/** e^x for what is beyond ±708, NaN included; `p` is the power of x. */
export function beyond(w: Writer, x: Value, p: Power): Value {
  return w.choose(
    w.gt(x, 710),
    () => Infinity,
    () =>
      w.choose(
        w.lt(x, -746),
        () => 0,
        () =>
          w.choose(
            w.eq(x, x),
            () => extremePower(w, x, p),
            () => x,
          ),
      ),
  );
}

export const exp: Definition = define("math.exp", ["x"], (w, x) => {
  const p = power(w, x);
  return [
    w.choose(
      w.lt(w.abs(x), expReach),
      () => powerOf(w, p),
      () => beyond(w, x, p),
    ),
  ];
});

/** e^x - 1 for |x| < 708, relatively accurate also near 0; not normalised. */
export function powerLessOne(w: Writer, x: Value, sign: "any" | "positive" = "any"): Pair {
  const { bits, tail, r, rest, more } = power(w, x, undefined, expm1Poly);
  const s = w.fromBits(bits);
  const less = sign === "positive" ? quickSum(w, s, -1) : exactSum(w, s, -1);
  const { high, low } = quickSum(w, less.high, r);
  const small = w.mul(s, w.sum(tail, w.mul(tail, r), rest, more));
  return { high, low: w.sum(low, w.mul(less.high, r), small, less.low) };
}

export const expm1: Definition = define("math.expm1", ["x"], (w, x) => {
  const ordinary = (): Term => {
    const { high, low } = powerLessOne(w, x);
    return w.select(w.lt(w.abs(x), 2 ** -54), x, w.add(high, low));
  };
  const extreme = (): Term => w.select(w.lt(x, 0), -1, w.call(exp, x)[0] as Value);
  return [w.choose(w.lt(w.abs(x), expReach), ordinary, extreme)];
});
