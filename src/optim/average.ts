// Means of parameters over training, which are often better than the last ones.
import { mapTrees, zerosLike } from "./tree.ts";

export interface Average {
  readonly step: number;
  /** The sum so far, by the weights of the kind of mean. */
  readonly mean: unknown;
}

/** A mean of the parameters that it has been shown. */
export interface Averaging {
  init(params: unknown): Average;
  /** The state after these parameters. */
  update(params: unknown, state: Average): Average;
  /** The mean; `params` says its type, and is what is given before the first update. */
  of<P>(params: P, state: Average): P;
}

/**
 * Exponential mean: what was seen k updates ago counts in proportion to `decay`ᵏ. The start at 0 is
 * made up for, as in Kingma and Ba, "Adam: a method for stochastic optimization" (ICLR 2015).
 */
export function movingAverage(decay: number): Averaging {
  return averaging(
    () => decay,
    (step) => 1 - decay ** step,
  );
}

/**
 * The mean of all parameters seen: Polyak and Juditsky, "Acceleration of stochastic approximation by
 * averaging" (SIAM Journal on Control and Optimization 30, 1992).
 */
export function polyakAverage(): Averaging {
  return averaging(
    (step) => (step - 1) / step,
    () => 1,
  );
}

function averaging(
  keptAt: (step: number) => number,
  weightAt: (step: number) => number,
): Averaging {
  return {
    init: (params) => ({ step: 0, mean: zerosLike(params) }),
    update: (params, state) => {
      const step = state.step + 1;
      const kept = keptAt(step);
      const [, mean] = mapTrees(2, [params, state.mean], ([, to], [p, m]) => {
        for (let i = 0; i < p!.length; i++) to![i] = kept * m![i]! + (1 - kept) * p![i]!;
      });
      return { step, mean };
    },
    of: (params, { step, mean }) => {
      if (step === 0) return params;
      const weight = weightAt(step);
      const [whole] = mapTrees(1, [params, mean], ([to], [, m]) => {
        for (let i = 0; i < m!.length; i++) to![i] = m![i]! / weight;
      });
      return whole as typeof params;
    },
  };
}
