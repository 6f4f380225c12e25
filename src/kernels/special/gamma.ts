import { gammaFrom1, gammaFrom15, lgammaAt1, lgammaAt15, lgammaAt2 } from "./fits.generated.ts";
import { piCotPi, rising, sinPi } from "./products.ts";

/** Γ(x). The sign of 0 is that of the result at 0; NaN at negative integers. */
export function gamma(x: number): number {
  if (Number.isNaN(x) || x === 0) return 1 / x;
  if (x > 172) return Infinity;
  const below = Math.floor(x);
  if (x < 0 && below === x) return NaN;
  if (x < -190) return below % 2 === 0 ? 0 : -0;
  // with y = x + n in [1, 2): products of what lies between
  const y = x - below + 1;
  const at = y < 1.5 ? gammaFrom1(y - 1.25) : gammaFrom15(y - 1.75);
  if (x >= 1) return at * rising(y, below - 1, 7.888609052210118e-31) * 1.2676506002282294e30;
  return (at / rising(x, 1 - below, 6.223015277861142e-61)) * 6.223015277861142e-61;
}

/** log Γ(x) for 3/4 ≤ x ≤ 9/4 */
function lgammaNear(x: number): number {
  if (x < 1.25) return (x - 1) * lgammaAt1(x - 1);
  return x < 1.75 ? lgammaAt15(x - 1.5) : (x - 2) * lgammaAt2(x - 2);
}

/** What Stirling's formula for log Γ(x), x ≥ 10, lacks. */
export function stirling(x: number): number {
  const t = 1 / (x * x);
  const high = 0.00641025641025641 + t * (-0.029550653594771242 + t * 0.17964437236883057);
  const middle =
    -0.0005952380952380953 + t * (0.0008417508417508417 + t * (-0.0019175269175269176 + t * high));
  return (
    (0.08333333333333333 + t * (-0.002777777777777778 + t * (0.0007936507936507937 + t * middle))) /
    x
  );
}

// log Γ(x) for x > 1/4
function lgammaAbove(x: number): number {
  if (x >= 10) {
    // written so that nothing overflows before the result does
    return (x - 0.5) * (Math.log(x) - 1) + (0.4189385332046728 + stirling(x));
  }
  if (x >= 2.25) {
    const n = Math.floor(x - 1.25);
    return Math.log(rising(x - n, n, 1)) + lgammaNear(x - n);
  }
  return x >= 0.75 ? lgammaNear(x) : lgammaAt15(x - 0.5) - Math.log(x);
}

/** log |Γ(x)| */
export function lgamma(x: number): number {
  if (x > 0.25) return lgammaAbove(x);
  if (x >= -0.25) return x * lgammaAt1(x) - Math.log(Math.abs(x));
  if (x > -19) {
    const n = Math.floor(2.25 - x);
    const value = lgammaNear(x + n) - Math.log(Math.abs(rising(x, n, 1)));
    return Math.abs(value) < 0.3 ? lgammaAtRoot(x, value) : value;
  }
  if (x === -Infinity) return Infinity;
  if (Number.isNaN(x)) return x;
  return 1.1447298858494002 - Math.log(Math.abs(x * sinPi(x))) - lgammaAbove(-x);
}

/**
 * log |Γ(x)| close to a root r < 0, to its last digits: the difference of log |Γ| at x and r is a sum of
 * terms proportional to d = x - r, where r is known to twice the digits.
 */
function lgammaAtRoot(x: number, otherwise: number): number {
  // for -n < x < 1 - n the roots that are nearer to 1 - n and to -n
  const n = Math.ceil(-x);
  let right = 0;
  let rightRest = 0;
  let left = 0;
  let leftRest = 0;
  if (n === 3) {
    right = -2.4570247382208006;
    rightRest = -3.7075610815513266e-17;
    left = -2.7476826467274127;
    leftRest = 9.055340329338315e-17;
  } else if (n === 4) {
    right = -3.14358088834998;
    rightRest = -2.1818179852331714e-16;
    left = -3.955294284858598;
    leftRest = -1.999428391746348e-17;
  } else if (n === 5) {
    right = -4.039361839740537;
    rightRest = 2.1143995503980602e-16;
    left = -4.991544640560048;
    leftRest = 1.5174411760571722e-16;
  } else if (n === 6) {
    right = -5.0082181683225935;
    rightRest = -4.3926353491015815e-17;
    left = -5.998607480080875;
    leftRest = -3.311862478893795e-16;
  } else if (n === 7) {
    right = -6.001385294453155;
    rightRest = 6.415847287933042e-17;
    left = -6.999801507890638;
    leftRest = 1.0550130037400023e-17;
  } else if (n === 8) {
    right = -7.000198333407325;
    rightRest = 2.504354173632409e-16;
    left = -7.999975197095821;
    leftRest = -5.261737128572354e-17;
  } else if (n === 9) {
    right = -8.000024800270682;
    rightRest = -4.354586297860107e-16;
    left = -8.999997244250977;
    leftRest = -2.2185620509727132e-16;
  } else if (n === 10) {
    right = -9.000002755714823;
    rightRest = -9.491348611623208e-17;
    left = -9.99999972442663;
    leftRest = 4.883037618642443e-16;
  } else {
    // closer to a pole than 1e-7: too steep for doubles to come close
    return otherwise;
  }
  const isRight = Math.abs(x - right) < Math.abs(x - left);
  const root = isRight ? right : left;
  const rest = isRight ? rightRest : leftRest;
  const d = x - root - rest;
  let sum = 0;
  for (let k = 0; k < 30; k++) sum += Math.log1p(d / (root + k + rest));
  // the difference of log Γ by Stirling's formula
  const y = root + 30 + rest;
  const z = y + d;
  const log = (y - 0.5) * Math.log1p(d / y) + d * (Math.log(z) - 1);
  return log + stirlingDifference(1 / y, 1 / z, d) - sum;
}

// that of `stirling` at 1/b and 1/a, which are d apart: bᵐ - aᵐ = (b - a)·Σ aⁱ·bᵐ⁻¹⁻ⁱ
function stirlingDifference(a: number, b: number, d: number): number {
  const s = a * a + a * b + b * b;
  const s5 = a ** 4 + a * b * s + b ** 4;
  const s7 = a ** 6 + a * b * s5 + b ** 6;
  const sum = 0.08333333333333333 - 0.002777777777777778 * s + 0.0007936507936507937 * s5;
  return -d * a * b * (sum - 0.0005952380952380953 * s7);
}

// ψ(x) for x ≥ 1
function digammaAbove(x: number): number {
  if (x >= 12) {
    const t = 1 / (x * x);
    const high = 0.021092796092796094 + t * (-0.08333333333333333 + t * 0.4432598039215686);
    const middle = -0.004166666666666667 + t * (0.007575757575757576 - t * high);
    const low =
      0.08333333333333333 + t * (-0.008333333333333333 + t * (0.003968253968253968 + t * middle));
    return Math.log(x) - 0.5 / x - t * low;
  }
  return digammaFrom(x, 1.4616321449683622, 9.549995429965697e-17);
}

/** The logarithmic derivative of Γ. */
export function digamma(x: number): number {
  if (x >= 1) return digammaAbove(x);
  if (x > 0) return digammaAbove(x + 1) - 1 / x;
  if (x === 0) return -1 / x;
  if (!(x > -Infinity) || Math.floor(x) === x) return NaN;
  const value = digammaAbove(1 - x) - piCotPi(x);
  return Math.abs(value) < 1 && x > -12 ? digammaAtRoot(x) : value;
}

/** ψ(x) - ψ(r), where r = root + rest: a sum of terms proportional to x - r. */
function digammaFrom(x: number, root: number, rest: number): number {
  const d = x - root - rest;
  const n = Math.ceil(12 - root);
  let sum = 0;
  for (let k = 0; k < n; k++) sum += d / ((x + k) * (root + k + rest));
  const a = 1 / (root + n + rest);
  const b = 1 / (x + n);
  const s2 = a + b;
  const s4 = s2 * (a * a + b * b);
  const s6 = s2 * (a ** 4 + a * a * b * b + b ** 4);
  const s8 = s4 * (a ** 4 + b ** 4);
  const s10 = s2 * (a ** 8 + a ** 6 * b * b + a ** 4 * b ** 4 + a * a * b ** 6 + b ** 8);
  const s12 = s6 * (a ** 6 + b ** 6);
  const s14 =
    s2 *
    (a ** 12 +
      a ** 10 * b * b +
      a ** 8 * b ** 4 +
      a ** 6 * b ** 6 +
      a ** 4 * b ** 8 +
      a * a * b ** 10 +
      b ** 12);
  const series =
    0.5 +
    0.08333333333333333 * s2 -
    0.008333333333333333 * s4 +
    0.003968253968253968 * s6 -
    0.004166666666666667 * s8 +
    0.007575757575757576 * s10 -
    0.021092796092796094 * s12 +
    0.08333333333333333 * s14;
  return sum + (Math.log1p(d * a) + d * a * b * series);
}

function digammaAtRoot(x: number): number {
  if (x > -1) return digammaFrom(x, -0.5040830082644554, -8.15428206243813e-18);
  if (x > -2) return digammaFrom(x, -1.5734984731623904, -1.574185691077347e-17);
  if (x > -3) return digammaFrom(x, -2.6107208684441447, 9.881960746978353e-17);
  if (x > -4) return digammaFrom(x, -3.635293366436901, 5.454396163173039e-17);
  if (x > -5) return digammaFrom(x, -4.653237761743142, -2.5492686201468193e-16);
  if (x > -6) return digammaFrom(x, -5.6671624415568855, -3.2153051074948335e-18);
  if (x > -7) return digammaFrom(x, -6.678418213073427, 3.470798723495241e-16);
  if (x > -8) return digammaFrom(x, -7.687788325031626, -1.351562494643672e-16);
  if (x > -9) return digammaFrom(x, -8.695764163816401, -3.2859903716289447e-16);
  if (x > -10) return digammaFrom(x, -9.702672540001863, -3.2563178405401477e-16);
  if (x > -11) return digammaFrom(x, -10.708740838254144, -6.287211750540301e-16);
  return digammaFrom(x, -11.714133061228955, 8.598250154343834e-16);
}
