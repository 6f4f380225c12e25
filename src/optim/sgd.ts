import { valueAt, wantOptions, type Optimiser, type Scheduled } from "./optimiser.ts";
import { mapTrees, zerosLike } from "./tree.ts";

export interface SgdOptions {
  /** Learning rate. */
  readonly lr: Scheduled;
  /** How much of its speed is kept: p ← p - lr·v, v ← momentum·v + g. Default: 0, no momentum. */
  readonly momentum?: number;
  /** Whether the gradient counts as if it were taken after the step of the momentum. Default: false. */
  readonly nesterov?: boolean;
  /** What of the parameters is added to their gradient. Default: 0. */
  readonly weightDecay?: number;
}

export interface SgdState {
  readonly step: number;
  readonly velocity: unknown;
}

/**
 * Gradient descent. Momentum: Polyak, "Some methods of speeding up the convergence of iteration
 * methods" (1964); Nesterov's variant in the form of Sutskever, Martens, Dahl and Hinton, "On the
 * importance of initialization and momentum in deep learning" (ICML 2013).
 */
export function sgd(options: SgdOptions): Optimiser<SgdState> {
  wantOptions("sgd", ["lr", "momentum", "nesterov", "weightDecay"], options);
  return (options.momentum ?? 0) === 0 ? plain(options) : withMomentum(options);
}

function plain({ lr, weightDecay = 0 }: SgdOptions): Optimiser<SgdState> {
  return {
    init: () => ({ step: 0, velocity: null }),
    update: (params, grads, { step, velocity }) => {
      const rate = valueAt(lr, step);
      const [next] = mapTrees(1, [params, grads], ([to], [p, g]) => {
        for (let i = 0; i < p!.length; i++) {
          to![i] = p![i]! - rate * (g![i]! + weightDecay * p![i]!);
        }
      });
      return [next as typeof params, { step: step + 1, velocity }];
    },
  };
}

function withMomentum(options: SgdOptions): Optimiser<SgdState> {
  const { lr, momentum = 0, nesterov = false, weightDecay = 0 } = options;
  return {
    init: (params) => ({ step: 0, velocity: zerosLike(params) }),
    update: (params, grads, { step, velocity }) => {
      const rate = valueAt(lr, step);
      const [next, faster] = mapTrees(2, [params, grads, velocity], ([to, w], [p, g, v]) => {
        for (let i = 0; i < p!.length; i++) {
          const slope = g![i]! + weightDecay * p![i]!;
          const speed = momentum * v![i]! + slope;
          w![i] = speed;
          to![i] = p![i]! - rate * (nesterov ? slope + momentum * speed : speed);
        }
      });
      return [next as typeof params, { step: step + 1, velocity: faster }];
    },
  };
}
