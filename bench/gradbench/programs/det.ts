import { grad, jit } from "nabla";

/**
 * Determinant of the minor of size `m` that is left of the n × n matrix `a`. The rows and columns
 * of the minor are linked lists: `rows[i]` follows row i, and `rows[n]` is the first; so with
 * `columns`. Both are edited on the way down and restored on the way up.
 */
function minor(
  a: Float64Array,
  n: number,
  m: number,
  rows: Int32Array,
  columns: Int32Array,
): number {
  const row = rows[n];
  let column = columns[n];
  if (m === 1) return a[row * n + column];

  let sum = 0;
  let sign = 1;
  let previous = n;
  rows[n] = rows[row];
  for (let j = 0; j < m; j++) {
    columns[previous] = columns[column];
    const inner = minor(a, n, m - 1, rows, columns);
    columns[previous] = column;
    if (sign > 0) sum += a[row * n + column] * inner;
    else sum -= a[row * n + column] * inner;
    previous = column;
    column = columns[column];
    sign = -sign;
  }
  rows[n] = row;
  return sum;
}

/** Determinant of the n × n matrix `a`, row by row, by expansion by minors. */
export function determinant(a: Float64Array, n: number): number {
  const rows = new Int32Array(n + 1);
  const columns = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    rows[i] = i + 1;
    columns[i] = i + 1;
  }
  return minor(a, n, n, rows, columns);
}

export const primal: (a: Float64Array, n: number) => number = jit(determinant);
export const gradient: (a: Float64Array, n: number) => Float64Array = grad(determinant);
