// Numbers of distributions that take as many tries as it takes. The tries of each number have counters
// of their own under the key, so that it does not depend on the others.

/** `x` with its bits moved up by `count` places, around the end. */
function rotated(x: number, count: number): number {
  return (x << count) | (x >>> (32 - count));
}

/** A number between 0 and 1, without these: the block of Threefry-2x32 for the counter (i, j). */
function uniform(k0: number, k1: number, i: number, j: number): number {
  const k2 = k0 ^ k1 ^ 0x1bd11bda;
  let x0 = (i + k0) | 0;
  let x1 = (j + k1) | 0;
  for (let turn = 1; turn <= 5; turn++) {
    const odd = (turn & 1) === 1;
    x0 = (x0 + x1) | 0;
    x1 = rotated(x1, odd ? 13 : 17) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotated(x1, odd ? 15 : 29) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotated(x1, odd ? 26 : 16) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = rotated(x1, odd ? 6 : 24) ^ x0;
    const next = turn % 3;
    x0 = (x0 + (next === 0 ? k0 : next === 1 ? k1 : k2)) | 0;
    x1 = (((x1 + (next === 0 ? k1 : next === 1 ? k2 : k0)) | 0) + turn) | 0;
  }
  const u = ((x0 >>> 5) * 67108864 + (x1 >>> 6)) / 9007199254740992;
  return Math.max(u, 5.551115123125783e-17);
}

/**
 * Gamma numbers of `n` shapes: Marsaglia and Tsang, "A simple method for generating gamma variables"
 * (2000), with their way to shapes below 1. NaN for shapes that are not above 0.
 */
export function randomGamma(
  key: Float64Array,
  shapes: Float64Array,
  out: Float64Array,
  n: number,
): void {
  const k0 = key[0]! | 0;
  const k1 = key[1]! | 0;
  for (let i = 0; i < n; i++) {
    const shape = shapes[i]!;
    let result = NaN;
    if (shape > 0 && shape < Infinity) {
      const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
      const c = 1 / Math.sqrt(9 * d);
      let tries = 0;
      let accepted = false;
      while (!accepted) {
        const radius = Math.sqrt(-2 * Math.log(uniform(k0, k1, i, 3 * tries)));
        const x = radius * Math.cos(2 * Math.PI * uniform(k0, k1, i, 3 * tries + 1));
        const root = 1 + c * x;
        if (root > 0) {
          const v = root * root * root;
          const u = uniform(k0, k1, i, 3 * tries + 2);
          accepted = Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v);
          result = d * v;
        }
        tries++;
      }
      if (shape < 1) result *= Math.pow(uniform(k0, k1, i, -1), 1 / shape);
    }
    out[i] = result;
  }
}

/** log k!, by a product or by Stirling's series. */
function logFactorial(k: number): number {
  if (k < 16) {
    let product = 1;
    for (let i = 2; i <= k; i++) product *= i;
    return Math.log(product);
  }
  const x = k + 1;
  const xx = x * x;
  const rest = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / xx) / xx) / xx) / x;
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + rest;
}

/**
 * Poisson numbers of `n` rates: for small ones by the distribution function, for large ones by
 * transformed rejection (Hörmann, "The transformed rejection method for generating Poisson random
 * variables", 1993: PTRS). NaN for rates that are negative or infinite.
 */
export function randomPoisson(
  key: Float64Array,
  rates: Float64Array,
  out: Float64Array,
  n: number,
): void {
  const k0 = key[0]! | 0;
  const k1 = key[1]! | 0;
  for (let i = 0; i < n; i++) {
    const rate = rates[i]!;
    let result = NaN;
    if (rate >= 0 && rate < 30) {
      let left = uniform(k0, k1, i, 0);
      let chance = Math.exp(-rate);
      result = 0;
      // above 200 nothing is left but rounding
      while (left > chance && result < 200) {
        left -= chance;
        result++;
        chance *= rate / result;
      }
    } else if (rate >= 30 && rate < Infinity) {
      const b = 0.931 + 2.53 * Math.sqrt(rate);
      const a = -0.059 + 0.02483 * b;
      const inner = 0.9277 - 3.6224 / (b - 2);
      const scale = Math.log(1.1239 + 1.1328 / (b - 3.4));
      let tries = 0;
      let accepted = false;
      while (!accepted) {
        const u = uniform(k0, k1, i, 2 * tries) - 0.5;
        const v = uniform(k0, k1, i, 2 * tries + 1);
        const near = 0.5 - Math.abs(u);
        result = Math.floor(((2 * a) / near + b) * u + rate + 0.43);
        if (near >= 0.07 && v <= inner) {
          accepted = true;
        } else if (result >= 0 && (near >= 0.013 || v <= near)) {
          const chance = result * Math.log(rate) - rate - logFactorial(result);
          accepted = Math.log(v) + scale - Math.log(a / (near * near) + b) <= chance;
        }
        tries++;
      }
    }
    out[i] = result;
  }
}
