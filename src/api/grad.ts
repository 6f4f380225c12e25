import type { GradientOf, Options, Wrt } from "./types.ts";
import { transformed } from "../driver/transformed.ts";

/**
 * The gradient of `f`: a function of the same arguments whose result has the structure of the
 * argument differentiated (see `Gradient`), or for several, an array of those.
 *
 * Reverse mode: costs a small multiple of one run of `f`, whatever the number of variables. It
 * compiles on its first call for each new combination of argument types.
 *
 * @throws NablaError NB5001 if `f` does not return a number; NB2xxx where `f` cannot be compiled
 *
 * @example
 * ```ts
 * grad((x: number) => x * x)(3); // 6
 * ```
 */
export function grad<A extends readonly unknown[], const W extends Wrt = 0>(
  f: (...args: A) => number,
  options?: Options<W>,
): (...args: A) => GradientOf<A, W> {
  return transformed("grad", f, options);
}

/** The value of `f` and its gradient, from one run: `{ value, grad }`. As `grad` otherwise. */
export function valueAndGrad<A extends readonly unknown[], const W extends Wrt = 0>(
  f: (...args: A) => number,
  options?: Options<W>,
): (...args: A) => { value: number; grad: GradientOf<A, W> } {
  return transformed("valueAndGrad", f, options);
}
