import { gamma, lgamma, stirling } from "./gamma.ts";
import { lgammaAt1, lgammaAt15 } from "./fits.generated.ts";

/** x - log(1 + x), without cancellation near 0. */
export function excess(x: number): number {
  const r = x / (2 + x);
  if (Math.abs(r) > 0.2) return x - Math.log1p(x);
  // log(1 + x) is 2·(r + r³/3 + …)
  const square = r * r;
  let power = 1;
  let sum = 1 / 3;
  for (let k = 5; k < 40; k += 2) {
    power *= square;
    sum += power / k;
    if (power < 1e-18) break;
  }
  return r * (x - 2 * square * sum);
}

// xᵃ·e⁻ˣ / Γ(a + 1), times `factor`
function front(a: number, x: number, factor: number): number {
  const power = a < 150 && x < 700 ? x ** a : 0;
  if (power > 1e-290 && power < 1e290) {
    const half = Math.exp(-0.5 * x);
    return ((power * factor) / gamma(a + 1)) * half * half;
  }
  if (a < 20) return Math.exp(a * Math.log(x) - x - lgamma(a + 1)) * factor;
  const ratio = x / a;
  const off = ratio < 0.5 ? ratio - 1 - Math.log(ratio) : excess((x - a) / a);
  return (Math.exp(-a * off - stirling(a)) / Math.sqrt(6.283185307179586 * a)) * factor;
}

// P(a, x) by its power series, whose terms are positive: for x up to about a
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 1000000; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return front(a, x, sum);
}

// Q(a, x) by Legendre's continued fraction, as the sum of its steps (Gautschi 1979): for x above a
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let step = 1;
  let ratio = 0;
  let sum = 1;
  for (let k = 1; k < 1000000; k++) {
    const next = (((k * (k - a)) / b) * (1 + ratio)) / (b + 2);
    ratio = next / (1 - next);
    step *= ratio;
    sum += step;
    b += 2;
    if (Math.abs(step) < 1e-17 * Math.abs(sum)) break;
  }
  return front(a, x, (a * sum) / (x + 1 - a));
}

// Q(a, x) for a < 1 and x ≤ 1.5: 1 - xᵃ/Γ(a + 1)·(1 + a·Σ (-x)ᵏ/((a + k)·k!)), without cancellation
function upperSmall(a: number, x: number): number {
  const log = a <= 0.25 ? a * lgammaAt1(a) : a <= 0.75 ? lgammaAt15(a - 0.5) : lgamma(a + 1);
  const u = a * Math.log(x) - log;
  let term = 1;
  let sum = 0;
  for (let k = 1; k < 60; k++) {
    term *= -x / k;
    sum += term / (a + k);
    if (Math.abs(term) < 1e-18) break;
  }
  return -Math.expm1(u) - a * sum * Math.exp(u);
}

/** P(a, x), the regularised lower incomplete Γ function, for a > 0 and x ≥ 0. */
export function gammainc(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0 || a === Infinity) return x === Infinity && a === Infinity ? NaN : 0;
  if (x === Infinity) return 1;
  return x <= 1.5 || x <= a ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), without cancellation. */
export function gammaincc(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0 || a === Infinity) return x === Infinity && a === Infinity ? NaN : 1;
  if (x === Infinity) return 0;
  if (x <= 1.5) return a < 1 ? upperSmall(a, x) : 1 - lowerSeries(a, x);
  return x <= a ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** xᵃ⁻¹·e⁻ˣ / Γ(a): the density of the Γ distribution, and the derivative of P. */
export function gammaDensity(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return NaN;
  if (x === 0) return a < 1 ? Infinity : a === 1 ? 1 : 0;
  if (x === Infinity) return 0;
  return front(a, x, a) / x;
}
