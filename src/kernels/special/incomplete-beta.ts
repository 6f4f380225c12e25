import { gamma, lgamma, stirling } from "./gamma.ts";
import { excess } from "./incomplete-gamma.ts";

// log Γ(a) less what Stirling's formula says, for a > 0
function remainder(a: number): number {
  if (a >= 10) return stirling(a);
  return lgamma(a) - ((a - 0.5) * Math.log(a) - a + 0.9189385332046728);
}

// `excess` of x, where 1 + x is given too
function excessOf(x: number, more: number): number {
  return more < 0.5 ? x - Math.log(more) : excess(x);
}

/** xᵃ·(1 - x)ᵇ / B(a, b) */
function front(a: number, b: number, x: number): number {
  const whole = a + b;
  const y = 1 - x;
  const powers = whole < 170 ? x ** a * y ** b : 0;
  if (powers > 1e-290) {
    // what the rounding of y makes of its power
    const rest = x < 0.5 ? 1 - y - x : 0;
    const shapes = (gamma(whole) / gamma(a) / gamma(b)) * powers;
    // and that of a + b of Γ there, whose logarithm has about the slope log(a + b)
    const lost = a > b ? b - (whole - a) : a - (whole - b);
    const slope = whole > 2 ? Math.log(whole - 0.5) : 0;
    if (shapes < Infinity) return shapes * (1 + (b * rest) / y + lost * slope);
  }
  // how far x is from the mean a / (a + b)
  const off = b * x - a * y;
  const power = -a * excessOf(off / a, (x * whole) / a) - b * excessOf(-off / b, (y * whole) / b);
  const rest = remainder(whole) - remainder(a) - remainder(b);
  return Math.exp(power + rest) * Math.sqrt((a * b) / whole) * 0.3989422804014327;
}

// Iₓ(a, b)·B(a, b) / xᵃ by its power series, whose terms are positive where b ≤ 1
function powerSeries(a: number, b: number, x: number): number {
  let term = 1;
  let sum = 1 / a;
  for (let k = 1; k < 5000; k++) {
    term *= ((k - b) / k) * x;
    const next = term / (a + k);
    sum += next;
    if (Math.abs(next) < 1e-17 * sum) break;
  }
  return sum;
}

// Iₓ(a, b)·B(a, b) / (xᵃ·(1 - x)ᵇ) by a continued fraction (DLMF 8.17.22), as the sum of its steps:
// quick below the mean
function fraction(a: number, b: number, x: number): number {
  let step = 1;
  let ratio = 0;
  let sum = 1;
  for (let k = 1; k < 200000; k++) {
    const m = Math.floor(k / 2);
    const top = k % 2 === 0 ? -m * (b - m) : (a + m) * (a + b + m);
    const next = (top / (a + k - 1)) * (x / (a + k)) * (1 + ratio);
    ratio = next / (1 - next);
    step *= ratio;
    sum += step;
    if (Math.abs(step) < 1e-17 * Math.abs(sum)) break;
  }
  return sum / a;
}

/** Iₓ(a, b), the regularised incomplete B function, for a, b > 0 and 0 ≤ x ≤ 1. */
export function betainc(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return NaN;
  if (x === 0 || x === 1) return x;
  const y = 1 - x;
  const both = front(a, b, x);
  if (b <= 1 && x <= 0.95) return both * y ** -b * powerSeries(a, b, x);
  if (a <= 1 && y <= 0.95 && x > 0.5) return 1 - both * x ** -a * powerSeries(b, a, y);
  return x <= (a + 1) / (a + b + 2) ? both * fraction(a, b, x) : 1 - both * fraction(b, a, y);
}

/** xᵃ⁻¹·(1 - x)ᵇ⁻¹ / B(a, b): the density of the B distribution, and the derivative of I. */
export function betaDensity(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return NaN;
  if (x === 0) return a < 1 ? Infinity : a === 1 ? b : 0;
  if (x === 1) return b < 1 ? Infinity : b === 1 ? a : 0;
  return front(a, b, x) / x / (1 - x);
}
