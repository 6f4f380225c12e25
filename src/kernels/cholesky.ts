/**
 * Lower Cholesky factors of `batch` symmetric n × n matrices in `a`, of which the lower triangles are
 * read; NaN where a matrix is not positive definite. Row by row, n³/3 operations (Golub and Van Loan,
 * Matrix Computations, 4.2).
 */
export function cholesky(a: Float64Array, out: Float64Array, batch: number, n: number): void {
  for (let b = 0; b < batch; b++) {
    const base = b * n * n;
    let definite = true;
    for (let i = 0; i < n; i++) {
      const row = base + i * n;
      for (let j = 0; j <= i; j++) {
        const other = base + j * n;
        let s = 0;
        for (let k = 0; k < j; k++) s += out[row + k]! * out[other + k]!;
        const left = a[row + j]! - s;
        if (j < i) {
          out[row + j] = left / out[other + j]!;
        } else {
          if (!(left > 0 && left < Infinity)) definite = false;
          out[row + j] = Math.sqrt(left);
        }
      }
      for (let j = i + 1; j < n; j++) out[row + j] = 0;
    }
    if (!definite) {
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) out[base + i * n + j] = NaN;
    }
  }
}
