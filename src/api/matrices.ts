import { operator } from "../driver/operator.ts";
import type { DerivativeOptions, Options } from "./options.ts";
import type { Gradient } from "./types.ts";

/** A list of numbers, as an argument or a result of a function with a Jacobian. */
export type Numbers = Float64Array | Float32Array | number[];

/** A row of partial derivatives for each number that `R` holds. */
export type JacobianOf<R, X> = R extends number
  ? X extends number
    ? number
    : Float64Array
  : X extends number
    ? Float64Array
    : Float64Array[];

type Matrix = <
  A extends readonly unknown[],
  R extends number | Numbers,
  const W extends number = 0,
>(
  f: (...args: A) => R,
  options?: Options<W>,
) => (...args: A) => JacobianOf<R, A[W]>;

/**
 * The matrix of first derivatives of `f` with respect to one argument: a row for each number of the
 * result, a column for each of the argument. A result or argument that is one number drops that
 * dimension. Chooses forward mode when there are no more columns than rows, else reverse mode.
 *
 * @throws NablaError NB5002 if the argument or the result is not a number or a list of numbers
 */
export const jacobian: Matrix = /* @__PURE__ */ operator("jacobian");

/** As `jacobian`, always in forward mode: one run for each column. */
export const jacfwd: Matrix = /* @__PURE__ */ operator("jacfwd");

/** As `jacobian`, always in reverse mode: one run for each row. */
export const jacrev: Matrix = /* @__PURE__ */ operator("jacrev");

/**
 * The matrix of second derivatives of `f` with respect to one argument, row by row; a number for a
 * function of a number. Forward over reverse: one gradient's cost for each row.
 */
export const hessian: <A extends readonly unknown[], const W extends number = 0>(
  f: (...args: A) => number,
  options?: Options<W>,
) => (...args: A) => JacobianOf<A[W] extends number ? number : Float64Array, A[W]> =
  /* @__PURE__ */ operator("hessian");

/**
 * Hessian times vector: `hvp(f)(x, v)` with `v` in the structure of `x`, further arguments of `f`
 * after it. Forward over reverse: a small multiple of one run of `f`.
 */
export const hvp: <X, B extends readonly unknown[]>(
  f: (x: X, ...rest: B) => number,
  options?: DerivativeOptions,
) => (x: X, v: Gradient<X>, ...rest: B) => Gradient<X> = /* @__PURE__ */ operator("hvp");
