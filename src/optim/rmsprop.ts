import { valueAt, wantOptions, type Optimiser, type Scheduled } from "./optimiser.ts";
import { mapTrees, zerosLike } from "./tree.ts";

export interface RmspropOptions {
  /** Learning rate. */
  readonly lr: Scheduled;
  /** What the mean of squares keeps in each step. Default: 0.9. */
  readonly decay?: number;
  /** Added to the root of the mean square. Default: 1e-8. */
  readonly eps?: number;
  /** How much of the last step is repeated. Default: 0. */
  readonly momentum?: number;
}

export interface RmspropState {
  readonly step: number;
  readonly square: unknown;
  readonly velocity: unknown;
}

/**
 * Gradients over the root of a mean of their squares: Tieleman and Hinton, "Lecture 6.5: rmsprop"
 * (Coursera, 2012); momentum as in Graves, "Generating sequences with recurrent neural networks" (2013).
 */
export function rmsprop(options: RmspropOptions): Optimiser<RmspropState> {
  wantOptions("rmsprop", ["lr", "decay", "eps", "momentum"], options);
  const { lr, decay = 0.9, eps = 1e-8, momentum = 0 } = options;
  return {
    init: (params) => ({ step: 0, square: zerosLike(params), velocity: zerosLike(params) }),
    update: (params, grads, state) => {
      const rate = valueAt(lr, state.step);
      const trees = [params, grads, state.square, state.velocity];
      const [next, square, velocity] = mapTrees(3, trees, ([to, s1, w], [p, g, s0, v]) => {
        for (let i = 0; i < p!.length; i++) {
          const mean = decay * s0![i]! + (1 - decay) * g![i]! * g![i]!;
          const speed = momentum * v![i]! + (rate * g![i]!) / (Math.sqrt(mean) + eps);
          s1![i] = mean;
          w![i] = speed;
          to![i] = p![i]! - speed;
        }
      });
      return [next as typeof params, { step: state.step + 1, square, velocity }];
    },
  };
}
