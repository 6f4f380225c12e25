// Independent component analysis: the matrix that takes mixed signals apart, by likelihood.
type Matrix = number[][];

/** The logarithm of |det a|, by elimination with pivots. */
export function logAbsDeterminant(a: Matrix): number {
  const u = a.map((row) => row.slice());
  const n = u.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(u[i]![k]!) > Math.abs(u[pivot]![k]!)) pivot = i;
    [u[k], u[pivot]] = [u[pivot]!, u[k]!];
    sum += Math.log(Math.abs(u[k]![k]!));
    for (let i = k + 1; i < n; i++) {
      const factor = u[i]![k]! / u[k]![k]!;
      for (let j = k; j < n; j++) u[i]![j]! -= factor * u[k]![j]!;
    }
  }
  return sum;
}

export const times = (a: Matrix, x: number[]): number[] =>
  a.map((row) => row.reduce((s, aij, j) => s + aij * x[j]!, 0));

/** The mean over the signals, with sources whose density is 1 / (π cosh s). */
export function logLikelihood(w: Matrix, signals: Matrix): number {
  let sum = 0;
  for (const x of signals) for (const s of times(w, x)) sum -= Math.log(Math.PI * Math.cosh(s));
  return sum / signals.length + logAbsDeterminant(w);
}
