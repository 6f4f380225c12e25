// Elements read and written by arrays of indices. Negative indices count from the end.
import { sizeOf } from "../ir/types.ts";
import { stridesOf } from "../ir/tensor.ts";
import type { Op } from "../ir/op.ts";
import * as ops from "../ops/arrays/index.ts";
import { add as addOp, mul } from "../ops/arith.ts";
import { lt } from "../ops/compare.ts";
import { NdArray, type NdDtype } from "./array.ts";
import { choose, like, maximum, minimum } from "./arithmetic.ts";
import { moveaxis, shaped } from "./arrange.ts";
import { axisOf } from "./axes.ts";
import { equal } from "./compare.ts";
import { cast, known, made, toArray, toOperand, type Operand } from "./convert.ts";
import { commonDtype } from "./dtypes.ts";
import { bind } from "./engine.ts";
import { fault, show, showShape } from "./fault.ts";
import { checked, indexArray } from "./indices.ts";
import { part } from "./join.ts";
import { optionsOf } from "./options.ts";
import { commonShape, spread } from "./promote.ts";
import { gathered } from "./sort.ts";
import { take } from "./take.ts";

/** x[i0, i1, …]: elements, or rows, of the leading axes; the indices broadcast against each other. */
export function gather(x: Operand, ...indices: Operand[]): NdArray {
  const a = toArray("gather", x);
  const { places, shape, extents } = leadingPlaces("gather", a, indices);
  const rows = shaped(a, [sizeOf(extents), ...a.shape.slice(extents.length)]);
  return shaped(bind(ops.gather, [rows, places]), [...shape, ...rows.shape.slice(1)]);
}

interface Places {
  /** Row numbers in the leading axes taken as one; a list. */
  readonly places: NdArray;
  /** The shape that the indices have together. */
  readonly shape: readonly number[];
  /** The leading axes. */
  readonly extents: readonly number[];
}

function leadingPlaces(name: string, a: NdArray, indices: readonly Operand[]): Places {
  const given = indices.map((i) => indexArray(name, i));
  if (given.length > a.ndim || given.length === 0) {
    fault(
      "NB6002",
      `\`${name}\` of ${show(a)} by ${given.length} indices`,
      "give at most one for each axis",
    );
  }
  const shape = commonShape(name, given);
  const extents = a.shape.slice(0, given.length);
  const strides = stridesOf(extents);
  let places: NdArray | undefined;
  for (const [axis, i] of given.entries()) {
    const inside = spread(name, checked(i, extents[axis]!), shape);
    const stride = strides[axis]!;
    const term = stride === 1 ? inside : bind(mul, [inside, like(inside, stride)]);
    places = places === undefined ? term : bind(addOp, [places, term]);
  }
  return { places: shaped(places!, [sizeOf(shape)]), shape, extents };
}

/** Where `condition`, a vector that has to be known when compiling, is true along an axis; of all elements in order, if it is null. */
export function compress(condition: Operand, x: Operand, axis: number | null = null): NdArray {
  const mask = toArray("compress", condition);
  const a = toArray("compress", x);
  const flat = axis === null ? shaped(a, [a.size]) : a;
  const at = axis === null ? 0 : axisOf("compress", axis, a.ndim);
  if (mask.ndim !== 1 || mask.size > flat.shape[at]!) {
    fault(
      "NB6001",
      `\`compress\` of ${show(a)} by ${show(mask)}`,
      "give a truth value for each index",
    );
  }
  return take(flat, truePlaces("compress", mask), at);
}

function truePlaces(name: string, mask: NdArray): NdArray {
  const places: number[] = [];
  for (const [i, v] of known(name, "the mask", mask).entries()) if (v !== 0) places.push(i);
  return made("i32", [places.length], Int32Array.from(places));
}

/** Elements (rows) where `mask`, which has to be known when compiling and covers the leading axes, is true. */
export function booleanIndex(x: Operand, mask: Operand): NdArray {
  const a = toArray("booleanIndex", x);
  const m = toArray("booleanIndex", mask);
  const covers = m.ndim <= a.ndim && m.shape.every((n, i) => n === a.shape[i]);
  if (!covers) {
    fault(
      "NB6001",
      `\`booleanIndex\` of ${show(a)} by ${show(m)}`,
      "the mask has to have the leading axes of the array",
    );
  }
  const rows = shaped(a, [m.size, ...a.shape.slice(m.ndim)]);
  return bind(ops.gather, [rows, truePlaces("booleanIndex", m)]);
}

/** Indices of the elements that are not 0, one array for each axis; they have to be known when compiling. */
export function nonzero(x: Operand): NdArray[] {
  const a = toArray("nonzero", x);
  const data = known("nonzero", "the array", a);
  const places = Array.from(data.keys()).filter((i) => data[i] !== 0);
  const strides = stridesOf(a.shape);
  return a.shape.map((n, axis) =>
    made(
      "i32",
      [places.length],
      Int32Array.from(places, (p) => Math.floor(p / strides[axis]!) % n),
    ),
  );
}

/** The elements that there are, each once, ascending; they have to be known when compiling. */
export function unique(x: Operand): NdArray {
  const a = toArray("unique", x);
  const data = known("unique", "the array", a).toSorted();
  const kept = data.filter((v, i) => i === 0 || v !== data[i - 1]);
  return made(a.dtype, [kept.length], kept);
}

/** What `bincount` takes. */
export interface BincountOptions {
  /** What is added for each element. Default: 1. */
  readonly weights?: Operand | undefined;
  /** How many counts there are. Default: one more than the largest, which then has to be known when compiling. */
  readonly length?: number | undefined;
}

/** How often each of 0, 1, … `length` - 1 is among `x`, or how much of `weights`. */
export function bincount(x: Operand, options: BincountOptions = {}): NdArray {
  const i = indexArray("bincount", x);
  const { weights, length = largestOf(i) + 1 } = optionsOf("bincount", options);
  const w = weights === undefined ? like(i, 1) : toArray("bincount", weights);
  const none = like(w, 0);
  const zeros = bind(
    ops.broadcast,
    [shaped(bind(ops.reduceSum, [none], { axes: none.shape.map((_, k) => k) }), [])],
    { shape: [length], axes: [] },
  );
  return scatterAdd(zeros, i, w);
}

function largestOf(x: NdArray): number {
  const wayOut = "give how many counts there are: `nd.bincount(x, { length: 10 })`";
  let most = -1;
  for (const v of known("bincount", "the largest number", x, wayOut)) most = Math.max(most, v);
  return most;
}

function scattered(name: string, op: Op, args: readonly Operand[]): NdArray {
  const x = toArray(name, args[0]!);
  const updates = toOperand(name, args[args.length - 1]!);
  if (args.length < 3) {
    fault(
      "NB5010",
      `\`${name}\` of ${args.length} arguments`,
      "give an array, indices, and what is written",
    );
  }
  const { places, shape, extents } = leadingPlaces(name, x, args.slice(1, -1));
  const rest = x.shape.slice(extents.length);
  const dtype: NdDtype = x.dtype;
  if (
    commonDtype([x, updates], "any") !== dtype &&
    !updates.weak &&
    typeof args.at(-1) !== "number"
  ) {
    fault(
      "NB6003",
      `\`${name}\` of ${show(x)} and ${show(updates)}`,
      `convert what is written: \`.astype("${dtype}")\``,
    );
  }
  const rows = shaped(spread(name, cast(updates, dtype), [...shape, ...rest]), [
    sizeOf(shape),
    ...rest,
  ]);
  const flat = shaped(x, [sizeOf(extents), ...rest]);
  return shaped(bind(op, [flat, places, rows]), x.shape);
}

/** `scatterSet(x, i0, …, updates)`: x with x[i0, …] set; of equal indices the last wins. */
export function scatterSet(x: Operand, ...indicesAndUpdates: Operand[]): NdArray {
  return scattered("scatterSet", ops.scatterSet, [x, ...indicesAndUpdates]);
}

/** `scatterAdd(x, i0, …, updates)`: x with x[i0, …] increased, as often as an index is there. */
export function scatterAdd(x: Operand, ...indicesAndUpdates: Operand[]): NdArray {
  return scattered("scatterAdd", ops.scatterAdd, [x, ...indicesAndUpdates]);
}

// Numbers where a block begins, moved so that it fits: one scalar array for each axis.
function startsOf(name: string, x: NdArray, given: Operand, size: readonly number[]): NdArray[] {
  const starts = scalarsOf(name, given);
  if (starts.length !== x.ndim || size.length !== x.ndim) {
    fault(
      "NB6001",
      `\`${name}\` of ${show(x)} from ${starts.length} numbers, sizes ${showShape(size)}`,
      "give a start and a size for each axis",
    );
  }
  return x.shape.map((n, axis) => {
    if (size[axis]! > n) {
      fault(
        "NB6005",
        `\`${name}\`: ${showShape(size)} of ${show(x)}`,
        "the block has to fit into the array",
      );
    }
    const start = starts[axis]!;
    const fromEnd = choose(
      bind(lt, [start, like(start, 0)]),
      bind(addOp, [start, like(start, n)]),
      start,
    );
    return minimum(maximum(fromEnd, 0), n - size[axis]!);
  });
}

// The numbers of a list, or of an array of one axis.
function scalarsOf(name: string, list: Operand): NdArray[] {
  if (Array.isArray(list) && !list.some((item) => Array.isArray(item))) {
    return list.map((item: Operand) => shaped(indexArray(name, item), []));
  }
  const s = indexArray(name, list);
  if (s.ndim !== 1) fault("NB6005", `\`${name}\` from ${show(s)}`, "starts are a list of numbers");
  return Array.from({ length: s.size }, (_, i) => shaped(part(s, 0, i, i + 1), []));
}

// Places in x of the elements of a block.
function blockPlaces(x: NdArray, starts: readonly NdArray[], size: readonly number[]): NdArray {
  const strides = stridesOf(x.shape);
  const local = new Int32Array(sizeOf(size));
  const own = stridesOf(size);
  for (let p = 0; p < local.length; p++) {
    for (const [axis, stride] of own.entries()) {
      local[p]! += (Math.floor(p / stride) % size[axis]!) * strides[axis]!;
    }
  }
  let offset: NdArray | undefined;
  for (const [axis, start] of starts.entries()) {
    const term = bind(mul, [start, like(start, strides[axis]!)]);
    offset = offset === undefined ? term : bind(addOp, [offset, term]);
  }
  const places = made("i32", [local.length], local);
  return offset === undefined
    ? places
    : bind(addOp, [places, spread("slice", offset, places.shape)]);
}

/** The block of `sizes` that begins at `starts`, a number for each axis; it is moved so that it fits. */
export function dynamicSlice(x: Operand, starts: Operand, sizes: readonly number[]): NdArray {
  const a = toArray("dynamicSlice", x);
  const from = startsOf("dynamicSlice", a, starts, sizes);
  return gathered(a, blockPlaces(a, from, sizes), sizes);
}

/** `x` with the block `update` at `starts`; it is moved so that it fits. */
export function dynamicUpdateSlice(x: Operand, update: Operand, starts: Operand): NdArray {
  const a = toArray("dynamicUpdateSlice", x);
  const u = cast(toArray("dynamicUpdateSlice", update), a.dtype);
  const from = startsOf("dynamicUpdateSlice", a, starts, u.shape);
  const places = blockPlaces(a, from, u.shape);
  const flat = bind(ops.scatterSet, [shaped(a, [a.size]), places, shaped(u, [u.size])]);
  return shaped(flat, a.shape);
}

/** What `oneHot` takes besides; a type of elements alone is `dtype`. */
export interface OneHotOptions {
  /** Where in the result the axis of classes is. Default: the last. */
  readonly axis?: number | undefined;
  readonly dtype?: NdDtype | undefined;
}

/** For each index a row with 1 in its place and else 0, along a new axis; a row of zeros for those outside. */
export function oneHot(
  indices: Operand,
  classes: number,
  options: NdDtype | OneHotOptions = {},
): NdArray {
  const given = typeof options === "string" ? { dtype: options } : options;
  const { axis = -1, dtype = "f64" } = optionsOf<OneHotOptions>("oneHot", given);
  const i = indexArray("oneHot", indices);
  const row = made(
    "i32",
    [classes],
    Int32Array.from({ length: classes }, (_, k) => k),
  );
  const last = cast(equal(shaped(i, [...i.shape, 1]), row), dtype);
  return moveaxis(last, -1, axisOf("oneHot", axis, last.ndim));
}
