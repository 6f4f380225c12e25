// A mixture of Gaussians in the plane, fitted by gradient ascent.
import { logSumExp } from "./log-sum-exp.ts";

export interface Cluster {
  weight: number;
  mean: number[];
  /** The inverse of the covariance is Rᵀ R. */
  root: number[][];
}

/** The logarithm of weight times density, up to the sum of the weights. */
function logPart({ weight, mean, root }: Cluster, x: number[]): number {
  const [[a, b], [c, d]] = root as [[number, number], [number, number]];
  const [u, v] = [x[0]! - mean[0]!, x[1]! - mean[1]!];
  const square = (a * u + b * v) ** 2 + (c * u + d * v) ** 2;
  return weight + Math.log(Math.abs(a * d - b * c)) - Math.log(2 * Math.PI) - 0.5 * square;
}

export function logLikelihood(clusters: Cluster[], points: number[][]): number {
  const total = logSumExp(clusters.map((c) => c.weight));
  let sum = 0;
  for (const x of points) sum += logSumExp(clusters.map((c) => logPart(c, x))) - total;
  return sum;
}

/** How far each point belongs to each cluster. */
export const responsibilities = (clusters: Cluster[], points: number[][]): number[][] =>
  points.map((x) => {
    const parts = clusters.map((c) => logPart(c, x));
    const all = logSumExp(parts);
    return parts.map((p) => Math.exp(p - all));
  });
