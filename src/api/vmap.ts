import { operator } from "../driver/operator.ts";
import type { NdArray } from "../nd/array.ts";
import type { JitOptions } from "./options.ts";
import type { Arguments } from "./types.ts";

/**
 * Axes of a value, `null` where it has none: one for all of its parts, or one for each, in a list or an
 * object of its structure. Parts of an object that are not named have none.
 */
export type Axes = number | null | readonly Axes[] | { readonly [name: string]: Axes };

type Numbers = Float64Array | Float32Array | readonly number[] | NdArray;

/**
 * What lanes of type `X` are taken out of: for a number a list of numbers, for an N-d array one with an
 * axis more, for any other value an array of such, for an object also one whose fields are so.
 */
export type Batched<X> = X extends number
  ? Numbers
  : X extends boolean
    ? readonly boolean[] | NdArray
    : X extends NdArray
      ? NdArray | readonly NdArray[]
      : X extends readonly unknown[] | ArrayBufferView
        ? readonly X[]
        : X extends object
          ? readonly X[] | { readonly [K in keyof X]: Batched<X[K]> | X[K] }
          : X;

/** What lanes that give an `R` make together; a list with N-d arrays in it is a structure, like an object. */
export type Stacked<R> = R extends number
  ? Float64Array
  : R extends boolean
    ? boolean[]
    : R extends NdArray
      ? NdArray
      : R extends readonly unknown[]
        ? NdArray extends R[number]
          ? { -readonly [K in keyof R]: Stacked<R[K]> }
          : R[]
        : R extends ArrayBufferView
          ? R[]
          : R extends object
            ? { [K in keyof R]: Stacked<R[K]> }
            : R extends undefined | void
              ? undefined
              : R[];

/** Options of `vmap`. */
export interface VmapOptions<In extends Axes = Axes, Out extends Axes = Axes> extends JitOptions {
  /**
   * The axes of the arguments that lanes lie along: one for all, or a list with one for each argument,
   * where `null` passes the argument to all lanes as it is. Default: 0.
   */
  readonly in?: In;
  /**
   * The axis of the result that lanes lie along; `null` for a number that is the same in all lanes,
   * and has no axis. Default: 0.
   */
  readonly out?: Out;
}

type ArgumentsAlong<A extends Arguments, In> = In extends readonly unknown[]
  ? { [K in keyof A]: K extends keyof In ? ArgumentAlong<A[K], In[K]> : A[K] }
  : { [K in keyof A]: ArgumentAlong<A[K], In> };

type ArgumentAlong<X, In> = In extends 0
  ? Batched<X>
  : In extends null
    ? X
    : In extends number
      ? X extends object
        ? X | Batched<X>
        : Batched<X>
      : Batched<X> | X | { [K in keyof X]: Batched<X[K]> | X[K] };

type ResultAlong<R, Out> = Out extends null
  ? R
  : Out extends readonly Axes[]
    ? R extends readonly unknown[]
      ? { [K in keyof R]: K extends keyof Out ? ResultAlong<R[K], Out[K]> : Stacked<R[K]> }
      : Stacked<R>
    : Out extends number
      ? Stacked<R>
      : { [K in keyof R]: K extends keyof Out ? ResultAlong<R[K], Out[K]> : Stacked<R[K]> };

/**
 * `f` for many arguments at once: `vmap(f)(xs)` calls `f` for each lane of its arguments, in one
 * compiled loop, or by array operations on all lanes at once. Each argument is an array of what `f`
 * takes, an N-d array with one axis more, or an object of these; results come in the same way: numbers
 * in a `Float64Array`, N-d arrays in one, other values in an array, an object as one of these. Axes are
 * chosen by `in` and `out`.
 *
 * It may be differentiated, and derivatives may be mapped: `vmap(grad(f))` has the gradient of each
 * lane. Costs what a loop over the lanes costs.
 *
 * @throws NablaError NB5014 where an argument has no such axis, NB4007 where arguments have different
 *   numbers of lanes, NB5015 where lanes do not agree on a result without an axis, NB2xxx where `f`
 *   cannot be compiled
 *
 * @example
 * ```ts
 * vmap((x: number, y: number) => x * y)([1, 2, 3], [4, 5, 6]); // Float64Array [4, 10, 18]
 * ```
 */
export const vmap: <A extends Arguments, R, const In extends Axes = 0, const Out extends Axes = 0>(
  f: (...args: A) => R,
  options?: VmapOptions<In, Out>,
) => (...args: ArgumentsAlong<A, In>) => ResultAlong<R, Out> = /* @__PURE__ */ operator("vmap");
