// Bayesian optimisation: where to look next for a minimum, by how much a process expects to find.
import { predict, type Hyperparameters } from "./gaussian-process.ts";

/** The normal distribution function, by the continued fraction or the series of its integral. */
export function normalDistribution(x: number): number {
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) < 4) {
    let [sum, term] = [x, x];
    for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = Math.abs(x);
  for (let k = 60; k > 0; k--) fraction = Math.abs(x) + k / fraction;
  return x < 0 ? density / fraction : 1 - density / fraction;
}

export const expectedImprovement =
  (h: Hyperparameters, xs: number[][], ys: number[]) =>
  (at: number[]): number => {
    const { mean, variance } = predict(h, xs, ys, at);
    const std = Math.sqrt(variance);
    const better = (Math.min(...ys) - mean) / std;
    const density = Math.exp(-0.5 * better ** 2) / Math.sqrt(2 * Math.PI);
    return std * (better * normalDistribution(better) + density);
  };
