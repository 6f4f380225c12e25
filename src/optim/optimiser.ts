import { fault } from "../nd/fault.ts";
import { onlyOptions } from "../nd/options.ts";
import { traced } from "../nd/traced.ts";

/** A number, or how it depends on how many updates there have been. */
export type Scheduled = number | ((step: number) => number);

/**
 * A way to improve parameters by gradients. Parameters are trees: plain objects and lists of N-d
 * arrays, typed arrays and numbers; gradients have their structure. Nothing is changed in place.
 */
// eslint-disable-next-line typescript/no-explicit-any -- whatever its state is
export interface Optimiser<S = any> {
  /** The state before the first update. */
  init(params: unknown): S;
  /**
   * The parameters after one more update, and the state after it.
   *
   * @throws NB5003 where gradients or state have another structure than the parameters
   */
  update<P>(params: P, grads: unknown, state: S): [P, S];
}

/** What is done to gradients before an optimiser gets them. */
// eslint-disable-next-line typescript/no-explicit-any -- whatever its state is
export interface GradientTransform<S = any> {
  init(params: unknown): S;
  apply<G>(grads: G, state: S, params: unknown): [G, S];
}

const withoutRate: () => void = /* @__PURE__ */ traced(() => {
  fault("NB5010", "an optimiser has no learning rate", "write `adam({ lr: 0.001 })`");
});

/** Throws where an optimiser is given an option that it does not have. */
export function wantOptions(name: string, taken: readonly string[], options: object): void {
  for (const key of Object.keys(options)) if (!taken.includes(key)) otherOption(name, taken, key);
}

const otherOption: (name: string, taken: readonly string[], key: string) => void =
  /* @__PURE__ */ traced((name, taken, key) => {
    onlyOptions(name, taken, { [key]: true });
  });

export function valueAt(scheduled: Scheduled, step: number): number {
  if (typeof scheduled === "number") return scheduled;
  if (typeof scheduled !== "function") withoutRate();
  return scheduled(step);
}

/**
 * An optimiser that gives the last one gradients to which the others have been applied, in order.
 *
 * @example
 * ```ts
 * const opt = chain(clipByGlobalNorm(1), adam({ lr: 1e-3 }));
 * ```
 */
export function chain(
  ...steps: readonly [...GradientTransform[], Optimiser]
): Optimiser<unknown[]> {
  const last = steps.at(-1) as Optimiser;
  const alone: Optimiser<unknown[]> = {
    init: (params) => [last.init(params)],
    update: (params, grads, [own]) => {
      const [next, state] = last.update(params, grads, own);
      return [next, [state]];
    },
  };
  return (steps.slice(0, -1) as readonly GradientTransform[]).reduceRight(after, alone);
}

// states in a list: nested ones would be taken for linked objects
function after(optimiser: Optimiser<unknown[]>, first: GradientTransform): Optimiser<unknown[]> {
  return {
    init: (params) => [first.init(params), ...optimiser.init(params)],
    update: (params, grads, [own, ...others]) => {
      const [changed, state] = first.apply(grads, own, params);
      const [next, states] = optimiser.update(params, changed, others);
      return [next, [state, ...states]];
    },
  };
}
