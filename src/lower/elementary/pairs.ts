/**
 * Unevaluated sums of two doubles, the second small against the first: about 106 bits.
 * Dekker 1971, "A floating-point technique for extending the available precision"; Knuth, TAOCP 2.
 */
import type { Value } from "../../ir/func.ts";
import type { Term, Writer } from "./writer.ts";

export interface Pair {
  readonly high: Value;
  readonly low: Value;
}

/** x + y exactly, for |x| ≥ |y| or x = 0, or whenever x + y does not round. */
export function quickSum(w: Writer, x: Term, y: Term): Pair {
  const high = w.add(x, y);
  return { high, low: w.add(w.sub(x, high), y) };
}

/** x + y exactly. */
export function exactSum(w: Writer, x: Term, y: Term): Pair {
  const high = w.add(x, y);
  const part = w.sub(high, x);
  return { high, low: w.add(w.sub(x, w.sub(high, part)), w.sub(y, part)) };
}

/** x·y, exactly up to 2⁻¹⁰⁶ of it, where the parts neither overflow nor underflow. */
export function product(w: Writer, x: Value, y: Value): Pair {
  const [xh, xl] = w.split(x);
  const [yh, yl] = x === y ? [xh, xl] : w.split(y);
  const high = w.mul(x, y);
  const cross = x === y ? [w.mul(w.add(xh, xh), xl)] : [w.mul(xh, yl), w.mul(xl, yh)];
  // each sum but the last is exact in this order
  const low = w.sum(w.sub(w.mul(xh, yh), high), ...cross, w.mul(xl, yl));
  return { high, low };
}

/** x·y with an error of a few 2⁻¹⁰⁴. */
export function pairProduct(w: Writer, x: Pair, y: Pair): Pair {
  const { high, low } = product(w, x.high, y.high);
  return quickSum(w, high, w.sum(low, w.mul(x.high, y.low), w.mul(x.low, y.high)));
}

/** x / y with an error of a few 2⁻¹⁰⁴; not normalised: the high part may be off by an ulp. */
export function quotient(w: Writer, x: Pair, y: Pair): Pair {
  const inverse = w.div(1, y.high);
  const high = w.mul(x.high, inverse);
  const back = product(w, high, y.high);
  const rest = w.sum(w.sub(x.high, back.high), w.neg(back.low), x.low);
  return { high, low: w.mul(w.sub(rest, w.mul(high, y.low)), inverse) };
}

/** √x with an error of a few 2⁻¹⁰⁴; 0 for 0. */
export function root(w: Writer, x: Pair): Pair {
  const high = w.sqrt(x.high);
  const back = product(w, high, high);
  const rest = w.sum(w.sub(x.high, back.high), w.neg(back.low), x.low);
  const low = w.div(w.mul(rest, 0.5), high);
  return { high, low: w.select(w.gt(x.high, 0), low, 0) };
}

/** The double nearest to the pair, as near as its parts are. */
export function rounded(w: Writer, { high, low }: Pair): Value {
  return w.add(high, low);
}
