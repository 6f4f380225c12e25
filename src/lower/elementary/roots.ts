/** cbrt and hypot. */
import type { Value } from "../../ir/func.ts";
import { cbrtPoly, cbrtScales } from "./tables.generated.ts";
import { product, quickSum } from "./pairs.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

/**
 * ∛x for normal x > 0. x = 8^k·m with m in [1, 8): a polynomial gives m^(-1/3) to 14 bits, one step
 * of third order (Householder) to 40; ∛m cut to 26 bits, whose cube is known exactly, is then
 * corrected by what the cube lacks.
 */
function cubeRoot(w: Writer, x: Value): Value {
  const bits = w.bits(x);
  const exponent = w.add(w.ushr(bits, 52n), 3072n - 1023n);
  const third = w.idiv(exponent, 3n);
  const j = w.sub(exponent, w.mul(third, 3n));
  const mantissa = w.and(bits, (1n << 52n) - 1n);
  const z = w.fromBits(w.or(mantissa, 1023n << 52n));
  const m = w.fromBits(w.or(mantissa, w.shl(w.add(j, 1023n), 52n)));
  const scale = w.at(w.table("cbrt", cbrtScales), j);
  const guess = w.mul(w.polynomial(cbrtPoly, z), scale);
  const miss = w.sub(1, w.mul(m, w.mul(guess, w.mul(guess, guess))));
  const step = w.mul(miss, w.add(1 / 3, w.mul(miss, 2 / 9)));
  const inverse = w.add(guess, w.mul(guess, step));
  const square = w.mul(inverse, inverse); // m^(-2/3)
  const [t] = w.split(w.mul(m, square));
  const [high, low] = w.split(w.mul(t, t)); // the product is exact
  const lack = w.sub(w.sub(m, w.mul(high, t)), w.mul(low, t));
  // lack / (3 m^(2/3)) is d - d²·m^(-1/3) for the d that is wanted
  const first = w.mul(w.mul(lack, square), 1 / 3);
  const second = w.mul(w.mul(first, first), inverse);
  const root = w.add(t, w.add(first, second));
  return w.mul(root, w.fromBits(w.shl(w.sub(third, 1024n - 1023n), 52n)));
}

export const cbrt: Definition = define("math.cbrt", ["x"], (w, x) => {
  const size = w.abs(x);
  const other = (): Term =>
    w.choose(
      w.and(w.gt(size, 0), w.lt(size, Infinity)),
      () => w.mul(w.again("math.cbrt", w.mul(x, 2 ** 54)), 2 ** -18),
      () => x,
    );
  const ordinary = (): Term => w.withSign(cubeRoot(w, size), x);
  return [w.choose(w.and(w.ge(size, 2 ** -1022), w.lt(size, Infinity)), ordinary, other)];
});

/** √(a² + b²) for a ≥ b ≥ 0 whose squares do not leave the range; √ corrected by what it lacks. */
function norm(w: Writer, a: Value, b: Value): Value {
  const [x, y] = [product(w, a, a), product(w, b, b)];
  const sum = quickSum(w, x.high, y.high);
  const root = w.sqrt(sum.high);
  const back = product(w, root, root);
  const lack = w.sum(w.sub(sum.high, back.high), w.neg(back.low), sum.low, x.low, y.low);
  return w.add(root, w.div(w.mul(lack, 0.5), root));
}

/** Infinite if one of the two is, even beside NaN. */
export const hypot: Definition = define("math.hypot", ["x", "y"], (w, x, y) => {
  const [p, q] = [w.abs(x), w.abs(y)];
  const a = w.select(w.gt(q, p), q, p);
  const b = w.select(w.gt(q, p), p, q);
  const scaled = (): Term => {
    const by = w.select(w.lt(a, 1), 2 ** 600, 2 ** -600);
    const back = w.select(w.lt(a, 1), 2 ** -600, 2 ** 600);
    return w.mul(w.again("math.hypot", w.mul(a, by), w.mul(b, by)), back);
  };
  const special = (): Term =>
    w.select(
      w.or(w.eq(p, Infinity), w.eq(q, Infinity)),
      Infinity,
      w.select(w.eq(a, 0), w.add(p, q), NaN),
    );
  const other = (): Term =>
    w.choose(w.and(w.and(w.gt(a, 0), w.lt(a, Infinity)), w.eq(b, b)), scaled, special);
  const ordinary = w.and(w.and(w.gt(a, 2 ** -400), w.lt(a, 2 ** 500)), w.eq(b, b));
  return [w.choose(ordinary, () => norm(w, a, b), other)];
});
