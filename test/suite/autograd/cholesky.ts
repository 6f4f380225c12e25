// Symmetric positive definite matrices as rows.

export type Matrix = number[][];

/** The lower triangle l with l lᵀ = a. */
export function cholesky(a: Matrix): Matrix {
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      let s = a[i]![j]!;
      for (let k = 0; k < j; k++) s -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(s) : s / l[j]![j]!;
    }
  }
  return l;
}

/** The y with l y = b. */
export function forwards(l: Matrix, b: number[]): number[] {
  const y: number[] = [];
  for (let i = 0; i < b.length; i++) {
    let s = b[i]!;
    for (let k = 0; k < i; k++) s -= l[i]![k]! * y[k]!;
    y.push(s / l[i]![i]!);
  }
  return y;
}

/** The x with lᵀ x = y. */
export function backwards(l: Matrix, y: number[]): number[] {
  const x = y.slice();
  for (let i = y.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < y.length; k++) x[i]! -= l[k]![i]! * x[k]!;
    x[i]! /= l[i]![i]!;
  }
  return x;
}

export const logDeterminant = (l: Matrix): number =>
  2 * l.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
