import {
  erfOverX,
  erfcxFrom05,
  erfcxFrom1,
  erfcxFrom2,
  erfcxFrom4,
  erfcxTail,
} from "./fits.generated.ts";

/**
 * e^(-x²·by), to an ulp or two also where x² is large: x is cut to 26 bits, whose square is exact.
 * Multiplies it with `factor` in two steps, so that only the result may be subnormal. `by` is 1 or 1/2.
 */
function gaussian(x: number, by: number, factor: number): number {
  const high = Math.fround(x);
  const low = (x - high) * (x + high);
  const half = Math.exp(-0.5 * by * high * high);
  return factor * half * Math.exp(-by * low) * half;
}

// e^(x²)·erfc(x) for x ≥ 1/2
function scaledTail(x: number): number {
  if (x < 1) return erfcxFrom05(x - 0.75);
  if (x < 2) return erfcxFrom1(x - 1.5);
  if (x < 4) return erfcxFrom2(x - 3);
  if (x < 8) return erfcxFrom4(x - 6);
  return erfcxTail(1 / x / x) * (0.5641895835477563 / x);
}

/** The error function. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 1) return x * erfOverX(x * x);
  const y = size > 6 ? 1 : 1 - gaussian(size, 1, scaledTail(size));
  return Number.isNaN(x) ? x : x < 0 ? -y : y;
}

/** 1 - erf(x), without cancellation. */
export function erfc(x: number): number {
  if (x < 0.5) return x > -1 ? 1 - x * erfOverX(x * x) : 1 - erf(x);
  return x > 28 ? 0 : gaussian(x, 1, scaledTail(x));
}

/** e^(x²)·erfc(x) */
export function erfcx(x: number): number {
  if (!(x < 0.5)) return scaledTail(x);
  if (x < -27) return Infinity;
  const high = Math.fround(x);
  const grown = Math.exp(high * high) * Math.exp((x - high) * (x + high));
  return x > -0.5 ? grown * (1 - x * erfOverX(x * x)) : 2 * grown - scaledTail(-x);
}

/** The normal distribution function. */
export function ndtr(x: number): number {
  const z = x * Math.SQRT1_2;
  if (Math.abs(z) < 0.5) return 0.5 + 0.5 * z * erfOverX(z * z);
  const size = Math.abs(x);
  const tail = size > 40 ? 0 : gaussian(size, 0.5, 0.5 * scaledTail(Math.abs(z)));
  return x > 0 ? 1 - tail : x < 0 ? tail : x;
}

/** Its logarithm. */
export function logNdtr(x: number): number {
  if (x > -1) return Math.log1p(-ndtr(-x));
  if (x < -1e30) return -0.5 * x * x;
  const high = Math.fround(x);
  const low = (x - high) * (x + high);
  return Math.log(0.5 * scaledTail(-x * Math.SQRT1_2)) - 0.5 * low - 0.5 * high * high;
}

/** The x ≥ 0 with erfc(x) = q ≤ 1/2: Winitzki's guess (2008), and steps of third order. */
function erfcInverse(q: number): number {
  if (!(q > 0)) return q === 0 ? Infinity : NaN;
  const l = Math.log(q) + Math.log1p(1 - q);
  const c = 4.330746750799873 + 0.5 * l;
  let x = Math.sqrt(Math.sqrt(c * c - l / 0.147) - c);
  for (let step = 0; step < 4; step++) {
    const scaled = scaledTail(Math.max(x, 0.5));
    // where erfc(x) has few bits, of its logarithm
    if (q < 1e-290) {
      x += (Math.log(scaled) - x * x - Math.log(q)) * scaled * 0.886226925452758;
      continue;
    }
    const value = x < 0.5 ? 1 - x * erfOverX(x * x) : gaussian(x, 1, scaled);
    const slope = x < 0.5 ? Math.exp(-x * x) : value / scaled;
    // (erfc(x) - q) / -erfc′(x), and Halley's correction
    const change = ((value - q) / slope) * 0.886226925452758;
    x += change / (1 - x * change);
  }
  return x;
}

/** The inverse of the error function. */
export function erfinv(y: number): number {
  const size = Math.abs(y);
  if (!(size < 0.5)) {
    const x = erfcInverse(1 - size);
    return y < 0 ? -x : x;
  }
  let x = y * (0.886226925452758 + y * y * (0.2320136665346544 + 0.1275561753055979 * y * y));
  for (let step = 0; step < 2; step++) {
    const change = (x * erfOverX(x * x) - y) * Math.exp(x * x) * 0.886226925452758;
    x -= change / (1 + x * change);
  }
  return x;
}

/** The inverse of the normal distribution function. */
export function ndtri(p: number): number {
  if (p >= 0.25 && p <= 0.75) return Math.SQRT2 * erfinv(2 * p - 1);
  return p < 0.5 ? -Math.SQRT2 * erfcInverse(2 * p) : Math.SQRT2 * erfcInverse(2 * (1 - p));
}
