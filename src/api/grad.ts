import { operator } from "../driver/operator.ts";
import type { Options } from "./options.ts";
import type { Arguments, Differentiable, GradientOf, Wrt } from "./types.ts";

/**
 * The gradient of `f`: a function of the same arguments whose result has the structure of the
 * argument differentiated (see `Gradient`), or for several, an array of those.
 *
 * Reverse mode: costs a small multiple of one run of `f`, whatever the number of variables. It
 * compiles on its first call for each new combination of argument types. What `f` changes, the
 * gradient's run changes too, once.
 *
 * @throws NablaError NB5001 if `f` does not return a number; NB2xxx where `f` cannot be compiled
 *
 * @example
 * ```ts
 * grad((x: number) => x * x)(3); // 6
 * ```
 */
export const grad: <A extends Arguments, const W extends Wrt = 0>(
  f: (...args: A) => Differentiable,
  options?: Options<W>,
) => (...args: A) => GradientOf<A, W> = /* @__PURE__ */ operator("grad");

/** The value of `f` and its gradient, from one run: `{ value, grad }`. As `grad` otherwise. */
export const valueAndGrad: <
  A extends Arguments,
  const W extends Wrt = 0,
  R extends Differentiable = number,
>(
  f: (...args: A) => R,
  options?: Options<W>,
) => (...args: A) => { value: R extends number ? number : R; grad: GradientOf<A, W> } =
  /* @__PURE__ */ operator("valueAndGrad");
