// the length of x[at], …, x[at + n - 1], without overflow on the way
function length(x: Float64Array, at: number, n: number): number {
  let most = 0;
  for (let i = 0; i < n; i++) {
    const size = Math.abs(x[at + i]!);
    if (size > most || Number.isNaN(size)) most = size;
  }
  if (!(most > 0 && most < Infinity)) return most;
  let s = 0;
  if (most > 1e-140 && most < 1e140) {
    for (let i = 0; i < n; i++) s += x[at + i]! * x[at + i]!;
    return Math.sqrt(s);
  }
  for (let i = 0; i < n; i++) {
    const part = x[at + i]! / most;
    s += part * part;
  }
  return most * Math.sqrt(s);
}

// takes from n elements of x, from `to` on, the multiple of those of v from `at` on that (I - v·vᵀ) takes
function reflected(v: Float64Array, at: number, x: Float64Array, to: number, n: number): void {
  let s = 0;
  for (let i = 0; i < n; i++) s += v[at + i]! * x[to + i]!;
  for (let i = 0; i < n; i++) x[to + i] = x[to + i]! - s * v[at + i]!;
}

/**
 * A = Q·R for `batch` m × n matrices, m ≥ n: Q has n orthonormal columns, R is upper triangular with
 * a diagonal that is not negative. `out` has for each of them the m rows of Q, then the n of R. By
 * Householder reflections, 4mn² operations (Golub and Van Loan, Matrix Computations, 5.2).
 */
export function qr(a: Float64Array, out: Float64Array, batch: number, m: number, n: number): void {
  // columns as rows, so that they lie together; then the vectors v of reflections I - v·vᵀ
  const v = new Float64Array(m * n);
  const column = new Float64Array(m);
  const diagonal = new Float64Array(n);
  for (let b = 0; b < batch; b++) {
    const from = b * m * n;
    const q = b * (m + n) * n;
    const r = q + m * n;
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) v[j * m + i] = a[from + i * n + j]!;
    for (let j = 0; j < n; j++) {
      const at = j * m + j;
      const rest = m - j;
      const size = length(v, at, rest);
      const head = v[at]!;
      const pivot = head > 0 ? -size : size;
      diagonal[j] = pivot;
      if (size !== 0) {
        // x - pivot·e, times √2 over its length, which is √(2·size·(size + |head|))
        const scale = Math.sqrt(1 + Math.abs(head / size));
        for (let i = 0; i < rest; i++) v[at + i] = v[at + i]! / size / scale;
        v[at] = (head > 0 ? 1 : -1) * scale;
      }
      for (let k = j + 1; k < n; k++) reflected(v, at, v, k * m + j, rest);
    }
    for (let i = 0; i < n; i++) {
      const sign = diagonal[i]! < 0 ? -1 : 1;
      for (let j = 0; j < n; j++) {
        const x = j === i ? diagonal[i]! : j > i ? v[j * m + i]! : 0;
        out[r + i * n + j] = j < i ? 0 : sign * x;
      }
    }
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < m; i++) column[i] = 0;
      column[k] = diagonal[k]! < 0 ? -1 : 1;
      for (let j = k; j >= 0; j--) reflected(v, j * m + j, column, j, m - j);
      for (let i = 0; i < m; i++) out[q + i * n + k] = column[i]!;
    }
  }
}
