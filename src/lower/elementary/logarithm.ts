/**
 * log, log1p, log2, log10. x = 2^k·z with z in [0.69, 1.38]; with 1/c from a table, r = z/c - 1 is
 * small, and log x = k·ln 2 + log c + log(1 + r). z is cut in two so that r is exact without fused
 * multiplication, and c = 1 around 1, so that nothing cancels there. Tang 1990, "Table-driven
 * implementation of the logarithm function in IEEE floating-point arithmetic".
 */
import type { Value } from "../../ir/func.ts";
import { ln2, log10e, log2e, logPoly, logTable, logTailPoly } from "./tables.generated.ts";
import { exactSum, pairProduct, quickSum, rounded, type Pair } from "./pairs.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

interface Reduced {
  /** k·ln 2 + log c: the first a multiple of 2⁻⁴², and exact. */
  readonly base: Pair;
  /** r = r1 + r2, exactly; r1 has 20 bits. */
  readonly r1: Value;
  readonly r2: Value;
  /** What part of 2^k the first is times 1/c. */
  readonly part: (low: Value) => Value;
}

/** z is cut to 14 bits after the point: towards zero, or to the nearest, so that |r2| is at most |r|. */
function reduce(w: Writer, x: Value, scale: number, cut: "down" | "nearest"): Reduced {
  const bits = w.bits(x);
  const above = w.sub(bits, 0x3fe6100000000000n);
  const k = w.shr(above, 52n);
  const zBits = w.sub(bits, w.and(above, -1n << 52n));
  const z = w.fromBits(zBits);
  const moved = cut === "down" ? zBits : w.add(zBits, 1n << 37n);
  const z1 = w.fromBits(w.and(moved, -1n << 38n));
  const table = w.table("log", logTable);
  const place = w.and(w.shr(above, 43n), 127n << 2n);
  const inverse = w.at(table, place);
  const exponent = scale === 0 ? w.float(k) : w.add(w.float(k), scale);
  return {
    base: {
      high: w.add(w.mul(exponent, ln2[0]), w.at(table, place, 1)),
      low: w.add(w.mul(exponent, ln2[1]), w.at(table, place, 2)),
    },
    r1: w.sub(w.mul(z1, inverse), 1),
    r2: w.mul(w.sub(z, z1), inverse),
    part: (low) => w.mul(w.mul(low, w.fromBits(w.shl(w.sub(1023n, k), 52n))), inverse),
  };
}

/**
 * log((x + low)·2^scale) for normal x in (0, 2¹⁰⁰⁰), within 0.52 ulp when the parts are added. The low
 * part may be left out, and then x may be any normal number.
 */
export function logarithm(w: Writer, x: Value, low?: Value, scale = 0): Pair {
  const { base, r1, r2, part } = reduce(w, x, scale, "down");
  const r = quickSum(w, r1, r2);
  const more = low === undefined ? undefined : part(low);
  const rest = more === undefined ? r.low : w.add(r.low, w.sub(more, w.mul(more, r.high)));
  const top = quickSum(w, base.high, r.high);
  const curve = w.mul(w.mul(r.high, r.high), w.polynomial(logPoly, r.high));
  return { high: top.high, low: w.sum(top.low, w.add(rest, base.low), curve) };
}

/** log(x·2^scale) for normal positive x, with an error below 2⁻⁶⁸ of it. */
export function closeLogarithm(w: Writer, x: Value, scale = 0): Pair {
  const { base, r1, r2 } = reduce(w, x, scale, "nearest");
  const r = w.add(r1, r2);
  const half = w.mul(r1, -0.5);
  const top = quickSum(w, w.add(base.high, r1), r2); // the inner sum is exact
  const next = quickSum(w, top.high, w.mul(half, r1)); // and so is the product
  const square = w.mul(w.mul(r2, -0.5), w.add(r1, r));
  const curve = w.mul(w.mul(w.mul(r, r), r), w.polynomial(logTailPoly, r));
  return quickSum(w, next.high, w.sum(next.low, top.low, base.low, square, curve));
}

/** Logarithms of what is not positive and normal: `subnormal` gets x·2⁵². */
function otherwise(w: Writer, x: Value, subnormal: (scaled: Value) => Term): Value {
  return w.choose(
    w.gt(x, 0),
    () =>
      w.choose(
        w.lt(x, Infinity),
        () => subnormal(w.mul(x, 2 ** 52)),
        () => x,
      ),
    () => w.select(w.eq(x, 0), -Infinity, NaN),
  );
}

export function isPositiveNormal(w: Writer, x: Value): Value {
  // from 1·2⁵² to 2047·2⁵² - 1 as unsigned bits: moved so that one comparison of signed ones says it
  const moved = w.sub(w.bits(x), (1n << 63n) + (1n << 52n) - (1n << 64n));
  return w.lt(moved, (2046n << 52n) - (1n << 63n));
}

export const log: Definition = define("math.log", ["x"], (w, x) => [
  w.choose(
    isPositiveNormal(w, x),
    () => rounded(w, logarithm(w, x)),
    () => otherwise(w, x, (scaled) => rounded(w, logarithm(w, scaled, undefined, -52))),
  ),
]);

function toBase(name: string, [high, low]: readonly [number, number]): Definition {
  const times = (w: Writer, y: Pair): Value =>
    rounded(w, pairProduct(w, y, { high: w.value(high), low: w.value(low) }));
  return define(name, ["x"], (w, x) => [
    w.choose(
      isPositiveNormal(w, x),
      () => times(w, closeLogarithm(w, x)),
      () => otherwise(w, x, (scaled) => times(w, closeLogarithm(w, scaled, -52))),
    ),
  ]);
}

export const log2: Definition = toBase("math.log2", log2e);
export const log10: Definition = toBase("math.log10", log10e);

export const log1p: Definition = define("math.log1p", ["x"], (w, x) => {
  const ordinary = (): Term => {
    const { high, low } = exactSum(w, 1, x);
    return w.select(w.lt(w.abs(x), 2 ** -54), x, rounded(w, logarithm(w, high, low)));
  };
  // log x is as good for large x
  const extreme = (): Term => w.select(w.eq(x, -1), -Infinity, w.call(log, x)[0] as Value);
  return [w.choose(w.and(w.gt(x, -1), w.lt(x, 2 ** 1000)), ordinary, extreme)];
});
