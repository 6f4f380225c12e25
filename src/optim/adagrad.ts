import { valueAt, wantOptions, type Optimiser, type Scheduled } from "./optimiser.ts";
import { mapTrees, zerosLike } from "./tree.ts";

export interface AdagradOptions {
  /** Learning rate. */
  readonly lr: Scheduled;
  /** Added to the root of the sum of squares. Default: 1e-10. */
  readonly eps?: number;
}

export interface AdagradState {
  readonly step: number;
  readonly sum: unknown;
}

/**
 * Gradients over the root of the sum of all their squares so far: Duchi, Hazan and Singer, "Adaptive
 * subgradient methods for online learning and stochastic optimization" (JMLR 12, 2011).
 */
export function adagrad(options: AdagradOptions): Optimiser<AdagradState> {
  wantOptions("adagrad", ["lr", "eps"], options);
  const { lr, eps = 1e-10 } = options;
  return {
    init: (params) => ({ step: 0, sum: zerosLike(params) }),
    update: (params, grads, state) => {
      const rate = valueAt(lr, state.step);
      const [next, sum] = mapTrees(2, [params, grads, state.sum], ([to, s1], [p, g, s0]) => {
        for (let i = 0; i < p!.length; i++) {
          s1![i] = s0![i]! + g![i]! * g![i]!;
          to![i] = p![i]! - (rate * g![i]!) / (Math.sqrt(s1![i]!) + eps);
        }
      });
      return [next as typeof params, { step: state.step + 1, sum }];
    },
  };
}
