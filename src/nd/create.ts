// New arrays.
import { tensorData } from "../ir/tensor.ts";
import { arrayOf, sizeOf } from "../ir/types.ts";
import { broadcast, iota, reshape } from "../ops/arrays/index.ts";
import { eq, ge } from "../ops/compare.ts";
import { add, multiply, power, subtract } from "./arithmetic.ts";
import { broadcastTo } from "./arrange.ts";
import { NdArray, type NdDtype, type StoredDtype } from "./array.ts";
import { shapeOf, type Shape } from "./axes.ts";
import { equal, where } from "./compare.ts";
import {
  cast,
  computable,
  filled,
  isData,
  made,
  ofData,
  stored,
  toArray,
  type Operand,
} from "./convert.ts";
import { bind } from "./engine.ts";
import { fault } from "./fault.ts";
import { optionsOf } from "./options.ts";
import { together } from "./promote.ts";

/**
 * The array of a number, of lists of numbers or arrays nested to one depth, or of typed memory, which
 * is copied. Elements are f64 (of numbers), bool (of truth values), or those of the memory: f64, f32,
 * i32, f16; shorter integers become i32. `dtype` asks for others.
 *
 * @throws NB6003 if it is not made of numbers, or there is no such type; NB6005 if lists differ in length
 */
export function array(x: Operand, dtype?: StoredDtype): NdArray {
  return withDtype("array", x, dtype);
}

function withDtype(name: string, x: Operand, dtype: StoredDtype | undefined): NdArray {
  if (dtype !== undefined) return stored(name, x, dtype);
  if (x instanceof NdArray && !x.weak) return x;
  return isData(x) ? ofData(x, true) : toArray(name, x);
}

/** As `array`, but Float64Array, Float32Array and Int32Array are taken as they are: nobody may write to them later. */
export function asarray(x: Operand, dtype?: StoredDtype): NdArray {
  return isData(x) ? withDtype("asarray", ofData(x, false), dtype) : array(x, dtype);
}

/** Zeros. */
export function zeros(shape: Shape, dtype: NdDtype = "f64"): NdArray {
  return filled(0, dtype, shapeOf("zeros", shape));
}

/** Ones. */
export function ones(shape: Shape, dtype: NdDtype = "f64"): NdArray {
  return filled(1, dtype, shapeOf("ones", shape));
}

/** One value everywhere; its type is that of the value (numbers: f64) unless `dtype` is given. */
export function full(shape: Shape, value: Operand, dtype?: NdDtype): NdArray {
  const extents = shapeOf("full", shape);
  if (typeof value === "number") return filled(value, dtype ?? "f64", extents);
  return broadcastTo(array(value, dtype), extents);
}

/** Zeros in the shape of `x`, and in its type unless `dtype` is given. */
export function zerosLike(x: Operand, dtype?: NdDtype): NdArray {
  return fullLike(x, 0, dtype);
}

/** Ones in the shape of `x`, and in its type unless `dtype` is given. */
export function onesLike(x: Operand, dtype?: NdDtype): NdArray {
  return fullLike(x, 1, dtype);
}

/** One value in the shape of `x`, and in its type unless `dtype` is given. */
export function fullLike(x: Operand, value: Operand, dtype?: NdDtype): NdArray {
  const a = toArray("fullLike", x);
  return full(a.shape, value, dtype ?? a.dtype);
}

/** Numbers from `start` on, before `stop`, in steps of `step` (default 1); `arange(n)` is 0 to n - 1. */
export function arange(
  start: number,
  stop?: number | null,
  step = 1,
  dtype: NdDtype = "f64",
): NdArray {
  const [from, to] = stop === undefined || stop === null ? [0, start] : [start, stop];
  if (!Number.isFinite(from) || !Number.isFinite(to) || !Number.isFinite(step) || step === 0) {
    fault(
      "NB5010",
      `\`arange\` from ${from} to ${to} by ${step}`,
      "give finite numbers, and a step other than 0",
    );
  }
  const data = tensorData(computable(dtype), Math.max(0, Math.ceil((to - from) / step)));
  for (let i = 0; i < data.length; i++) data[i] = from + i * step;
  return made(dtype, [data.length], data);
}

/** What `linspace` takes besides. */
export interface LinspaceOptions {
  /** Whether `stop` is the last of them. Default true. */
  readonly endpoint?: boolean | undefined;
  readonly dtype?: NdDtype | undefined;
}

/** `count` numbers (default 50) evenly from `start` to `stop`, which may be arrays: a new axis comes first. */
export function linspace(
  start: Operand,
  stop: Operand,
  count = 50,
  options: LinspaceOptions = {},
): NdArray {
  const { endpoint = true, dtype } = optionsOf("linspace", options);
  if (!Number.isInteger(count) || count < 0) {
    fault("NB5010", `\`linspace\` of ${count} numbers`, "give how many: a whole number, 0 or more");
  }
  const [first, last] = together("linspace", [array(start), array(stop)], "float");
  const parts = Math.max(1, endpoint ? count - 1 : count);
  const ends = [count, ...first!.shape.map(() => 1)];
  const t = filledWith(ends, (i) => i / parts);
  // at the end all of `stop`, whatever rounding does to the difference
  const line = add(first!, multiply(subtract(last!, first!), t));
  const whole = endpoint && count > 1 ? where(equal(t, 1), last!, line) : line;
  return dtype === undefined ? whole : cast(whole, dtype);
}

// What `at` gives for each place in an array of f64.
function filledWith(shape: readonly number[], at: (i: number) => number): NdArray {
  const data = new Float64Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = at(i);
  return made("f64", shape, data);
}

/** Numbers evenly on a logarithmic scale, from base**start to base**stop. */
export function logspace(
  start: Operand,
  stop: Operand,
  count = 50,
  options: LinspaceOptions & { readonly base?: number } = {},
): NdArray {
  const { base = 10, ...spacing } = optionsOf("logspace", options);
  return power(base, linspace(start, stop, count, spacing));
}

/** What `eye` and `tri` take besides; a number is `k`. */
export interface EyeOptions {
  /** Which diagonal has the ones: above the main one if positive. Default 0. */
  readonly k?: number | undefined;
  readonly dtype?: NdDtype | undefined;
}

/** An n×m matrix (m is n by default) with ones on a diagonal. */
export function eye(n: number, m: number = n, options: number | EyeOptions = 0): NdArray {
  const { k = 0, dtype = "f64" } = diagonalOptions("eye", options);
  const [rows, columns] = rowsAndColumns("eye", n, m);
  return cast(bind(eq, [add(rows, k), columns]), dtype);
}

/** An n×m matrix (m is n by default) with ones on and below a diagonal. */
export function tri(n: number, m: number = n, options: number | EyeOptions = 0): NdArray {
  const { k = 0, dtype = "f64" } = diagonalOptions("tri", options);
  const [rows, columns] = rowsAndColumns("tri", n, m);
  return cast(bind(ge, [add(rows, k), columns]), dtype);
}

function diagonalOptions(name: string, given: number | EyeOptions): EyeOptions {
  return typeof given === "number" ? { k: given } : optionsOf(name, given);
}

function rowsAndColumns(name: string, n: number, m: number): [NdArray, NdArray] {
  const shape = shapeOf(name, [n, m]);
  const along = (axis: number): NdArray => bind(iota, [], { type: arrayOf("i32", shape), axis });
  return [along(0), along(1)];
}

/** The n×n identity matrix. */
export function identity(n: number, dtype: NdDtype = "f64"): NdArray {
  return eye(n, n, { dtype });
}

/**
 * Arrays of the coordinates of a grid, one for each vector: with `indexing` "xy" (default) the first
 * two axes are swapped, with "ij" they are in order.
 */
export function meshgrid(
  xs: readonly Operand[],
  options: { readonly indexing?: "xy" | "ij" | undefined } = {},
): NdArray[] {
  const { indexing = "xy" } = optionsOf("meshgrid", options);
  const vectors = xs.map((x) => {
    const a = toArray("meshgrid", x);
    return a.ndim === 1 ? a : bind(reshape, [a], { shape: [a.size] });
  });
  const shape = vectors.map(({ size }) => size);
  const swapped = indexing === "xy" && shape.length > 1;
  const axisFor = (i: number): number => (swapped && i < 2 ? 1 - i : i);
  const whole = shape.map((_, axis) => shape[axisFor(axis)]!);
  return vectors.map((x, i) => bind(broadcast, [x], { shape: whole, axes: [axisFor(i)] }));
}

/**
 * `x` with elements of another type. Floats become integers by cutting off their fraction, held
 * within 32 bits; of anything but 0, truth values are true. To f16, which arrays are only stored in,
 * numbers are rounded once, to the nearest, of two to the even one.
 *
 * @throws NB6003 if there is no such type; at f16 in compiled code
 */
export function astype(x: Operand, dtype: StoredDtype): NdArray {
  return stored("astype", x, dtype);
}
