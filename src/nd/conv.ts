// Convolution and pooling over the last one or two axes: [n, channels, w] or [n, channels, h, w].
import { add, mul } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { flip, shaped, swapaxes } from "./arrange.ts";
import { isFloatArray } from "./arithmetic.ts";
import { cast, filled, made, toArray, type Operand } from "./convert.ts";
import { commonDtype } from "./dtypes.ts";
import { bind } from "./engine.ts";
import { fault, show, showShape } from "./fault.ts";
import { ofOneDtype } from "./matmul.ts";
import { optionsOf } from "./options.ts";
import { spread } from "./promote.ts";

/** None ("VALID"), as much as makes ⌈n / stride⌉ results ("SAME", the odd one at the end; "SAME_LOWER", in front), or [before, after] for each axis; negative cuts off. */
export type Padding = "VALID" | "SAME" | "SAME_LOWER" | readonly (readonly [number, number])[];

/** One number for all axes, or one for each. */
type PerAxis = number | readonly number[];

/** What `conv1d` and `conv2d` take. */
export interface ConvOptions {
  /** How far apart results are. Default 1. */
  readonly stride?: PerAxis | undefined;
  /** Default "VALID". */
  readonly padding?: Padding | undefined;
  /** How far apart the elements of x are, with zeros between: 1 is as they are. */
  readonly lhsDilation?: PerAxis | undefined;
  /** How far apart the elements of the kernel are. Default 1. */
  readonly rhsDilation?: PerAxis | undefined;
  /** In how many groups channels are, each with its own kernels. Default 1. */
  readonly groups?: number | undefined;
}

/** What `convTranspose1d` and `convTranspose2d` take. */
export interface ConvTransposeOptions {
  readonly stride?: PerAxis | undefined;
  /** Of the convolution that is transposed; a list is that of the convolution that is made. Default "SAME". */
  readonly padding?: Padding | undefined;
  readonly rhsDilation?: PerAxis | undefined;
  /** Whether `w` is the kernel of the forward convolution: [channels of x, channels of the result, …], flipped here. Default false. */
  readonly transposeKernel?: boolean | undefined;
}

/** Cross-correlation of x [n, c, w] with a kernel [o, c / groups, w]: [n, o, w′]. */
export function conv1d(x: Operand, w: Operand, options: ConvOptions = {}): NdArray {
  return convolved("conv1d", 1, x, w, optionsOf("conv1d", options));
}

/** Cross-correlation of x [n, c, h, w] with a kernel [o, c / groups, h, w]: [n, o, h′, w′]. */
export function conv2d(x: Operand, w: Operand, options: ConvOptions = {}): NdArray {
  return convolved("conv2d", 2, x, w, optionsOf("conv2d", options));
}

function perAxis(name: string, what: string, given: PerAxis, rank: number): number[] {
  const list = typeof given === "number" ? Array.from({ length: rank }, () => given) : [...given];
  if (list.length !== rank || !list.every((n) => Number.isInteger(n) && n >= 1)) {
    fault(
      "NB5010",
      `\`${name}\`: ${what} ${showShape(list)}`,
      `give a whole number from 1 on, or ${rank} of them`,
    );
  }
  return list;
}

// [before, after] for each axis, for windows that are `window` long over `sizes`.
function paddingOf(
  name: string,
  padding: Padding,
  sizes: readonly number[],
  window: readonly number[],
  stride: readonly number[],
): (readonly [number, number])[] {
  wantPadding(name, padding, ["VALID", "SAME", "SAME_LOWER"], sizes.length);
  if (padding === "VALID") return sizes.map(() => [0, 0]);
  if (padding === "SAME" || padding === "SAME_LOWER") {
    return sizes.map((n, i) => {
      const all = Math.max(0, (Math.ceil(n / stride[i]!) - 1) * stride[i]! + window[i]! - n);
      const [less, more] = [Math.floor(all / 2), Math.ceil(all / 2)];
      return padding === "SAME" ? [less, more] : [more, less];
    });
  }
  return [...padding];
}

function wantPadding(name: string, padding: Padding, names: readonly string[], axes: number): void {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every(Number.isInteger);
  const isRight =
    typeof padding === "string"
      ? names.includes(padding)
      : Array.isArray(padding) && padding.length === axes && padding.every(isPair);
  if (isRight) return;
  fault(
    "NB5010",
    `\`${name}\`: padding ${JSON.stringify(padding)}`,
    `${names.map((one) => `"${one}"`).join(", ")}, or [before, after] for each of ${axes} axes`,
  );
}

const dilated = (n: number, by: number): number => (n === 0 ? 0 : (n - 1) * by + 1);

// Arrays of one axis have a second one of size 1 in front of it.
const leading = (rank: number, list: readonly number[], value: number): number[] =>
  rank === 1 ? [value, ...list] : [...list];

function planes(a: NdArray, rank: number): NdArray {
  return rank === 1 ? shaped(a, [a.shape[0]!, a.shape[1]!, 1, a.shape[2]!]) : a;
}

function convolved(
  name: string,
  rank: 1 | 2,
  x: Operand,
  w: Operand,
  {
    stride: strides = 1,
    padding = "VALID",
    lhsDilation = 1,
    rhsDilation = 1,
    groups = 1,
  }: ConvOptions,
): NdArray {
  const [given, weights] = ofOneDtype(name, [x, w]) as [NdArray, NdArray];
  // whole numbers are exact in doubles
  const [a, kernel] = isFloatArray(given)
    ? [given, weights]
    : [cast(given, "f64"), cast(weights, "f64")];
  const stride = perAxis(name, "stride", strides, rank);
  const lhs = perAxis(name, "lhsDilation", lhsDilation, rank);
  const rhs = perAxis(name, "rhsDilation", rhsDilation, rank);
  checkConv(name, rank, a, kernel, groups);
  const sizes = a.shape.slice(2).map((n, i) => dilated(n, lhs[i]!));
  const window = kernel.shape.slice(2).map((n, i) => dilated(n, rhs[i]!));
  const pads = paddingOf(name, padding, sizes, window, stride);
  const sums = bind(ops.conv, [planes(a, rank), planes(kernel, rank)], {
    stride: leading(rank, stride, 1),
    low: leading(
      rank,
      pads.map(([low]) => low),
      0,
    ),
    high: leading(
      rank,
      pads.map(([, high]) => high),
      0,
    ),
    lhs: leading(rank, lhs, 1),
    rhs: leading(rank, rhs, 1),
    groups,
  });
  const y = cast(sums, given.dtype);
  return rank === 1 ? shaped(y, [y.shape[0]!, y.shape[1]!, y.shape[3]!]) : y;
}

function checkConv(name: string, rank: number, x: NdArray, w: NdArray, groups: number): void {
  const [channels, outputs] = [x.shape[1]!, w.shape[0]!];
  const ranks = x.ndim === rank + 2 && w.ndim === rank + 2;
  const divides = Number.isInteger(groups) && groups >= 1 && outputs % groups === 0;
  if (ranks && divides && w.shape[1]! * groups === channels) return;
  const axes = rank === 1 ? "w" : "h, w";
  fault(
    "NB6005",
    `\`${name}\` of ${show(x)} with the kernel ${show(w)}${groups === 1 ? "" : ` in ${groups} groups`}`,
    `x is [n, channels, ${axes}], the kernel [outputs, channels / groups, ${axes}]; groups divide both`,
  );
}

/** A convolution of stride 1 of x [n, c, w] with `stride` - 1 zeros between its elements: [n, o, w′]. */
export function convTranspose1d(
  x: Operand,
  w: Operand,
  options: ConvTransposeOptions = {},
): NdArray {
  return transposed("convTranspose1d", 1, x, w, optionsOf("convTranspose1d", options));
}

/** A convolution of stride 1 of x [n, c, h, w] with `stride` - 1 zeros between its elements: [n, o, h′, w′]. */
export function convTranspose2d(
  x: Operand,
  w: Operand,
  options: ConvTransposeOptions = {},
): NdArray {
  return transposed("convTranspose2d", 2, x, w, optionsOf("convTranspose2d", options));
}

function transposed(
  name: string,
  rank: 1 | 2,
  x: Operand,
  w: Operand,
  {
    stride: strides = 1,
    padding = "SAME",
    rhsDilation = 1,
    transposeKernel = false,
  }: ConvTransposeOptions,
): NdArray {
  wantPadding(name, padding, ["VALID", "SAME"], rank);
  const stride = perAxis(name, "stride", strides, rank);
  const rhs = perAxis(name, "rhsDilation", rhsDilation, rank);
  const given = toArray(name, w);
  if (given.ndim !== rank + 2) {
    fault("NB6005", `\`${name}\` with the kernel ${show(given)}`, `it needs ${rank + 2} axes`);
  }
  const spatial = Array.from({ length: rank }, (_, i) => i + 2);
  const kernel = transposeKernel ? flip(swapaxes(given, 0, 1), spatial) : given;
  const pads = given.shape.slice(2).map((n, i): [number, number] => {
    if (typeof padding !== "string") return [...padding[i]!];
    const [k, s] = [dilated(n, rhs[i]!), stride[i]!];
    const all = k + s - 2 + (padding === "SAME" ? 0 : Math.max(k - s, 0));
    const low = padding === "SAME" && s <= k - 1 ? Math.ceil(all / 2) : k - 1;
    return [low, all - low];
  });
  return convolved(name, rank, x, kernel, {
    padding: pads,
    lhsDilation: stride,
    rhsDilation: rhs,
  });
}

/** What pooling takes. */
export interface PoolOptions {
  /** How far apart windows are. Default: their size. */
  readonly stride?: PerAxis | undefined;
  /** Default "VALID". */
  readonly padding?: Padding | undefined;
}

interface Windows {
  /** [n·channels, h, w]. */
  readonly x: NdArray;
  readonly window: readonly number[];
  readonly stride: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** The shape of the result, from its extents. */
  readonly result: (h: number, w: number) => readonly number[];
}

function windowsOf(name: string, x: Operand, window: PerAxis, options: PoolOptions): Windows {
  const a = toArray(name, x);
  const rank = a.ndim - 2;
  if (rank !== 1 && rank !== 2) {
    fault("NB6005", `\`${name}\` of ${show(a)}`, "give [n, channels, w] or [n, channels, h, w]");
  }
  const sizes = a.shape.slice(2);
  const size = perAxis(name, "window", window, rank);
  const stride = perAxis(name, "stride", optionsOf(name, options).stride ?? size, rank);
  const pads = paddingOf(name, options.padding ?? "VALID", sizes, size, stride);
  const [n, channels] = a.shape as [number, number];
  return {
    x: shaped(a, [n * channels, ...leading(rank, sizes, 1)]),
    window: leading(rank, size, 1),
    stride: leading(rank, stride, 1),
    low: leading(
      rank,
      pads.map(([low]) => low),
      0,
    ),
    high: leading(
      rank,
      pads.map(([, high]) => high),
      0,
    ),
    result: (h, w) => (rank === 1 ? [n, channels, w] : [n, channels, h, w]),
  };
}

/** The largest element of each window; padding never is. Of equal ones the first has the derivative. */
export function maxPool(x: Operand, window: PerAxis, options: PoolOptions = {}): NdArray {
  const { x: a, result, ...attrs } = windowsOf("maxPool", x, window, options);
  const place = bind(ops.windowArgMax, [a], attrs);
  const [images, h, w] = place.shape as [number, number, number];
  const size = a.shape[1]! * a.shape[2]!;
  // places within an image, in all images
  const first = made(
    "i32",
    [images],
    Int32Array.from({ length: images }, (_, i) => i * size),
  );
  const start = bind(ops.broadcast, [first], { shape: place.shape, axes: [0] });
  const places = shaped(bind(add, [place, start]), [place.size]);
  const taken = bind(ops.gather, [shaped(a, [a.size]), places]);
  return shaped(taken, result(h, w));
}

/** The mean of each window, over its size, or over what of it is not padding if `countIncludePad` is false. */
export function avgPool(
  x: Operand,
  window: PerAxis,
  options: PoolOptions & { readonly countIncludePad?: boolean | undefined } = {},
): NdArray {
  const { x: given, result, window: size, ...attrs } = windowsOf("avgPool", x, window, options);
  const a = cast(given, commonDtype([given], "float"));
  const [images, h, w] = a.shape as [number, number, number];
  const conv = { ...attrs, lhs: [1, 1], rhs: [1, 1], groups: 1 };
  const kernel = filled(1, a.dtype, [1, 1, ...size]);
  const sums = bind(ops.conv, [shaped(a, [images, 1, h, w]), kernel], conv);
  const [rows, columns] = [sums.shape[2]!, sums.shape[3]!];
  const share = new Float64Array(rows * columns);
  const inside = (at: number, axis: 0 | 1): number => {
    if (options.countIncludePad !== false) return size[axis]!;
    const from = at * attrs.stride[axis]! - attrs.low[axis]!;
    return Math.min(axis === 0 ? h : w, from + size[axis]!) - Math.max(0, from);
  };
  for (let i = 0; i < share.length; i++) {
    share[i] = 1 / (inside(Math.floor(i / columns), 0) * inside(i % columns, 1));
  }
  const shares = cast(made("f64", [rows, columns], share), a.dtype);
  const means = bind(mul, [sums, spread("avgPool", shares, sums.shape)]);
  return shaped(means, result(rows, columns));
}
