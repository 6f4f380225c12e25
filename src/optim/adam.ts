import { valueAt, wantOptions, type Optimiser, type Scheduled } from "./optimiser.ts";
import { mapTrees, zerosLike } from "./tree.ts";

export interface AdamOptions {
  /** Learning rate. */
  readonly lr: Scheduled;
  /** What the mean of the gradients keeps in each step. Default: 0.9. */
  readonly beta1?: number;
  /** What the mean of their squares keeps. Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square. Default: 1e-8. */
  readonly eps?: number;
}

export interface AdamWOptions extends AdamOptions {
  /** The part of the parameters that is taken away in each step, times the learning rate. Default: 0.01. */
  readonly weightDecay?: number;
}

export interface AdamState {
  readonly step: number;
  /** Mean of gradients, and of their squares; both start at 0. */
  readonly m: unknown;
  readonly v: unknown;
}

/** Adam: Kingma and Ba, "Adam: a method for stochastic optimization" (ICLR 2015), algorithm 1. */
export function adam(options: AdamOptions): Optimiser<AdamState> {
  wantOptions("adam", ["lr", "beta1", "beta2", "eps"], options);
  return adamw({ ...options, weightDecay: 0 });
}

/**
 * Adam with weights that decay apart from the gradient: Loshchilov and Hutter, "Decoupled weight decay
 * regularization" (ICLR 2019), algorithm 2, where the decay is multiplied by the learning rate.
 */
export function adamw(options: AdamWOptions): Optimiser<AdamState> {
  wantOptions("adamw", ["lr", "beta1", "beta2", "eps", "weightDecay"], options);
  const { lr, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weightDecay = 0.01 } = options;
  return {
    init: (params) => ({ step: 0, m: zerosLike(params), v: zerosLike(params) }),
    update: (params, grads, state) => {
      const step = state.step + 1;
      const rate = valueAt(lr, state.step);
      // both means start at 0, for which these make up
      const scale = rate / (1 - beta1 ** step);
      const root = 1 / Math.sqrt(1 - beta2 ** step);
      const kept = 1 - rate * weightDecay;
      const trees = [params, grads, state.m, state.v];
      const [next, m, v] = mapTrees(3, trees, ([to, m1, v1], [p, g, m0, v0]) => {
        for (let i = 0; i < p!.length; i++) {
          const gi = g![i]!;
          const mean = beta1 * m0![i]! + (1 - beta1) * gi;
          const square = beta2 * v0![i]! + (1 - beta2) * gi * gi;
          m1![i] = mean;
          v1![i] = square;
          to![i] = kept * p![i]! - (scale * mean) / (root * Math.sqrt(square) + eps);
        }
      });
      return [next as typeof params, { step, m, v }];
    },
  };
}
