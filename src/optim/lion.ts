import { valueAt, wantOptions, type Optimiser, type Scheduled } from "./optimiser.ts";
import { mapTrees, zerosLike } from "./tree.ts";

export interface LionOptions {
  /** Learning rate: three to ten times smaller than Adam's. */
  readonly lr: Scheduled;
  /** What counts of the mean, rather than of the gradient, for the step. Default: 0.9. */
  readonly beta1?: number;
  /** What the mean of the gradients keeps in each step. Default: 0.99. */
  readonly beta2?: number;
  /** The part of the parameters that is taken away in each step, times the learning rate. Default: 0. */
  readonly weightDecay?: number;
}

export interface LionState {
  readonly step: number;
  readonly m: unknown;
}

/**
 * Steps of one size, by the sign of a mean of gradients: Chen et al., "Symbolic discovery of
 * optimization algorithms" (NeurIPS 2023), algorithm 2.
 */
export function lion(options: LionOptions): Optimiser<LionState> {
  wantOptions("lion", ["lr", "beta1", "beta2", "weightDecay"], options);
  const { lr, beta1 = 0.9, beta2 = 0.99, weightDecay = 0 } = options;
  return {
    init: (params) => ({ step: 0, m: zerosLike(params) }),
    update: (params, grads, state) => {
      const rate = valueAt(lr, state.step);
      const [next, m] = mapTrees(2, [params, grads, state.m], ([to, m1], [p, g, m0]) => {
        for (let i = 0; i < p!.length; i++) {
          const direction = Math.sign(beta1 * m0![i]! + (1 - beta1) * g![i]!);
          m1![i] = beta2 * m0![i]! + (1 - beta2) * g![i]!;
          to![i] = p![i]! - rate * (direction + weightDecay * p![i]!);
        }
      });
      return [next as typeof params, { step: state.step + 1, m }];
    },
  };
}
