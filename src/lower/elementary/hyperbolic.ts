/** sinh, cosh, tanh, from e^x and e^-x to 60 bits. */
import type { Value } from "../../ir/func.ts";
import { expPoly, sinhPoly } from "./tables.generated.ts";
import { entry, expReach, power, powerLessOne } from "./exponential.ts";
import { exactSum, quickSum, quotient, type Pair } from "./pairs.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

interface Halves {
  /** e^|x| / 2 and e^-|x| / 2 but for what is in `up` and `down`. */
  readonly high: Value;
  readonly up: Value;
  readonly low: Value;
  readonly down: Value;
}

const mirrored = expPoly.map((c, i) => (i % 2 === 0 ? c : -c));

/** For |x| < 708. */
function halves(w: Writer, size: Value): Halves {
  const p = power(w, size);
  const high = w.fromBits(w.sub(p.bits, 1n << 52n));
  const [tail, bits] = entry(w, w.sub(0n, p.k));
  const low = w.fromBits(w.sub(bits, 1n << 52n));
  const more = w.mul(w.mul(p.r, p.r), w.polynomial(mirrored, p.r));
  return {
    high,
    up: w.mul(high, p.t),
    low,
    down: w.mul(low, w.add(tail, w.sub(more, p.r))),
  };
}

/** e^x / 2 for |x| ≥ 708, and NaN for NaN. */
function halfPower(w: Writer, size: Value): Value {
  const p = power(w, size);
  const s = w.fromBits(w.sub(p.bits, 3n << 52n));
  const y = w.mul(w.add(s, w.mul(s, p.t)), 4);
  return w.select(w.gt(size, 711), Infinity, w.select(w.eq(size, size), y, NaN));
}

export const sinh: Definition = define("math.sinh", ["x"], (w, x) => {
  const size = w.abs(x);
  const nearZero = (): Term => {
    const square = w.mul(x, x);
    return w.add(x, w.mul(w.mul(x, square), w.polynomial(sinhPoly, square)));
  };
  const ordinary = (): Term => {
    const h = halves(w, size);
    const { high, low } = quickSum(w, h.high, w.neg(h.low));
    return w.withSign(w.add(high, w.add(low, w.sub(h.up, h.down))), x);
  };
  const extreme = (): Term => w.withSign(halfPower(w, size), x);
  return [
    w.choose(w.lt(size, 0.25), nearZero, () => w.choose(w.lt(size, expReach), ordinary, extreme)),
  ];
});

export const cosh: Definition = define("math.cosh", ["x"], (w, x) => {
  const size = w.abs(x);
  const ordinary = (): Term => {
    const h = halves(w, size);
    const { high, low } = quickSum(w, h.high, h.low);
    return w.add(high, w.add(low, w.add(h.up, h.down)));
  };
  return [w.choose(w.lt(size, expReach), ordinary, () => halfPower(w, size))];
});

/** u / (u + 2) with u = e^2|x| - 1; beyond 22 it is 1. */
export const tanh: Definition = define("math.tanh", ["x"], (w, x) => {
  const size = w.abs(x);
  const bounded = w.select(w.gt(size, 22), 22, size);
  const parts = powerLessOne(w, w.add(bounded, bounded), "positive");
  const u: Pair = quickSum(w, parts.high, parts.low);
  const sum = exactSum(w, u.high, 2);
  const { high, low } = quotient(w, u, { high: sum.high, low: w.add(sum.low, u.low) });
  return [w.select(w.lt(size, 2 ** -30), x, w.withSign(w.add(high, low), x))];
});
