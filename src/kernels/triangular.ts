/**
 * Solutions of op(A)·X = Y, or of X·op(A) = Y if not `left`, where A is n × n and triangular, and
 * op(A) is A or, if `transpose`, Aᵀ. X and Y have n rows and m columns, or m rows and n columns if not
 * `left`. Only the triangle that `lower` says is read, without its diagonal if `unit`: that is 1 then.
 * The flags are 0 or 1. m n² operations, by substitution.
 */
export function triangularSolve(
  a: Float64Array,
  y: Float64Array,
  out: Float64Array,
  batch: number,
  n: number,
  m: number,
  left: number,
  lower: number,
  transpose: number,
  unit: number,
): void {
  // element (i, k) of the matrix that is solved with is at i·down + k·across
  const turned = left === transpose;
  const down = turned ? 1 : n;
  const across = turned ? n : 1;
  const forward = (lower === 1) !== turned;
  for (let b = 0; b < batch; b++) {
    const base = b * n * n;
    const right = b * n * m;
    for (let i = 0; i < n * m; i++) out[right + i] = y[right + i]!;
    for (let step = 0; step < n; step++) {
      const i = forward ? step : n - 1 - step;
      const first = forward ? 0 : i + 1;
      const last = forward ? i : n;
      const pivot = unit === 1 ? 1 : a[base + i * n + i]!;
      if (left === 1) {
        const row = right + i * m;
        for (let k = first; k < last; k++) {
          const factor = a[base + i * down + k * across]!;
          const other = right + k * m;
          for (let j = 0; j < m; j++) out[row + j] = out[row + j]! - factor * out[other + j]!;
        }
        for (let j = 0; j < m; j++) out[row + j] = out[row + j]! / pivot;
      } else {
        for (let j = 0; j < m; j++) {
          const row = right + j * n;
          let s = out[row + i]!;
          for (let k = first; k < last; k++) s -= a[base + i * down + k * across]! * out[row + k]!;
          out[row + i] = s / pivot;
        }
      }
    }
  }
}
