// Scans and orders along an axis.
import type { Op } from "../ir/op.ts";
import { arrayOf, sizeOf } from "../ir/types.ts";
import { stridesOf } from "../ir/tensor.ts";
import { add as addOp, mul, sub } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import { boolToI32 } from "../ops/convert.ts";
import { le, lt } from "../ops/compare.ts";
import { exp, log } from "../ops/exponential.ts";
import { stop } from "../ops/stop.ts";
import { commonDtype } from "./dtypes.ts";
import { bind } from "./engine.ts";
import type { NdArray } from "./array.ts";
import { add, like, maximum, multiply } from "./arithmetic.ts";
import { permuted, shaped } from "./arrange.ts";
import { axesOf, axisOf, reduceOptions, type Axes, type ReduceOptions } from "./axes.ts";
import { isnan, where } from "./compare.ts";
import { cast, toArray, type Operand } from "./convert.ts";
import { fault, show } from "./fault.ts";
import { part } from "./join.ts";
import { optionsOf } from "./options.ts";
import { floatArray } from "./promote.ts";
import { any, keptShape } from "./reduce.ts";

/** The elements of `x` that `index`, of equal shape but along `axis`, has the places of along it. */
export function along(x: NdArray, index: NdArray, axis: number): NdArray {
  return gathered(x, placesAlong(x.shape, index, axis), index.shape);
}

/** Elements of `x` by their places in row-major order. */
export function gathered(x: NdArray, places: NdArray, shape: readonly number[]): NdArray {
  return shaped(bind(ops.gather, [shaped(x, [x.size]), places]), shape);
}

/** Places in an array of `shape` of what `along` takes, as a list. */
export function placesAlong(shape: readonly number[], index: NdArray, axis: number): NdArray {
  const type = arrayOf("i32", index.shape);
  let sum: NdArray | undefined;
  for (const [i, stride] of stridesOf(shape).entries()) {
    const own = i === axis ? index : bind(ops.iota, [], { type, axis: i });
    const term = stride === 1 ? own : bind(mul, [own, like(own, stride)]);
    sum = sum === undefined ? term : bind(addOp, [sum, term]);
  }
  return shaped(sum ?? index, [index.size]);
}

// The array and axis of a function along one axis, which is of all elements in order if it is null.
function oneAxis(name: string, x: NdArray, axis: number | null): { a: NdArray; at: number } {
  if (axis === null) return { a: shaped(x, [x.size]), at: 0 };
  return { a: x, at: axisOf(name, axis, x.ndim) };
}

function scanned(name: string, op: Op, x: Operand, axis: number | null, reverse = false): NdArray {
  const given = toArray(name, x);
  const numbers = given.dtype === "bool" ? bind(boolToI32, [given]) : given;
  const { a, at } = oneAxis(name, numbers, axis);
  return bind(op, [a], { axis: at, reverse });
}

/** Sums of the elements so far along an axis; of all in order if it is null. */
export function cumsum(x: Operand, axis: number | null = null, options: ScanOptions = {}): NdArray {
  return scanned("cumsum", ops.scanSum, x, axis, optionsOf("cumsum", options).reverse);
}

/** Products of the elements so far along an axis; of all in order if it is null. */
export function cumprod(
  x: Operand,
  axis: number | null = null,
  options: ScanOptions = {},
): NdArray {
  return scanned("cumprod", ops.scanProd, x, axis, optionsOf("cumprod", options).reverse);
}

/** The largest of the elements so far along an axis. */
export function cummax(x: Operand, axis: number | null = null, options: ScanOptions = {}): NdArray {
  return scanned("cummax", ops.scanMax, x, axis, optionsOf("cummax", options).reverse);
}

/** The smallest of the elements so far along an axis. */
export function cummin(x: Operand, axis: number | null = null, options: ScanOptions = {}): NdArray {
  return scanned("cummin", ops.scanMin, x, axis, optionsOf("cummin", options).reverse);
}

/** Logarithms of the sums of the exponentials so far along an axis, in which nothing overflows. */
export function cumlogsumexp(
  x: Operand,
  axis: number | null = null,
  options: ScanOptions = {},
): NdArray {
  const { reverse = false } = optionsOf("cumlogsumexp", options);
  const { a, at } = oneAxis("cumlogsumexp", floatArray("cumlogsumexp", x), axis);
  const n = a.shape[at]!;
  if (n === 0) return a;
  const still = bind(stop, [a]);
  const top = maximum(bind(ops.scanMax, [still], { axis: at, reverse }), -Number.MAX_VALUE);
  // sums relative to the largest so far, which shrink where that grows
  const [first, last] = reverse ? [1, n] : [0, n - 1];
  const edge = reverse ? n - 1 : 0;
  const before = part(top, at, first, Math.max(first, last));
  const start = part(top, at, edge, edge + 1);
  const moved = bind(ops.concat, reverse ? [before, start] : [start, before], { axis: at });
  const shrink = bind(exp, [bind(sub, [moved, top])]);
  const terms = bind(exp, [bind(sub, [a, top])]);
  const sums = bind(ops.scanAffine, [shrink, terms], { axis: at, reverse });
  return add(bind(log, [sums]), top);
}

/** What scans take. */
export interface ScanOptions {
  /** From the end. Default false. */
  readonly reverse?: boolean | undefined;
}

/** What `sort` and `argsort` take. */
export interface SortOptions {
  /** Largest first. Default false. */
  readonly descending?: boolean | undefined;
}

function order(x: NdArray, axis: number, descending: boolean): NdArray {
  const numbers = x.dtype === "bool" ? bind(boolToI32, [x]) : x;
  return bind(ops.argSort, [numbers], { axis, descending });
}

/** Elements in ascending order along an axis (the last), NaN last; all of them, if it is null. */
export function sort(x: Operand, axis: number | null = -1, options: SortOptions = {}): NdArray {
  const { descending = false } = optionsOf("sort", options);
  const { a, at } = oneAxis("sort", toArray("sort", x), axis);
  return along(a, order(a, at, descending), at);
}

/** Indices of the elements in ascending order along an axis; equal ones stay in order. */
export function argsort(x: Operand, axis: number | null = -1, options: SortOptions = {}): NdArray {
  const { descending = false } = optionsOf("argsort", options);
  const { a, at } = oneAxis("argsort", toArray("argsort", x), axis);
  return order(a, at, descending);
}

/** [values, indices] of the `k` largest elements along an axis (the last), largest first. */
export function topK(x: Operand, k: number, axis = -1): [NdArray, NdArray] {
  const a = toArray("topK", x);
  const at = axisOf("topK", axis, a.ndim);
  if (!(Number.isInteger(k) && k >= 0 && k <= a.shape[at]!)) {
    fault("NB6005", `\`topK\` of ${k} elements of axis ${at} of ${show(a)}`, "it has not as many");
  }
  const index = part(order(a, at, true), at, 0, k);
  return [along(a, index, at), index];
}

/** What `quantile`, `percentile` and `median` take. */
export interface QuantileOptions extends ReduceOptions {
  /** What is taken between two elements. Default "linear". */
  readonly method?: "linear" | "lower" | "higher" | "nearest" | "midpoint" | undefined;
}

/** The middle element, or the mean of the two in the middle; NaN if one is. */
export function median(x: Operand, axis?: Axes | ReduceOptions, options?: ReduceOptions): NdArray {
  const { axis: axes, keepdims = false } = reduceOptions("median", axis, options);
  return quantileOf("median", floatArray("median", x), 0.5, axes, keepdims, "linear");
}

/** The element below which a share `q` (a number, or a list: then a new first axis) of all are. */
export function quantile(
  x: Operand,
  q: number | readonly number[],
  axis?: Axes | QuantileOptions,
  options?: QuantileOptions,
): NdArray {
  const given = reduceOptions<QuantileOptions>("quantile", axis, options);
  const a = floatArray("quantile", x);
  const one = (share: number): NdArray =>
    quantileOf("quantile", a, share, given.axis, given.keepdims ?? false, given.method ?? "linear");
  if (typeof q === "number") return one(q);
  const found = q.map((share) => one(share));
  const shape = found[0]?.shape ?? [];
  return bind(
    ops.concat,
    found.map((y) => shaped(y, [1, ...shape])),
    { axis: 0 },
  );
}

/** As `quantile`, with shares in percent. */
export function percentile(
  x: Operand,
  q: number | readonly number[],
  axis?: Axes | QuantileOptions,
  options?: QuantileOptions,
): NdArray {
  const shares = typeof q === "number" ? q / 100 : q.map((p) => p / 100);
  return quantile(x, shares, axis, options);
}

function quantileOf(
  name: string,
  a: NdArray,
  q: number,
  axis: Axes | undefined,
  keepdims: boolean,
  method: NonNullable<QuantileOptions["method"]>,
): NdArray {
  if (!(q >= 0 && q <= 1))
    fault("NB5010", `\`${name}\`: a share of ${q}`, "give a number from 0 to 1");
  const axes = axesOf(name, axis, a.ndim);
  const rest = a.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const outer = rest.map((i) => a.shape[i]!);
  const n = sizeOf(axes.map((i) => a.shape[i]!));
  if (n === 0) fault("NB6005", `\`${name}\` of ${show(a)}`, "it needs at least one element");
  const rows = shaped(permuted(a, [...rest, ...axes]), [...outer, n]);
  const last = outer.length;
  const ordered = along(rows, order(rows, last, false), last);
  const at = (n - 1) * q;
  const take = (i: number): NdArray => shaped(part(ordered, last, i, i + 1), outer);
  const [low, high] = [take(Math.floor(at)), take(Math.ceil(at))];
  const y = between(low, high, at - Math.floor(at), Math.floor(at) % 2, method);
  const value = where(any(isnan(rows), -1), NaN, y);
  return keepdims ? shaped(value, keptShape(a.shape, axes)) : value;
}

function between(
  low: NdArray,
  high: NdArray,
  share: number,
  odd: number,
  method: NonNullable<QuantileOptions["method"]>,
): NdArray {
  if (share === 0 || method === "lower") return low;
  if (method === "higher") return high;
  if (method === "nearest") return share < 0.5 || (share === 0.5 && odd === 0) ? low : high;
  const weight = method === "midpoint" ? 0.5 : share;
  return add(multiply(low, 1 - weight), multiply(high, weight));
}

/**
 * For each of `values` the place among the ascending elements of the vector `sorted` where it
 * belongs: before equal ones, or behind with `side` "right".
 */
export function searchsorted(
  sorted: Operand,
  values: Operand,
  options: { readonly side?: "left" | "right" | undefined } = {},
): NdArray {
  const { side = "left" } = optionsOf("searchsorted", options);
  const [a, v] = [toArray("searchsorted", sorted), toArray("searchsorted", values)];
  if (a.ndim !== 1) fault("NB6005", `\`searchsorted\` in ${show(a)}`, "give a vector");
  const dtype = commonDtype([a, v], "number");
  const [list, each] = [cast(a, dtype), cast(v, dtype)];
  const shape = [...v.shape, a.size];
  const x = bind(ops.broadcast, [list], { shape, axes: [v.ndim] });
  const y = bind(ops.broadcast, [each], { shape, axes: v.shape.map((_, i) => i) });
  const before = side === "left" ? bind(lt, [x, y]) : bind(le, [x, y]);
  return bind(ops.reduceSum, [bind(boolToI32, [before])], { axes: [v.ndim] });
}
