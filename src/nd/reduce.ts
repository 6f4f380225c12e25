// Reductions: axes taken together. Over all axes they give an array without axes, whose number is
// `item()`.
import { sizeOf } from "../ir/types.ts";
import type { Op } from "../ir/op.ts";
import { add as addOp, mul, select, sub } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import { eq, ne } from "../ops/compare.ts";
import { div } from "../ops/division.ts";
import * as exponential from "../ops/exponential.ts";
import { abs as absOp } from "../ops/extremes.ts";
import { stop } from "../ops/stop.ts";
import type { NdArray } from "./array.ts";
import { choose, divide, isFloatArray, like, maximum, minimum, subtract } from "./arithmetic.ts";
import { shaped } from "./arrange.ts";
import { axesOf, axisOf, reduceOptions, type Axes, type ReduceOptions } from "./axes.ts";
import { cast, filled, toArray, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { optionsOf } from "./options.ts";
import { floatArray, spread } from "./promote.ts";

/** What is reduced: the array, its axes in order, and whether they stay. */
interface Reduction {
  readonly x: NdArray;
  readonly axes: readonly number[];
  readonly keepdims: boolean;
}

/** Reads the arguments of a reduction. */
export function reduction(
  name: string,
  x: NdArray,
  axis: Axes | ReduceOptions | undefined,
  options: ReduceOptions | undefined,
): Reduction {
  const { axis: axes, keepdims = false } = reduceOptions(name, axis, options);
  return { x, axes: axesOf(name, axes, x.ndim).toSorted((a, b) => a - b), keepdims };
}

/** The shape with `axes` of size 1. */
export function keptShape(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.map((n, i) => (axes.includes(i) ? 1 : n));
}

/** `op` over the axes. */
export function reduced(op: Op, { x, axes, keepdims }: Reduction): NdArray {
  const y = axes.length === 0 ? x : bind(op, [x], { axes });
  return keepdims ? shaped(y, keptShape(x.shape, axes)) : y;
}

/** How many elements are taken together. */
function countOf({ x, axes }: Reduction): number {
  return sizeOf(axes.map((i) => x.shape[i]!));
}

function wantSome(name: string, { x, axes }: Reduction): void {
  const empty = axes.find((i) => x.shape[i] === 0);
  if (empty === undefined) return;
  fault("NB6005", `\`${name}\` over axis ${empty} of ${show(x)}`, "it needs at least one element");
}

const number = (name: string, x: Operand): NdArray => {
  const a = toArray(name, x);
  return a.dtype === "bool" ? cast(a, "i32") : a;
};

/** What reductions of chosen elements take. */
export interface WhereOptions extends ReduceOptions {
  /** Truth values, which broadcast: the elements that are taken. Default: all. */
  readonly where?: Operand | undefined;
}

/** What reductions that may begin with a number take. */
export interface InitialOptions extends WhereOptions {
  /** What is taken together with the elements. */
  readonly initial?: number | undefined;
}

// `x` with another element where it is not taken.
function chosen(name: string, x: NdArray, where: Operand | undefined, instead: number): NdArray {
  if (where === undefined) return x;
  const mask = spread(name, cast(toArray(name, where), "bool"), x.shape);
  return choose(mask, x, like(x, instead));
}

// How many elements are taken, for each element of the result.
function countWhere(name: string, r: Reduction, where: Operand | undefined): number | NdArray {
  if (where === undefined) return countOf(r);
  const ones = chosen(name, like(r.x, 1), where, 0);
  return reduced(ops.reduceSum, { ...r, x: ones });
}

function totalled(
  name: string,
  op: Op,
  x: Operand,
  axis: Axes | InitialOptions | undefined,
  options: InitialOptions | undefined,
): NdArray {
  const given = reduceOptions<InitialOptions>(name, axis, options);
  const none = op === ops.reduceSum ? 0 : 1;
  const a = chosen(name, number(name, x), given.where, none);
  const y = reduced(op, reduction(name, a, axis, options));
  if (given.initial === undefined) return y;
  return bind(none === 0 ? addOp : mul, [y, like(y, given.initial)]);
}

/** Sum; of nothing it is 0. Truth values are counted. */
export function sum(x: Operand, axis?: Axes | InitialOptions, options?: InitialOptions): NdArray {
  return totalled("sum", ops.reduceSum, x, axis, options);
}

/** Product; of nothing it is 1. Its derivatives are those products of the others, also at zeros. */
export function prod(x: Operand, axis?: Axes | InitialOptions, options?: InitialOptions): NdArray {
  return totalled("prod", ops.reduceProd, x, axis, options);
}

function extreme(
  name: "max" | "min",
  x: Operand,
  axis: Axes | InitialOptions | undefined,
  options: InitialOptions | undefined,
): NdArray {
  const given = reduceOptions<InitialOptions>(name, axis, options);
  const [op, pair, least] =
    name === "max"
      ? ([ops.reduceMax, maximum, -Infinity] as const)
      : ([ops.reduceMin, minimum, Infinity] as const);
  const a = toArray(name, x);
  const r = reduction(name, chosen(name, a, given.where, given.initial ?? least), axis, options);
  if (given.initial === undefined) {
    wantSome(name, r);
    return reduced(op, r);
  }
  if (countOf(r) > 0) return pair(reduced(op, r), given.initial);
  const kept = keptShape(a.shape, r.axes);
  const shape = r.keepdims ? kept : kept.filter((_, i) => !r.axes.includes(i));
  return filled(given.initial, a.dtype, shape);
}

/** Largest element; NaN if one is. Equal ones share the derivative. */
export function max(x: Operand, axis?: Axes | InitialOptions, options?: InitialOptions): NdArray {
  return extreme("max", x, axis, options);
}

/** Smallest element; NaN if one is. Equal ones share the derivative. */
export function min(x: Operand, axis?: Axes | InitialOptions, options?: InitialOptions): NdArray {
  return extreme("min", x, axis, options);
}

/** Largest less smallest element. */
export function ptp(x: Operand, axis?: Axes | ReduceOptions, options?: ReduceOptions): NdArray {
  const given = reduceOptions("ptp", axis, options);
  return bind(sub, [max(x, given), min(x, given)]);
}

/** Whether any element is true (or not 0). */
export function any(x: Operand, axis?: Axes | WhereOptions, options?: WhereOptions): NdArray {
  const { where } = reduceOptions<WhereOptions>("any", axis, options);
  const truth = chosen("any", cast(toArray("any", x), "bool"), where, 0);
  return reduced(ops.reduceMax, reduction("any", truth, axis, options));
}

/** Whether all elements are true (or not 0). */
export function all(x: Operand, axis?: Axes | WhereOptions, options?: WhereOptions): NdArray {
  const { where } = reduceOptions<WhereOptions>("all", axis, options);
  const truth = chosen("all", cast(toArray("all", x), "bool"), where, 1);
  return reduced(ops.reduceMin, reduction("all", truth, axis, options));
}

/** How many elements are not 0. */
export function countNonzero(
  x: Operand,
  axis?: Axes | ReduceOptions,
  options?: ReduceOptions,
): NdArray {
  const given = reduceOptions("countNonzero", axis, options);
  return sum(cast(toArray("countNonzero", x), "bool"), given);
}

/** Mean; of nothing it is NaN. */
export function mean(x: Operand, axis?: Axes | WhereOptions, options?: WhereOptions): NdArray {
  const { where } = reduceOptions<WhereOptions>("mean", axis, options);
  return meanOf(reduction("mean", floatArray("mean", x), axis, options), where);
}

function meanOf(r: Reduction, where: Operand | undefined): NdArray {
  const total = reduced(ops.reduceSum, { ...r, x: chosen("mean", r.x, where, 0) });
  const count = countWhere("mean", r, where);
  return bind(div, [total, typeof count === "number" ? like(total, count) : count]);
}

/** What `average` takes. */
export interface AverageOptions extends ReduceOptions {
  readonly weights?: Operand | undefined;
}

/** Mean weighted by `weights`, of the shape of `x` or one for each index of the one axis. */
export function average(
  x: Operand,
  axis?: Axes | AverageOptions,
  options?: AverageOptions,
): NdArray {
  const { weights, ...given } = reduceOptions<AverageOptions>("average", axis, options);
  if (weights === undefined) return mean(x, given);
  const a = floatArray("average", x);
  const w = cast(floatArray("average", weights), a.dtype);
  const along =
    w.ndim === 1 && typeof given.axis === "number" ? axisOf("average", given.axis, a.ndim) : -1;
  const own =
    along < 0
      ? w
      : shaped(
          w,
          a.shape.map((_, i) => (i === along ? w.size : 1)),
        );
  const whole = spread("average", own, a.shape);
  return bind(div, [sum(bind(mul, [a, whole]), given), sum(whole, given)]);
}

/** What `variance` and `std` take. */
export interface VarianceOptions extends WhereOptions {
  /** What is taken from the number of elements in the divisor. Default 0. */
  readonly ddof?: number | undefined;
  /** The same by another name. */
  readonly correction?: number | undefined;
}

/** Variance: mean square of what differs from the mean. */
export function variance(
  x: Operand,
  axis?: Axes | VarianceOptions,
  options?: VarianceOptions,
): NdArray {
  return varianceOf("var", x, axis, options);
}

function varianceOf(
  name: string,
  x: Operand,
  axis?: Axes | VarianceOptions,
  options?: VarianceOptions,
): NdArray {
  const { ddof, correction, where } = reduceOptions<VarianceOptions>(name, axis, options);
  const r = reduction(name, floatArray(name, x), axis, options);
  const centre = spread(name, meanOf({ ...r, keepdims: true }, where), r.x.shape);
  const apart = chosen(name, bind(sub, [r.x, centre]), where, 0);
  const squares = reduced(ops.reduceSum, { ...r, x: bind(mul, [apart, apart]) });
  const count = countWhere(name, r, where);
  const less = ddof ?? correction ?? 0;
  return divide(
    squares,
    typeof count === "number" ? Math.max(0, count - less) : maximum(subtract(count, less), 0),
  );
}

/** Standard deviation. Its derivative where all elements are equal is taken to be 0. */
export function std(x: Operand, axis?: Axes | VarianceOptions, options?: VarianceOptions): NdArray {
  return bind(exponential.sqrt, [varianceOf("std", x, axis, options)]);
}

// x less its largest element along the axes, in which no exponential overflows. What is taken away
// has no derivative: the functions made of this do not depend on it. At an infinite maximum equal
// elements are 0 and the others -∞.
function shifted({ x, axes }: Reduction): { low: NdArray; top: NdArray } {
  if (sizeOf(x.shape) === 0) {
    return { low: x, top: filled(0, x.dtype, keptShape(x.shape, axes)) };
  }
  const most = reduced(ops.reduceMax, { x: bind(stop, [x]), axes, keepdims: true });
  const top = spread("max", most, x.shape);
  const finite = bind(ne, [bind(absOp, [top]), like(x, Infinity)]);
  const atInfinity = bind(select, [bind(eq, [x, top]), like(x, 0), like(x, -Infinity)]);
  return { low: bind(select, [finite, bind(sub, [x, top]), atInfinity]), top: most };
}

/**
 * log Σ eˣ, in which nothing overflows; of nothing, and where all are -∞, it is -∞. `b` are factors
 * of the exponentials.
 */
export function logsumexp(
  x: Operand,
  axis?: Axes | LogsumexpOptions,
  options?: LogsumexpOptions,
): NdArray {
  const a = floatArray("logsumexp", x);
  const { b } = reduceOptions<LogsumexpOptions>("logsumexp", axis, options);
  const r = reduction("logsumexp", a, axis, options);
  const kept = keptShape(a.shape, r.axes);
  const final = (y: NdArray): NdArray =>
    r.keepdims
      ? shaped(y, kept)
      : shaped(
          y,
          a.shape.filter((_, i) => !r.axes.includes(i)),
        );
  if (countOf(r) === 0) return final(filled(-Infinity, a.dtype, kept));
  const { low, top } = shifted(r);
  let terms = bind(exponential.exp, [low]);
  if (b !== undefined) {
    const factors = cast(floatArray("logsumexp", b), a.dtype);
    terms = bind(mul, [terms, spread("logsumexp", factors, a.shape)]);
  }
  const total = bind(exponential.log, [
    reduced(ops.reduceSum, { x: terms, axes: r.axes, keepdims: true }),
  ]);
  return final(bind(addOp, [total, top]));
}

/** What `logsumexp` takes. */
export interface LogsumexpOptions extends ReduceOptions {
  readonly b?: Operand | undefined;
}

/** What `softmax` and `logSoftmax` take. */
export interface SoftmaxOptions {
  /** Axes over which the sum is 1. Default: the last. */
  readonly axis?: Axes | undefined;
}

function softmaxAxes(name: string, axis: Axes | SoftmaxOptions | undefined): { axis: Axes } {
  const given = typeof axis === "object" && axis !== null && !Array.isArray(axis);
  const { axis: axes } = given ? optionsOf(name, axis as SoftmaxOptions) : { axis: axis as Axes };
  return { axis: axes === undefined ? -1 : axes };
}

/** eˣ / Σ eˣ, in which nothing overflows; at ∞, and where all are -∞, the limit. */
export function softmax(x: Operand, axis?: Axes | SoftmaxOptions): NdArray {
  const r = reduction("softmax", floatArray("softmax", x), softmaxAxes("softmax", axis), undefined);
  const e = bind(exponential.exp, [shifted(r).low]);
  const total = reduced(ops.reduceSum, { x: e, axes: r.axes, keepdims: true });
  return bind(div, [e, spread("softmax", total, e.shape)]);
}

/** log softmax(x), accurate where that is near 0 or 1. */
export function logSoftmax(x: Operand, axis?: Axes | SoftmaxOptions): NdArray {
  const r = reduction(
    "logSoftmax",
    floatArray("logSoftmax", x),
    softmaxAxes("logSoftmax", axis),
    undefined,
  );
  const { low } = shifted(r);
  const e = bind(exponential.exp, [low]);
  const total = reduced(ops.reduceSum, { x: e, axes: r.axes, keepdims: true });
  return bind(sub, [low, spread("logSoftmax", bind(exponential.log, [total]), low.shape)]);
}

/** Index of the largest element, the first of several, NaN above all; of all elements in order if `axis` is null. */
export function argmax(
  x: Operand,
  axis?: number | null | ArgOptions,
  options?: ArgOptions,
): NdArray {
  return place("argmax", ops.argMax, x, axis, options);
}

/** Index of the smallest element, the first of several, NaN below all; of all elements in order if `axis` is null. */
export function argmin(
  x: Operand,
  axis?: number | null | ArgOptions,
  options?: ArgOptions,
): NdArray {
  return place("argmin", ops.argMin, x, axis, options);
}

/** What `argmax` and `argmin` take. */
export interface ArgOptions {
  readonly axis?: number | null | undefined;
  readonly keepdims?: boolean | undefined;
}

function place(
  name: string,
  op: Op,
  x: Operand,
  axis: number | null | ArgOptions | undefined,
  options: ArgOptions | undefined,
): NdArray {
  const { axis: along = null, keepdims = false } = reduceOptions<ArgOptions>(name, axis, options);
  const a = number(name, x);
  const flat = along === null ? shaped(a, [a.size]) : a;
  const i = along === null ? 0 : axisOf(name, along, a.ndim);
  wantSome(name, { x: flat, axes: [i], keepdims });
  const found = bind(op, [flat], { axis: i });
  if (!keepdims) return found;
  return shaped(found, along === null ? a.shape.map(() => 1) : keptShape(a.shape, [i]));
}

/** Whether both have one shape and equal elements. */
export function arrayEqual(x: Operand, y: Operand): NdArray {
  const [a, b] = [toArray("arrayEqual", x), toArray("arrayEqual", y)];
  if (a.shape.join() !== b.shape.join()) return filled(0, "bool", []);
  const dtype = isFloatArray(a) || isFloatArray(b) ? "f64" : "i32";
  return all(bind(eq, [cast(a, dtype), cast(b, dtype)]));
}
