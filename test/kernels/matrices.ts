// Matrices of the tests of kernels, row-major.

/** Numbers in (-1, 1) that are the same in every run. */
export function numbers(count: number, seed = 1): Float64Array {
  let state = seed * 2654435761;
  return new Float64Array(count).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export function product(
  x: Float64Array,
  y: Float64Array,
  [m, k, n]: readonly [number, number, number],
): Float64Array {
  const z = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let t = 0; t < k; t++) {
      for (let j = 0; j < n; j++) z[i * n + j]! += x[i * k + t]! * y[t * n + j]!;
    }
  }
  return z;
}

export function transposed(x: Float64Array, m: number, n: number): Float64Array {
  const z = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) z[j * m + i] = x[i * n + j]!;
  return z;
}

export function identity(n: number): Float64Array {
  return new Float64Array(n * n).map((_, i) => (i % (n + 1) === 0 ? 1 : 0));
}

/** Columns of an m × n matrix times the numbers `by`. */
export function scaledColumns(x: Float64Array, by: Float64Array): Float64Array {
  return x.map((v, i) => v * by[i % by.length]!);
}

/** The largest difference of two elements. */
export function distance(x: Float64Array, y: Float64Array): number {
  return x.reduce((most, v, i) => (Math.abs(v - y[i]!) > most ? Math.abs(v - y[i]!) : most), 0);
}

/** G·Gᵀ + I/10 */
export function definite(n: number, seed = 1): Float64Array {
  const g = numbers(n * n, seed);
  const s = product(g, transposed(g, n, n), [n, n, n]);
  for (let i = 0; i < n; i++) s[i * n + i]! += 0.1;
  return s;
}
