// Norms of vectors and matrices.
import { sizeOf } from "../ir/types.ts";
import { abs, multiply, power } from "./arithmetic.ts";
import type { NdArray } from "./array.ts";
import { moveaxis, permuted, shaped } from "./arrange.ts";
import { axesOf, reduceOptions, type Axes, type ReduceOptions } from "./axes.ts";
import { notEqual } from "./compare.ts";
import { cast, type Operand } from "./convert.ts";
import { sqrt } from "./elementary.ts";
import { svdvals } from "./factor.ts";
import { fault, show } from "./fault.ts";
import { optionsOf } from "./options.ts";
import { floatArray } from "./promote.ts";
import { keptShape, max, min, sum } from "./reduce.ts";

/** Which norm: of a vector any number, ±∞; of a matrix "fro", "nuc", ±1, ±2, ±∞. */
export type NormOrder = number | "fro" | "nuc" | "inf" | "-inf";

/** What `norm` takes. */
export interface NormOptions extends ReduceOptions {
  /** Default: the root of the sum of all squares. */
  readonly ord?: NormOrder | null | undefined;
}

/**
 * The norm of a vector (one axis) or matrix (two axes); of all elements without axes. Its derivative
 * where it is 0 is 0.
 */
export function norm(
  x: Operand,
  ord?: NormOrder | null | NormOptions,
  axis?: Axes | ReduceOptions,
  options?: ReduceOptions,
): NdArray {
  const a = floatArray("norm", x);
  const given: NormOptions =
    typeof ord === "object" && ord !== null
      ? optionsOf("norm", ord)
      : { ...reduceOptions("norm", axis, options), ord };
  const order = given.ord === "inf" ? Infinity : given.ord === "-inf" ? -Infinity : given.ord;
  const keepdims = given.keepdims ?? false;
  const axes = axesOf("norm", given.axis, a.ndim);
  const all = given.axis === null || given.axis === undefined;
  if (order === null || order === undefined || (order === 2 && axes.length === 1)) {
    return root(a, axes, keepdims);
  }
  if (axes.length === 1 && typeof order === "number") return ofVector(a, axes, order, keepdims);
  if (order === "fro" && (axes.length === 2 || all)) return root(a, axes, keepdims);
  if (axes.length === 2) return ofMatrix(a, axes as [number, number], order, keepdims);
  return fault(
    "NB5010",
    `\`norm\` of ${show(a)} of order ${String(given.ord)} over ${axes.length} axes`,
    'vectors (one axis) have numbers for orders, matrices (two axes) also "fro" and "nuc"',
  );
}

/** The norm of the matrices in the last two axes; "fro" without `ord`. */
export function matrixNorm(
  x: Operand,
  ord: NormOrder | null = null,
  options: { readonly keepdims?: boolean | undefined } = {},
): NdArray {
  const { keepdims = false } = optionsOf("matrixNorm", options);
  return norm(x, ord, [-2, -1], { keepdims });
}

/** The norm of all elements along these axes as one vector; of order 2 without `ord`. */
export function vectorNorm(
  x: Operand,
  ord: number | "inf" | "-inf" | null = null,
  axis?: Axes | ReduceOptions,
  options?: ReduceOptions,
): NdArray {
  const a = floatArray("vectorNorm", x);
  const given = reduceOptions("vectorNorm", axis, options);
  const axes = axesOf("vectorNorm", given.axis, a.ndim).toSorted((i, j) => i - j);
  const rest = a.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const outer = rest.map((i) => a.shape[i]!);
  const flat = shaped(permuted(a, [...rest, ...axes]), [
    ...outer,
    sizeOf(axes.map((i) => a.shape[i]!)),
  ]);
  const y = norm(flat, ord, -1);
  return given.keepdims === true ? shaped(y, keptShape(a.shape, axes)) : y;
}

function root(a: NdArray, axis: readonly number[], keepdims: boolean): NdArray {
  return sqrt(sum(multiply(a, a), axis, { keepdims }));
}

function ofVector(a: NdArray, axis: readonly number[], order: number, keepdims: boolean): NdArray {
  const options = { axis, keepdims };
  if (order === Infinity) return a.size === 0 ? sum(a, options) : max(abs(a), options);
  if (order === -Infinity) return min(abs(a), options);
  if (order === 0) return cast(sum(notEqual(a, 0), options), a.dtype);
  if (order === 1) return sum(abs(a), options);
  return power(sum(power(abs(a), order), options), 1 / order);
}

function ofMatrix(
  a: NdArray,
  [rows, columns]: readonly [number, number],
  order: number | "fro" | "nuc",
  keepdims: boolean,
): NdArray {
  const matrix = moveaxis(a, [rows, columns], [-2, -1]);
  const whole = ofMatrices(matrix, order);
  return keepdims ? shaped(whole, keptShape(a.shape, [rows, columns])) : whole;
}

function ofMatrices(a: NdArray, order: number | "fro" | "nuc"): NdArray {
  switch (order) {
    case "nuc":
      return sum(svdvals(a), -1);
    case 2:
      return max(svdvals(a), -1);
    case -2:
      return min(svdvals(a), -1);
    case 1:
      return max(sum(abs(a), -2), -1);
    case -1:
      return min(sum(abs(a), -2), -1);
    case Infinity:
      return max(sum(abs(a), -1), -1);
    case -Infinity:
      return min(sum(abs(a), -1), -1);
  }
  return fault(
    "NB5010",
    `\`norm\` of matrices of order ${order}`,
    'there are "fro", "nuc", ±1, ±2, ±∞',
  );
}
