/**
 * asin, acos, atan, atan2: all are the angle of a point (a, b), a, b ≥ 0. With n/d the smaller of its
 * two quotients and c the nearest multiple of 1/64, atan(n/d) = atan c + atan t, where
 * t = (n - c·d)/(d + c·n) is at most 1/128. Gal 1986, "Computing elementary functions: a new approach
 * for achieving high accuracy and good performance".
 */
import type { Value } from "../../ir/func.ts";
import { atanPoly, atanTable, halfPi, pi } from "./tables.generated.ts";
import { shifter } from "./exponential.ts";
import { product, quickSum, root, type Pair } from "./pairs.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

/** A coordinate: a double, or a pair. */
interface Coordinate {
  readonly high: Value;
  readonly low?: Value | undefined;
}

/** first + … without what is undefined. */
function total(w: Writer, first: Value, ...rest: readonly (Value | undefined)[]): Value {
  return w.sum(first, ...rest.filter((x) => x !== undefined));
}

/** atan(n/d) for 0 ≤ n ≤ d not far from 1, or n far below; not normalised. */
function smallAngle(w: Writer, n: Coordinate, d: Coordinate): Pair {
  const z = w.add(w.mul(w.div(n.high, d.high), 64), shifter);
  const c = w.mul(w.sub(z, shifter), 1 / 64);
  const table = w.table("atan", atanTable);
  const i = w.shl(w.and(w.bits(z), 127n), 1n);
  const [dh, dl] = w.split(d.high);
  const top = w.sub(w.sub(n.high, w.mul(c, dh)), w.mul(c, dl)); // exact
  const bottom = quickSum(w, d.high, w.mul(c, n.high));
  const bottomLow = total(w, bottom.low, d.low, n.low && w.mul(c, n.low));
  const inverse = w.div(1, bottom.high);
  const t = w.mul(top, inverse);
  const back = product(w, t, bottom.high);
  const left = w.sub(w.sub(top, back.high), back.low);
  const rest = total(w, left, n.low, d.low && w.neg(w.mul(c, d.low)));
  const tLow = w.mul(w.sub(rest, w.mul(t, bottomLow)), inverse);
  const square = w.mul(t, t);
  const curve = w.mul(w.mul(t, square), w.polynomial(atanPoly, square));
  const { high, low } = quickSum(w, w.at(table, i), t);
  return { high, low: w.sum(low, w.add(w.at(table, i, 1), tLow), curve) };
}

/** The angle in [0, π] of the point (±x, y), x, y ≥ 0 and not both 0; `left` where it is -x. */
function angle(w: Writer, y: Coordinate, x: Coordinate, left?: Value): Value {
  const steep = w.gt(y.high, x.high);
  const exact = y.low === undefined && x.low === undefined;
  const pick = (p: Coordinate, q: Coordinate): Coordinate => ({
    high: w.mix(steep, p.high, q.high),
    low: exact ? undefined : w.mix(steep, p.low ?? 0, q.low ?? 0),
  });
  const { high, low } = smallAngle(w, pick(x, y), pick(y, x));
  const flat = (part: 0 | 1): Term => (left === undefined ? 0 : w.mix(left, pi[part], 0));
  const base = (part: 0 | 1): Value => w.mix(steep, halfPi[part], flat(part));
  const minus = left === undefined ? steep : w.xor(steep, left);
  const sign = w.mix(minus, -1, 1);
  const sum = quickSum(w, base(0), w.mul(sign, high));
  return w.add(sum.high, w.sum(sum.low, base(1), w.mul(sign, low)));
}

const single = (w: Writer, x: Term): Coordinate => ({ high: w.value(x) });

export const atan: Definition = define("math.atan", ["x"], (w, x) => {
  const size = w.abs(x);
  const ordinary = (): Term => w.withSign(angle(w, single(w, size), single(w, 1)), x);
  const extreme = (): Term =>
    w.select(w.lt(size, 1), x, w.select(w.eq(x, x), w.withSign(halfPi[0], x), x));
  return [w.choose(w.and(w.ge(size, 2 ** -27), w.lt(size, 2 ** 60)), ordinary, extreme)];
});

/** √(1 - x²). */
function opposite(w: Writer, x: Value): Pair {
  const square = product(w, x, x);
  const { high, low } = quickSum(w, 1, w.neg(square.high));
  return root(w, quickSum(w, high, w.sub(low, square.low)));
}

export const asin: Definition = define("math.asin", ["x"], (w, x) => {
  const size = w.abs(x);
  const ordinary = (): Term => w.withSign(angle(w, single(w, size), opposite(w, size)), x);
  const extreme = (): Term => w.select(w.lt(size, 1), x, NaN);
  return [w.choose(w.and(w.ge(size, 2 ** -27), w.le(size, 1)), ordinary, extreme)];
});

export const acos: Definition = define("math.acos", ["x"], (w, x) => {
  const size = w.abs(x);
  const ordinary = (): Term => angle(w, opposite(w, size), single(w, size), w.lt(x, 0));
  const extreme = (): Term => w.select(w.lt(size, 1), halfPi[0], NaN);
  return [w.choose(w.and(w.ge(size, 2 ** -60), w.le(size, 1)), ordinary, extreme)];
});

/** For NaN, and for y or x 0 or infinite or very large or small; they are not negative. */
function extremeAngle(w: Writer, y: Value, x: Value, left: Value): Value {
  const [tall, wide] = [w.eq(y, Infinity), w.eq(x, Infinity)];
  const diagonal = (): Term => w.select(left, threeEighths, halfPi[0] / 2);
  const infinite = (): Term =>
    w.choose(w.and(tall, wide), diagonal, () => direction(w, tall, left));
  const finite = (): Term =>
    w.choose(
      w.or(w.eq(y, 0), w.eq(x, 0)),
      () => direction(w, w.gt(y, 0), left),
      () => finiteAngle(w, y, x, left),
    );
  const sum = w.add(x, y);
  return w.choose(
    w.eq(sum, sum),
    () => w.choose(w.or(tall, wide), infinite, finite),
    () => NaN,
  );
}

/** For finite y, x > 0: scaled to where nothing over- or underflows, if they can be. */
function finiteAngle(w: Writer, y: Value, x: Value, left: Value): Value {
  const steep = w.gt(y, x);
  const far = w.and(w.ge(w.select(steep, y, x), 1), w.lt(w.select(steep, x, y), 2 ** -800));
  return w.choose(
    far,
    // on an axis, or so near to it that the angle is the quotient
    () => w.select(steep, halfPi[0], w.select(left, pi[0], w.div(y, x))),
    () => {
      const by = w.select(w.lt(w.select(steep, y, x), 1), 2 ** 600, 0.25);
      const run = w.mul(x, by);
      return w.again("math.atan2", w.mul(y, by), w.select(left, w.neg(run), run));
    },
  );
}

/** Of a turn. */
const threeEighths = 2.356194490192345;

/** The angle of a point on an axis, the vertical one if `up`. */
function direction(w: Writer, up: Value, left: Value): Value {
  return w.select(up, halfPi[0], w.select(left, pi[0], 0));
}

export const atan2: Definition = define("math.atan2", ["y", "x"], (w, y, x) => {
  const [rise, run] = [w.abs(y), w.abs(x)];
  const steep = w.gt(rise, run);
  const left = w.lt(w.bits(x), 0n);
  const ordinary = w.and(
    w.gt(w.select(steep, run, rise), 2 ** -900),
    w.lt(w.select(steep, rise, run), 2 ** 1020),
  );
  const size = w.choose(
    ordinary,
    () => angle(w, single(w, rise), single(w, run), left),
    () => extremeAngle(w, rise, run, left),
  );
  return [w.withSign(size, y)];
});
