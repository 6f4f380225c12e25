// Linear least squares by Householder reflections (Golub and Van Loan, Matrix Computations, 5.2–5.3).

/** An upper triangle and a right-hand side, with the least squares problem's solution. */
export interface Triangle {
  /** Rows of the upper triangle, as long as the matrix is wide. */
  rows: Float64Array[];
  /** The right-hand side in the basis of the reflections, as long as the triangle is wide. */
  right: Float64Array;
}

/** Reflects the part of `v` from row `k` on by the reflection of the vector `w`, with |w|² = 2 `half`. */
function reflect(v: Float64Array, w: Float64Array, k: number, half: number): void {
  let sum = 0;
  for (let i = k; i < v.length; i++) sum += w[i] * v[i];
  const factor = sum / half;
  for (let i = k; i < v.length; i++) v[i] -= factor * w[i];
}

/** Brings |A x − b| to the triangular form |R x − c|, up to a constant. `rows` are the rows of A. */
export function reduce(rows: readonly Float64Array[], b: Float64Array): Triangle {
  const width = rows[0].length;
  const columns = Array.from({ length: width }, (_, j) => Float64Array.from(rows, (row) => row[j]));
  const right = b.slice();
  const triangle = Array.from({ length: width }, () => new Float64Array(width));
  for (let k = 0; k < width; k++) {
    const column = columns[k];
    const length = Math.hypot(...column.subarray(k));
    const diagonal = column[k] > 0 ? -length : length;
    if (length > 0) {
      const w = column.slice();
      w[k] -= diagonal;
      const half = length * (length + Math.abs(column[k]));
      for (let j = k + 1; j < width; j++) reflect(columns[j], w, k, half);
      reflect(right, w, k, half);
    }
    triangle[k][k] = diagonal;
    for (let j = k + 1; j < width; j++) triangle[k][j] = columns[j][k];
  }
  return { rows: triangle, right: right.slice(0, width) };
}

/** Solves R x = c. A zero on the diagonal gives a zero in x. */
export function solveTriangle({ rows, right }: Triangle): Float64Array {
  const x = right.slice();
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < x.length; j++) x[i] -= rows[i][j] * x[j];
    x[i] = rows[i][i] === 0 ? 0 : x[i] / rows[i][i];
  }
  return x;
}

/** The x of least |R x − c|² + Σ (dᵢ xᵢ)², for a diagonal d. */
export function solveDamped({ rows, right }: Triangle, d: Float64Array): Float64Array {
  const width = right.length;
  const below = Array.from(d, (value, i) => {
    const row = new Float64Array(width);
    row[i] = value;
    return row;
  });
  const padded = new Float64Array(2 * width);
  padded.set(right);
  return solveTriangle(reduce([...rows, ...below], padded));
}
