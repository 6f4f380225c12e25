// Regression by a Gaussian process: the likelihood of its hyperparameters, and its predictions.
import { backwards, cholesky, forwards, logDeterminant, type Matrix } from "./cholesky.ts";

/** Logarithms, but for the mean. */
export interface Hyperparameters {
  mean: number;
  noise: number;
  scale: number;
  lengths: number[];
}

export function kernel({ scale, lengths }: Hyperparameters, x: number[], y: number[]): number {
  let distance = 0;
  for (let i = 0; i < lengths.length; i++) {
    distance += ((x[i]! - y[i]!) / Math.exp(lengths[i]!)) ** 2;
  }
  return Math.exp(scale) * Math.exp(-0.5 * distance);
}

export const covariance = (h: Hyperparameters, xs: Matrix): Matrix =>
  xs.map((x, i) => xs.map((y, j) => kernel(h, x, y) + (i === j ? Math.exp(h.noise) : 0)));

export function logMarginalLikelihood(h: Hyperparameters, xs: Matrix, ys: number[]): number {
  const l = cholesky(covariance(h, xs));
  const white = forwards(
    l,
    ys.map((y) => y - h.mean),
  );
  const square = white.reduce((sum, w) => sum + w * w, 0);
  return -0.5 * (square + logDeterminant(l) + ys.length * Math.log(2 * Math.PI));
}

/** Mean and variance of the function at a point. */
export function predict(
  h: Hyperparameters,
  xs: Matrix,
  ys: number[],
  at: number[],
): { mean: number; variance: number } {
  const l = cholesky(covariance(h, xs));
  const weights = backwards(
    l,
    forwards(
      l,
      ys.map((y) => y - h.mean),
    ),
  );
  const cross = xs.map((x) => kernel(h, x, at));
  const shadow = forwards(l, cross);
  return {
    mean: h.mean + cross.reduce((sum, c, i) => sum + c * weights[i]!, 0),
    variance: kernel(h, at, at) - shadow.reduce((sum, s) => sum + s * s, 0),
  };
}
