import { digamma, gamma } from "./gamma.ts";

/**
 * Hurwitz's zeta function Σ (q + k)⁻ˢ, for s > 1; infinite at the poles q = 0, -1, …; for other q < 0 only
 * where s is whole. By Euler and Maclaurin's formula.
 */
export function zeta(s: number, q: number): number {
  if (!(s >= 1) || Number.isNaN(q)) return NaN;
  if (s === 1) return Infinity;
  if (q <= 0) {
    if (Math.floor(q) === q) return q < 0 && s % 2 === 1 ? NaN : Infinity;
    if (Math.floor(s) !== s || q < -1e6) return NaN;
  }
  if (q === Infinity) return 0;
  // from a on, the series; the terms before one by one
  const least = Math.min(10 + s / 4, 60);
  let sum = 0;
  let a = q;
  while (a < least) {
    const term = a ** -s;
    sum += term;
    a += 1;
    if (a > 1 && term < 1e-19 * Math.abs(sum)) return sum;
  }
  const power = a ** (1 - s);
  const square = 1 / (a * a);
  let tail = 0;
  let factor = s / a;
  // B₂ⱼ / (2j)!
  for (let j = 1; j <= 12; j++) {
    tail += coefficient(j) * factor;
    factor *= (s + 2 * j - 1) * (s + 2 * j) * square;
  }
  return sum + power * (1 / (s - 1) + (0.5 + tail) / a);
}

function coefficient(j: number): number {
  if (j === 1) return 0.08333333333333333;
  if (j === 2) return -0.001388888888888889;
  if (j === 3) return 0.00003306878306878307;
  if (j === 4) return -8.267195767195768e-7;
  if (j === 5) return 2.0876756987868097e-8;
  if (j === 6) return -5.284190138687493e-10;
  if (j === 7) return 1.3382536530684679e-11;
  if (j === 8) return -3.3896802963225827e-13;
  if (j === 9) return 8.586062056277845e-15;
  if (j === 10) return -2.174868698558062e-16;
  if (j === 11) return 5.5090028283602295e-18;
  return -1.3954464685812522e-19;
}

/** Derivative n = 0, 1, 2, … of digamma; NaN for other n. */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x);
  if (!(n > 0) || Math.floor(n) !== n) return NaN;
  const value = gamma(n + 1) * zeta(n + 1, x);
  return n % 2 === 0 ? -value : value;
}
