/** Real numbers as integers in units of 2^-320: enough that what is made of them rounds correctly. */
export const BITS = 320n;
export const ONE: bigint = 1n << BITS;

export function fraction(p: bigint, q: bigint): bigint {
  return (p << BITS) / q;
}

export function times(x: bigint, y: bigint): bigint {
  return (x * y) >> BITS;
}

export function over(x: bigint, y: bigint): bigint {
  return (x << BITS) / y;
}

/** Sum of terms each of which is made from the one before, until they vanish. */
function series(first: bigint, next: (term: bigint, n: bigint) => bigint): bigint {
  let sum = 0n;
  let n = 1n;
  for (let term = first; term !== 0n && term !== -1n; term = next(term, n++)) sum += term;
  return sum;
}

export function exp(x: bigint): bigint {
  let y = series(ONE, (t, n) => times(t, x >> 8n) / n);
  for (let i = 0; i < 8; i++) y = times(y, y);
  return y;
}

/** By 2 artanh((x - 1) / (x + 1)): for x not far from 1. */
export function log(x: bigint): bigint {
  const t = over(x - ONE, x + ONE);
  const square = times(t, t);
  let power = t;
  let sum = 0n;
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n;
    power = times(power, square);
  }
  return 2n * sum;
}

export function sin(x: bigint): bigint {
  const square = times(x, x);
  return series(x, (t, n) => -times(t, square) / (2n * n * (2n * n + 1n)));
}

export function cos(x: bigint): bigint {
  const square = times(x, x);
  return series(ONE, (t, n) => -times(t, square) / (2n * n * (2n * n - 1n)));
}

/** Euler's series, which converges for every x, at least like 2^-n for |x| ≤ 1. */
export function atan(x: bigint): bigint {
  const d = ONE + times(x, x);
  const ratio = over(times(x, x), d);
  return series(over(x, d), (t, n) => (times(t, ratio) * 2n * n) / (2n * n + 1n));
}

export const LN2: bigint = log(2n * ONE);
export const LN10: bigint = 3n * LN2 + log(fraction(5n, 4n));
/** Machin's formula. */
export const PI: bigint = 16n * atan(fraction(1n, 5n)) - 4n * atan(fraction(1n, 239n));

function bitLength(x: bigint): number {
  return x.toString(2).length;
}

/** x rounded to the nearest multiple of 2^-bits. */
export function roundTo(x: bigint, bits: number): bigint {
  const drop = BITS - BigInt(bits);
  return ((x + (1n << (drop - 1n))) >> drop) << drop;
}

/** The nearest double; x is of a size far from the ends of their range. */
export function toDouble(x: bigint): number {
  if (x === 0n) return 0;
  const size = x < 0n ? -x : x;
  const drop = bitLength(size) - 60;
  // 60 bits, the last of which also says whether anything was dropped: Number rounds once
  const short =
    drop <= 0
      ? size << BigInt(-drop)
      : (size >> BigInt(drop)) | ((size & ((1n << BigInt(drop)) - 1n)) === 0n ? 0n : 1n);
  const y = Number(short) * 2 ** (drop - Number(BITS));
  return x < 0n ? -y : y;
}

/** Exact, for doubles not below 2^-260. */
export function fromDouble(x: number): bigint {
  if (x === 0) return 0n;
  const exponent = Math.floor(Math.log2(Math.abs(x))) - 60;
  return BigInt(x * 2 ** -exponent) << (BITS + BigInt(exponent));
}

/** x as the sum of a double with at most `bits` bits and a double that is what is left of it. */
export function split(x: bigint, bits: number): [high: number, low: number] {
  const size = x < 0n ? -x : x;
  const unit = 1n << BigInt(Math.max(0, bitLength(size) - bits));
  const kept = ((size + unit / 2n) / unit) * unit * (x < 0n ? -1n : 1n);
  return [toDouble(kept), toDouble(x - kept)];
}

/**
 * Coefficients, lowest first, of the polynomial of a degree that meets f at the Chebyshev nodes of
 * [lo, hi], which is within a small factor of the best one; by Newton's divided differences.
 */
export function polynomial(
  f: (x: bigint) => bigint,
  [lo, hi]: readonly [bigint, bigint],
  degree: number,
): number[] {
  const n = BigInt(degree + 1);
  const nodes = Array.from({ length: degree + 1 }, (_, i) => {
    const node = cos((PI * (2n * BigInt(i) + 1n)) / (2n * n));
    return (lo + hi + times(node, hi - lo)) >> 1n;
  });
  const differences = nodes.map(f);
  for (let order = 1; order <= degree; order++) {
    for (let i = degree; i >= order; i--) {
      differences[i] = over(differences[i]! - differences[i - 1]!, nodes[i]! - nodes[i - order]!);
    }
  }
  let coefficients: bigint[] = [];
  for (let i = degree; i >= 0; i--) {
    // p ← p·(x - node) + difference
    const shifted = [0n, ...coefficients];
    coefficients = shifted.map((c, j) => c - times(coefficients[j] ?? 0n, nodes[i]!));
    coefficients[0]! += differences[i]!;
  }
  return coefficients.map(toDouble);
}

/** f given by the coefficients of its power series. */
export function powerSeries(coefficient: (n: bigint) => bigint): (x: bigint) => bigint {
  return (x) => {
    let sum = 0n;
    let power = ONE;
    for (let n = 0n; power !== 0n && power !== -1n && n < 400n; n++) {
      sum += times(power, coefficient(n));
      power = times(power, x);
    }
    return sum;
  };
}
