import { gapFrom1, gapFrom2, gapFrom5, gapTail, i0Tail, i1Tail } from "./fits.generated.ts";
import { lackOf } from "./products.ts";

// Iₙ(x) for 0 ≤ x ≤ 16: all terms of the power series are positive
function series(n: number, x: number): number {
  const square = x * x;
  let term = 1;
  for (let k = 1; k <= n; k++) term *= (0.5 * x) / k;
  let sum = term;
  let moment = 0;
  for (let k = 1; k < 60; k++) {
    term *= (0.25 * square) / (k * (k + n));
    sum += term;
    moment += k * term;
    if (term < 1e-17 * sum) break;
  }
  // what the rounding of the square makes of the sum
  return square > 1e-200 ? sum + (lackOf(x, x, square) / square) * moment : sum;
}

// Iₙ(x)·e^-x for n > 1000 and x ≥ 0, by the expansion that holds for all x (NIST, DLMF 10.41.3)
function ofLargeOrder(n: number, x: number): number {
  if (!(n < Infinity) || x === Infinity) return 0;
  const z = x / n;
  const root = Math.sqrt(1 + z * z);
  const p = 1 / root;
  const q = p * p;
  const u1 = (p * (3 - 5 * q)) / 24;
  const u2 = (q * (81 + q * (-462 + 385 * q))) / 1152;
  const u3 = (q * p * (30375 + q * (-369603 + q * (765765 - 425425 * q)))) / 414720;
  const sum = 1 + (u1 + (u2 + u3 / n) / n) / n;
  const exponent = n * (root - z + Math.log(z / (1 + root)));
  return (Math.exp(exponent) * sum) / Math.sqrt(2 * Math.PI * n * root);
}

/** Modified Bessel functions Iₙ(x)·e^-|x| of whole n. */
export function besselIe(n: number, x: number): number {
  const order = Math.abs(n);
  if (Math.floor(order) !== order || Number.isNaN(x)) return NaN;
  const size = Math.abs(x);
  const sign = x < 0 && order % 2 === 1 ? -1 : 1;
  if (order > 1000) return sign * ofLargeOrder(order, size);
  if (size < 16) return sign * Math.exp(-size) * series(order, size);
  if (size === Infinity) return 0;
  const root = Math.sqrt(size);
  let low = i0Tail(1 / size) / root;
  if (order === 0) return low;
  let value = i1Tail(1 / size) / root;
  if (order * order <= size) {
    // upwards, which loses little for so low an order
    for (let k = 1; k < order; k++) {
      const next = low - ((2 * k) / size) * value;
      low = value;
      value = next;
    }
    return sign * value;
  }
  // downwards from 0 far above, in the proportion of the first two (Miller)
  let above = 0;
  let here = 1e-300;
  let wanted = 0;
  for (let k = 2 * Math.ceil((order + size) / 2) + 40; k > 0; k--) {
    if (k === order) wanted = here;
    const below = above + ((2 * k) / size) * here;
    above = here;
    here = below;
    if (here > 1e250) {
      here *= 1e-250;
      above *= 1e-250;
      wanted *= 1e-250;
    }
  }
  return sign * (wanted / here) * i0Tail(1 / size) * (1 / root);
}

/** Modified Bessel functions of the first kind of whole order n. */
export function besselI(n: number, x: number): number {
  const size = Math.abs(x);
  if (size < 16) {
    const order = Math.abs(n);
    if (Math.floor(order) !== order) return NaN;
    if (order > 1000) return 0;
    return (x < 0 && order % 2 === 1 ? -1 : 1) * series(order, size);
  }
  if (size > 720) return x < 0 && n % 2 !== 0 ? -Infinity : Infinity;
  const half = Math.exp(0.5 * size);
  return half * besselIe(n, x) * half;
}

/** (I₀(x) - I₁(|x|))·e^-|x|, without cancellation. */
export function besselGap(x: number): number {
  const size = Math.abs(x);
  if (size === Infinity) return 0;
  if (size >= 16) return gapTail(1 / size) / (size * Math.sqrt(size));
  if (size < 1) return Math.exp(-size) * (series(0, size) - series(1, size));
  const scale = size * Math.sqrt(size);
  if (size < 2) return gapFrom1(size - 1.5);
  return (size < 5 ? gapFrom2(1 / size - 0.35) : gapFrom5(1 / size - 0.13)) / scale;
}

export function i0(x: number): number {
  return besselI(0, x);
}

export function i1(x: number): number {
  return besselI(1, x);
}

export function i0e(x: number): number {
  return besselIe(0, x);
}

export function i1e(x: number): number {
  return besselIe(1, x);
}
