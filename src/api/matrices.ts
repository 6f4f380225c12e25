import type { NdArray } from "../nd/array.ts";
import { operator } from "../driver/operator.ts";
import type { DerivativeOptions, MatrixOptions, Options } from "./options.ts";
import type { Arguments, Gradient, Tangent, Differentiable } from "./types.ts";

/** A list of numbers, as an argument or a result of a function with a Jacobian. */
export type Numbers = Float64Array | Float32Array | number[];

/** What a function with a Jacobian gives: numbers, N-d arrays, lists and objects of these. */
export type Result = number | object;

/** What has axes: numbers, lists of numbers and of lists, N-d arrays. */
type Leaf = number | Numbers | NdArray | readonly number[][];

/** The derivatives of one number by `X`: in a `Float64Array` by a list, else in its structure. */
type Row<X> = X extends number ? number : X extends Numbers ? Float64Array : Gradient<X>;

/** The derivatives of a number, a list or an N-d array `R` by a number, a list or an N-d array. */
type Block<R, X> = R extends number
  ? Row<X>
  : R extends NdArray
    ? NdArray
    : X extends number
      ? Float64Array
      : Row<X>[];

/** The derivatives of one part of a result by the parts of `X`. */
type ByParts<R, X> = X extends Leaf
  ? Block<R, X>
  : { -readonly [K in keyof Gradient<X>]: K extends keyof X ? ByParts<R, X[K]> : never };

/** The structure of `R`, each part of it in the structure of `X`. */
export type JacobianOf<R, X> = R extends number | Numbers | NdArray
  ? ByParts<R, X>
  : { -readonly [K in keyof R]: JacobianOf<R[K], X> };

type Matrix = <A extends Arguments, R extends Result, const W extends number = 0>(
  f: (...args: A) => R,
  options?: Options<W>,
) => (...args: A) => JacobianOf<R, A[W]>;

/**
 * The matrix of first derivatives of `f` with respect to one argument: a row for each number of the
 * result, a column for each of the argument. A result or argument that is one number drops that
 * dimension; one that is a list of lists adds dimensions, in its structure: `J[i][j][k]` is the
 * derivative of number i of the result by `x[j][k]`. Rows may be views of one buffer.
 *
 * Of N-d arrays and by them it is an N-d array with the axes of the result, then those of the
 * argument; a list beside one is an axis, if its length is known. Objects and lists of arrays have
 * their structure, that of the result outside: `J.y.w` is the derivative of `result.y` by `x.w`. What
 * has no derivative is left out of the argument's.
 *
 * Goes forward unless there are more than twice as many columns as rows. One run of `f` gives up to 32
 * columns, and leaves those out of a loop that do not depend on what it computes; where `f` reads its
 * argument at constant places only, or that is a list of known length, up to sixteen, and computes
 * for each what depends on it. Each row costs at most four runs. `{ mode }` chooses instead; the numbers are the same but for
 * rounding. What `f` does besides, to variables or arrays outside, is done once.
 *
 * @throws NablaError NB5002 if the argument or the result is not made of numbers and arrays, or holds
 *   linked objects; NB5010 if `mode` is neither "forward" nor "reverse"
 */
export const jacobian: <A extends Arguments, R extends Result, const W extends number = 0>(
  f: (...args: A) => R,
  options?: MatrixOptions<W>,
) => (...args: A) => JacobianOf<R, A[W]> = /* @__PURE__ */ operator("jacobian");

/** As `jacobian`, always in forward mode: some columns with each run. */
export const jacfwd: Matrix = /* @__PURE__ */ operator("jacfwd");

/** As `jacobian`, always in reverse mode: one run for each row. */
export const jacrev: Matrix = /* @__PURE__ */ operator("jacrev");

/**
 * The matrix of second derivatives of `f` with respect to one argument, row by row; a number for a
 * function of a number. Forward over reverse, some columns with each run: the cost of about two
 * gradients for each.
 *
 * @throws NablaError as `jacobian`
 */
export const hessian: <A extends Arguments, const W extends number = 0>(
  f: (...args: A) => Differentiable,
  options?: MatrixOptions<W>,
) => (...args: A) => A[W] extends number ? number : JacobianOf<Gradient<A[W]>, A[W]> =
  /* @__PURE__ */ operator("hessian");

/**
 * Hessian times vector: `hvp(f)(x, v)` with `v` in the structure of `x`, further arguments of `f`
 * after it. Forward over reverse: a small multiple of one run of `f`.
 */
export const hvp: <X, B extends readonly unknown[]>(
  f: (x: X, ...rest: B) => Differentiable,
  options?: DerivativeOptions,
) => (x: X, v: Tangent<X>, ...rest: B) => Gradient<X> = /* @__PURE__ */ operator("hvp");
