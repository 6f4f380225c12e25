// Gaussian processes of unknown inputs: a latent variable model, and two processes, one in the other.
import { logMarginalLikelihood, type Hyperparameters } from "./gaussian-process.ts";

/** Where each row of the data lies, and how the data depends on it. */
export interface Latent {
  places: number[][];
  hyperparameters: Hyperparameters;
}

/** Each column of the data by a process of its own; the places come from a standard normal one. */
export const latentLoss =
  (columns: number[][]) =>
  ({ places, hyperparameters }: Latent): number => {
    let prior = 0;
    for (const place of places) for (const x of place) prior += 0.5 * x * x;
    return columns.reduce(
      (sum, ys) => sum - logMarginalLikelihood(hyperparameters, places, ys),
      prior,
    );
  };

export interface Deep {
  hidden: number[];
  inner: Hyperparameters;
  outer: Hyperparameters;
}

/** Inputs to hidden numbers by one process, from these to the outputs by another. */
export const deepLoss =
  (xs: number[], ys: number[]) =>
  ({ hidden, inner, outer }: Deep): number =>
    -logMarginalLikelihood(
      inner,
      xs.map((x) => [x]),
      hidden,
    ) -
    logMarginalLikelihood(
      outer,
      hidden.map((h) => [h]),
      ys,
    );
