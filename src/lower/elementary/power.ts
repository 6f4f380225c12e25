/** pow: e^(y·log x), the logarithm to 68 bits, so that the product's error does not show. */
import type { Value } from "../../ir/func.ts";
import { beyond, expReach, power, powerOf } from "./exponential.ts";
import { closeLogarithm, isPositiveNormal } from "./logarithm.ts";
import { product, type Pair } from "./pairs.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

/** y·log(x·2^scale). */
function exponent(w: Writer, x: Value, y: Value, scale = 0): Pair {
  const l = closeLogarithm(w, x, scale);
  const { high, low } = product(w, y, l.high);
  return { high, low: w.add(low, w.mul(y, l.low)) };
}

/** x^y for 0 < x < ∞ and finite y. */
function ofPositive(w: Writer, x: Value, y: Value): Value {
  const [high, low] = w.if(
    w.lt(x, 2 ** -1022),
    () => parts(exponent(w, w.mul(x, 2 ** 52), y, -52)),
    () => parts(exponent(w, x, y)),
  ) as [Value, Value];
  const p = power(w, high, low);
  return w.choose(
    w.lt(w.abs(high), expReach),
    () => powerOf(w, p),
    () => beyond(w, high, p),
  );
}

const parts = ({ high, low }: Pair): readonly Value[] => [high, low];

/** Everything but finite positive normal x with an ordinary result; y is not 0. */
const special: Definition = define("math.pow_special", ["x", "y"], (w, x, y) => {
  const size = w.abs(x);
  const half = w.mul(y, 0.5);
  const whole = w.eq(w.trunc(y), y);
  const odd = w.and(whole, w.ne(w.trunc(half), half));
  const negative = w.lt(w.bits(x), 0n);
  const wide = w.or(w.eq(w.abs(y), Infinity), w.or(w.eq(size, 0), w.eq(size, Infinity)));
  const value = w.choose(
    wide,
    () => {
      const grows = w.xor(w.gt(size, 1), w.lt(y, 0));
      return w.select(w.eq(size, 1), NaN, w.select(grows, Infinity, 0));
    },
    () => ofPositive(w, size, y),
  );
  const signed = w.select(w.and(negative, odd), w.neg(value), value);
  const fraction = w.and(w.and(w.lt(x, 0), w.not(whole)), w.lt(size, Infinity));
  const undefinedAt = w.or(fraction, w.or(w.ne(x, x), w.ne(y, y)));
  return [w.select(undefinedAt, NaN, signed)];
});

export const pow: Definition = define("math.pow", ["x", "y"], (w, x, y) => {
  const e = exponent(w, x, y);
  const ordinary = w.and(isPositiveNormal(w, x), w.lt(w.abs(e.high), expReach));
  const other = (): Term =>
    w.choose(
      w.eq(y, 0),
      () => 1,
      () => w.call(special, x, y)[0] as Value,
    );
  return [w.choose(ordinary, () => powerOf(w, power(w, e.high, e.low)), other)];
});

export const powDependencies: readonly Definition[] = [special];
