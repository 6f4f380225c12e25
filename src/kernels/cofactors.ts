// x·y of matrices of numbers with several infinitesimals, each of which has the square 0: `parts`
// numbers for each element, the coefficient of each product of infinitesimals
function product(
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  n: number,
  parts: number,
): void {
  for (let i = 0; i < n * n * parts; i++) z[i] = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) {
        const p = (i * n + k) * parts;
        const q = (k * n + j) * parts;
        const r = (i * n + j) * parts;
        for (let s = 0; s < parts; s++) {
          for (let t = 0; t < parts; t++) {
            if ((s & t) === 0) z[r + (s | t)] = z[r + (s | t)]! + x[p + s]! * y[q + t]!;
          }
        }
      }
    }
  }
}

/**
 * Mixed derivatives of the matrices of cofactors of A in `count` directions, which follow each other
 * in `e`. A matrix of cofactors is a polynomial, computed in numbers with one infinitesimal for each
 * direction, without a division but by whole numbers (Faddeev and LeVerrier; Householder, The Theory of
 * Matrices in Numerical Analysis, 6.7): so it is right at every A, but loses digits for large n.
 */
function mixed(
  a: Float64Array,
  e: Float64Array,
  out: Float64Array,
  batch: number,
  n: number,
  count: number,
): void {
  const parts = 1 << count;
  const x = new Float64Array(n * n * parts);
  const m = new Float64Array(n * n * parts);
  const xm = new Float64Array(n * n * parts);
  for (let b = 0; b < batch; b++) {
    const base = b * n * n;
    for (let i = 0; i < n * n * parts; i++) {
      x[i] = 0;
      m[i] = 0;
    }
    for (let i = 0; i < n * n; i++) {
      x[i * parts] = a[base + i]!;
      for (let d = 0; d < count; d++) x[i * parts + (1 << d)] = e[d * batch * n * n + base + i]!;
    }
    for (let i = 0; i < n; i++) m[(i * n + i) * parts] = 1;
    for (let k = 1; k < n; k++) {
      product(x, m, xm, n, parts);
      for (let s = 0; s < parts; s++) {
        let trace = 0;
        for (let i = 0; i < n; i++) trace += xm[(i * n + i) * parts + s]!;
        for (let i = 0; i < n; i++) {
          xm[(i * n + i) * parts + s] = xm[(i * n + i) * parts + s]! - trace / k;
        }
      }
      for (let i = 0; i < n * n * parts; i++) m[i] = xm[i]!;
    }
    const sign = n % 2 === 1 ? 1 : -1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        out[base + i * n + j] = sign * m[(j * n + i) * parts + parts - 1]!;
      }
    }
  }
}

/** Second derivatives of the matrices of cofactors, in the directions e and f. */
export function cofactor2(
  a: Float64Array,
  e: Float64Array,
  f: Float64Array,
  out: Float64Array,
  batch: number,
  n: number,
): void {
  const size = batch * n * n;
  const both = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) {
    both[i] = e[i]!;
    both[size + i] = f[i]!;
  }
  mixed(a, both, out, batch, n, 2);
}

/** Third derivatives of the matrices of cofactors, in the directions e, f and g. */
export function cofactor3(
  a: Float64Array,
  e: Float64Array,
  f: Float64Array,
  g: Float64Array,
  out: Float64Array,
  batch: number,
  n: number,
): void {
  const size = batch * n * n;
  const all = new Float64Array(3 * size);
  for (let i = 0; i < size; i++) {
    all[i] = e[i]!;
    all[size + i] = f[i]!;
    all[2 * size + i] = g[i]!;
  }
  mixed(a, all, out, batch, n, 3);
}
