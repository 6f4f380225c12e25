// Variational inference by reparameterised draws: the evidence lower bound of normal distributions.
import { logSumExp } from "./log-sum-exp.ts";

/** A normal distribution of independent numbers. */
export interface Diagonal {
  mean: number[];
  logStd: number[];
}
type LogDensity = (z: number[]) => number;

const logNormal = (x: number, mean: number, logStd: number): number =>
  -0.5 * Math.log(2 * Math.PI) - logStd - 0.5 * ((x - mean) / Math.exp(logStd)) ** 2;

const entropy = ({ logStd }: Diagonal): number =>
  logStd.reduce((sum, s) => sum + s + 0.5 * (1 + Math.log(2 * Math.PI)), 0);

const place = ({ mean, logStd }: Diagonal, draw: number[]): number[] =>
  mean.map((m, i) => m + Math.exp(logStd[i]!) * draw[i]!);

/** The lower bound, its expectation a mean over the draws. */
export const lowerBound =
  (logDensity: LogDensity, draws: number[][]) =>
  (q: Diagonal): number => {
    let sum = 0;
    for (const draw of draws) sum += logDensity(place(q, draw));
    return entropy(q) + sum / draws.length;
  };

/** A normal distribution as target. */
export const normalTarget =
  (mean: number[], std: number[]): LogDensity =>
  (z) => {
    let sum = 0;
    for (let i = 0; i < z.length; i++) sum += logNormal(z[i]!, mean[i]!, Math.log(std[i]!));
    return sum;
  };

/** A narrow funnel: the second number is the logarithm of the deviation of the first. */
export const funnel: LogDensity = ([x, s]) =>
  logNormal(s!, 0, Math.log(1.35)) + logNormal(x!, 0, s!);

/** Several normal distributions, with logarithms of their weights. */
export interface Mixture {
  weights: number[];
  parts: Diagonal[];
}

const logMixture = ({ weights, parts }: Mixture, z: number[]): number =>
  logSumExp(
    parts.map(
      (q, k) => weights[k]! + z.reduce((s, x, i) => s + logNormal(x, q.mean[i]!, q.logStd[i]!), 0),
    ),
  ) - logSumExp(weights);

/** The lower bound of a mixture: each part has draws of its own, weighted as it is. */
export const mixtureBound =
  (logDensity: LogDensity, draws: number[][]) =>
  (q: Mixture): number => {
    const total = logSumExp(q.weights);
    let bound = 0;
    for (let k = 0; k < q.parts.length; k++) {
      let sum = 0;
      for (const draw of draws) {
        const z = place(q.parts[k]!, draw);
        sum += logDensity(z) - logMixture(q, z);
      }
      bound += (Math.exp(q.weights[k]! - total) * sum) / draws.length;
    }
    return bound;
  };
