/** asinh, acosh, atanh: logarithms of pairs, so that nothing is lost near 1. */
import type { Value } from "../../ir/func.ts";
import { logarithm } from "./logarithm.ts";
import { exactSum, product, quickSum, quotient, root, rounded, type Pair } from "./pairs.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

/** log 2x. */
function logOfTwice(w: Writer, x: Value): Value {
  return rounded(w, logarithm(w, x, undefined, 1));
}

/** log(x + √(x² ± 1)) from x² ± 1. */
function logOfSum(w: Writer, x: Value, radicand: Pair): Value {
  const s = root(w, radicand);
  const sum = exactSum(w, x, s.high);
  const { high, low } = quickSum(w, sum.high, w.add(sum.low, s.low));
  return rounded(w, logarithm(w, high, low));
}

export const asinh: Definition = define("math.asinh", ["x"], (w, x) => {
  const size = w.abs(x);
  const ordinary = (): Term => {
    const square = product(w, size, size);
    const { high, low } = exactSum(w, square.high, 1);
    return logOfSum(w, size, quickSum(w, high, w.add(low, square.low)));
  };
  const large = (): Term => w.select(w.lt(size, Infinity), logOfTwice(w, size), size);
  const other = (): Term => w.choose(w.lt(size, 1), () => size, large);
  const reach = w.and(w.ge(size, 2 ** -28), w.lt(size, 2 ** 500));
  return [w.withSign(w.choose(reach, ordinary, other), x)];
});

export const acosh: Definition = define("math.acosh", ["x"], (w, x) => {
  const ordinary = (): Term => {
    const square = product(w, x, x);
    const { high, low } = quickSum(w, square.high, -1);
    return logOfSum(w, x, quickSum(w, high, w.add(low, square.low)));
  };
  const large = (): Term =>
    w.select(w.lt(x, Infinity), logOfTwice(w, x), w.select(w.eq(x, Infinity), x, NaN));
  const other = (): Term => w.choose(w.gt(x, 1), large, () => NaN);
  return [w.choose(w.and(w.ge(x, 1), w.lt(x, 2 ** 500)), ordinary, other)];
});

/** ½ log((1 + x) / (1 - x)). */
export const atanh: Definition = define("math.atanh", ["x"], (w, x) => {
  const size = w.abs(x);
  const ordinary = (): Term => {
    const ratio = quotient(w, quickSum(w, 1, size), quickSum(w, 1, w.neg(size)));
    const { high, low } = quickSum(w, ratio.high, ratio.low);
    return w.mul(rounded(w, logarithm(w, high, low)), 0.5);
  };
  const other = (): Term => w.select(w.lt(size, 1), size, w.select(w.eq(size, 1), Infinity, NaN));
  const reach = w.and(w.ge(size, 2 ** -28), w.lt(size, 1));
  return [w.withSign(w.choose(reach, ordinary, other), x)];
});
