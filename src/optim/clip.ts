// Gradients that are kept from being too large.
import type { GradientTransform } from "./optimiser.ts";
import { eachLeaf, mapTrees } from "./tree.ts";

/** The root of the sum of the squares of all elements of a tree. */
export function globalNorm(tree: unknown): number {
  let sum = 0;
  eachLeaf([tree], ([x]) => {
    for (let i = 0; i < x!.length; i++) sum += x![i]! * x![i]!;
  });
  return Math.sqrt(sum);
}

/** Every element of a gradient is kept between `-most` and `most`. */
export function clipByValue(most: number): GradientTransform<null> {
  return {
    init: () => null,
    apply: (grads, state) => {
      const [clipped] = mapTrees(1, [grads], ([to], [g]) => {
        for (let i = 0; i < g!.length; i++) to![i] = Math.min(most, Math.max(-most, g![i]!));
      });
      return [clipped as typeof grads, state];
    },
  };
}

/**
 * A gradient whose norm over all parameters is above `most` is made as long as that: Pascanu, Mikolov
 * and Bengio, "On the difficulty of training recurrent neural networks" (ICML 2013).
 */
export function clipByGlobalNorm(most: number): GradientTransform<null> {
  return {
    init: () => null,
    apply: (grads, state) => {
      const norm = globalNorm(grads);
      const scale = norm > most ? most / norm : 1;
      const [clipped] = mapTrees(1, [grads], ([to], [g]) => {
        for (let i = 0; i < g!.length; i++) to![i] = scale * g![i]!;
      });
      return [clipped as typeof grads, state];
    },
  };
}
