import type { NdArray } from "../nd/array.ts";

/** What a gradient is of: a number, or an N-d array of one. */
export type Differentiable = number | NdArray;

/** Float leaves: what has a derivative. */
type FloatArray = Float64Array | Float32Array | NdArray;

/** Leaves that have none: they are left out of a gradient. */
type Inert =
  | string
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | ((...args: never[]) => unknown)
  | ReadonlySet<unknown>
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/**
 * The structure of a derivative with respect to a value of type `X`: a number for a number, the
 * same class of typed array, arrays and tuples item by item, for a map one with the same keys, and for
 * an object an object of those properties that have float leaves.
 */
export type Gradient<X> = X extends number
  ? number
  : X extends FloatArray
    ? X
    : X extends ReadonlyMap<infer K, infer V>
      ? Map<K, Gradient<V>>
      : X extends Inert
        ? never
        : X extends readonly unknown[]
          ? { -readonly [K in keyof X]: Gradient<X[K]> }
          : X extends object
            ? { [K in keyof X as [HasNoFloats<X[K]>] extends [true] ? never : K]: Gradient<X[K]> }
            : never;

/** The structure of a tangent of a value of type `X`: a gradient, or one with what is null left in. */
export type Tangent<X> = X extends number
  ? number
  : X extends FloatArray | null | undefined
    ? X
    : X extends ReadonlyMap<infer K, infer V>
      ? ReadonlyMap<K, Tangent<V>>
      : X extends ReadonlySet<unknown>
        ? X
        : X extends Inert
          ? never
          : X extends readonly unknown[]
            ? { -readonly [K in keyof X]: Tangent<X[K]> }
            : X extends object
              ? { [K in keyof X as [HasNoFloats<X[K]>] extends [true] ? never : K]: Tangent<X[K]> }
              : never;

/**
 * Whether a value has no float leaves, as far as this can be told by looking three objects deep:
 * a type may lead back to itself.
 */
type HasNoFloats<X, Depth extends readonly 0[] = []> = X extends number | FloatArray
  ? false
  : Depth["length"] extends 3
    ? false
    : X extends ReadonlyMap<unknown, infer Item>
      ? HasNoFloats<Item, [...Depth, 0]>
      : X extends Inert
        ? true
        : X extends readonly (infer Item)[]
          ? HasNoFloats<Item, [...Depth, 0]>
          : X extends object
            ? false extends { [K in keyof X]: HasNoFloats<X[K], [...Depth, 0]> }[keyof X]
              ? false
              : true
            : true;

/** Arguments of a function; not `unknown`, which a parameter without a type would then be. */
// eslint-disable-next-line typescript/no-explicit-any
export type Arguments = readonly any[];

/** Which arguments are the independent variables: one position, or several. */
export type Wrt = number | readonly number[];

/** The derivative with respect to the arguments `W` of a function with arguments `A`. */
export type GradientOf<A extends Arguments, W extends Wrt> = W extends readonly number[]
  ? { -readonly [K in keyof W]: W[K] extends keyof A ? Gradient<A[W[K]]> : Gradient<A[number]> }
  : W extends keyof A
    ? Gradient<A[W]>
    : Gradient<A[number]>;
