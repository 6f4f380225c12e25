/**
 * P·A = L·U with partial pivoting for `batch` n × n matrices. `out` has for each of them n + 1 rows:
 * U, and below its diagonal L, whose own diagonal is 1; then, as numbers, which row of A each row of
 * P·A is. A pivot of 0 is left as it is. Row operations, 2n³/3 (Golub and Van Loan, Matrix
 * Computations, 3.4).
 */
export function lu(a: Float64Array, out: Float64Array, batch: number, n: number): void {
  for (let b = 0; b < batch; b++) {
    const from = b * n * n;
    const base = b * n * (n + 1);
    const order = base + n * n;
    for (let i = 0; i < n * n; i++) out[base + i] = a[from + i]!;
    for (let i = 0; i < n; i++) out[order + i] = i;
    for (let k = 0; k < n; k++) {
      const pivotRow = base + k * n;
      let best = k;
      let size = Math.abs(out[pivotRow + k]!);
      for (let i = k + 1; i < n; i++) {
        const x = Math.abs(out[base + i * n + k]!);
        if (x > size) {
          size = x;
          best = i;
        }
      }
      if (best !== k) {
        const other = base + best * n;
        for (let j = 0; j < n; j++) {
          const x = out[pivotRow + j]!;
          out[pivotRow + j] = out[other + j]!;
          out[other + j] = x;
        }
        const x = out[order + k]!;
        out[order + k] = out[order + best]!;
        out[order + best] = x;
      }
      const pivot = out[pivotRow + k]!;
      if (pivot !== 0) {
        for (let i = k + 1; i < n; i++) {
          const row = base + i * n;
          const factor = out[row + k]! / pivot;
          out[row + k] = factor;
          for (let j = k + 1; j < n; j++) {
            out[row + j] = out[row + j]! - factor * out[pivotRow + j]!;
          }
        }
      }
    }
  }
}
