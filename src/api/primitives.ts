import { operator } from "../driver/operator.ts";
import type { DerivativeOptions, Options } from "./options.ts";
import type { Arguments, Gradient, GradientOf, Tangent, Wrt } from "./types.ts";

/** A tangent for every argument; one that has none (a string, an integer array) may be left out. */
export type Tangents<A extends Arguments> = {
  readonly [K in keyof A]: [Gradient<A[K]>] extends [never] ? unknown : Gradient<A[K]>;
};

/** Tangents that are given: what is null or undefined may be so in them. */
type Directions<A extends Arguments> = {
  readonly [K in keyof A]: [Gradient<A[K]>] extends [never] ? unknown : Tangent<A[K]>;
};

/**
 * Forward mode: `jvp(f)(primals, tangents)` gives the value of `f` at `primals` and its derivative
 * in the direction `tangents`, in the structure of the value. Costs about twice one run of `f`.
 *
 * @throws NablaError NB5003 if the tangents do not have the structure of the primals
 */
export const jvp: <A extends Arguments, R>(
  f: (...args: A) => R,
  options?: DerivativeOptions,
) => (primals: A, tangents: Directions<A>) => { value: R; tangent: Gradient<R> } =
  /* @__PURE__ */ operator("jvp");

/**
 * Reverse mode: `vjp(f)(...primals)` gives the value of `f` and its pullback, the linear function
 * from a cotangent of the value, in its structure, to the cotangent of the `wrt` arguments.
 *
 * The pullback runs `f` again, with the primals and what `f` captures as they were, and may be called
 * any number of times. It changes nothing outside and prints nothing.
 */
export const vjp: <A extends Arguments, R, const W extends Wrt = 0>(
  f: (...args: A) => R,
  options?: Options<W>,
) => (...primals: A) => { value: R; pullback: (cotangent: Gradient<R>) => GradientOf<A, W> } =
  /* @__PURE__ */ operator("vjp");
