// The same elements in other places and shapes.
import { sizeOf } from "../ir/types.ts";
import * as ops from "../ops/arrays/index.ts";
import { add } from "../ops/arith.ts";
import { and } from "../ops/bits.ts";
import { ge, le } from "../ops/compare.ts";
import { arrayOf } from "../ir/types.ts";
import type { NdArray } from "./array.ts";
import { choose, like } from "./arithmetic.ts";
import { axesOf, axisOf, shapeOf, type Axes, type Shape } from "./axes.ts";
import { filled, toArray, wantSize, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show, showShape } from "./fault.ts";
import { optionsOf } from "./options.ts";
import { commonShape, sameShape, spread } from "./promote.ts";

/** `x` in `shape`, which it has the elements for. */
export function shaped(x: NdArray, shape: readonly number[]): NdArray {
  return sameShape(x.shape, shape) ? x : bind(ops.reshape, [x], { shape });
}

/** `x` with its axes in another order. */
export function permuted(x: NdArray, perm: readonly number[]): NdArray {
  return perm.every((axis, i) => axis === i) ? x : bind(ops.transpose, [x], { perm });
}

/** What `reshape` and `ravel` take besides. */
export interface OrderOptions {
  /** In which order elements are counted: the last axis first ("C", the default), or the first ("F"). */
  readonly order?: "C" | "F" | undefined;
}

/**
 * The same elements, in the same order; -1 in one place of the shape is what is left. The shape is a
 * list, or one number after the other: `x.reshape(2, -1)`.
 */
export function reshape(
  x: Operand,
  shape: Shape,
  ...more: readonly number[] | readonly [OrderOptions?]
): NdArray {
  const a = toArray("reshape", x);
  const [options] = more;
  const isShape = typeof options === "number";
  const others = isShape ? (more as readonly number[]) : [];
  const given = typeof shape === "number" ? [shape, ...others] : shape;
  const { order = "C" } = isShape ? {} : optionsOf("reshape", options ?? {});
  if (order === "F") return transpose(reshape(transpose(a), given.toReversed()));
  const list = [...given];
  const open = list.indexOf(-1);
  if (open >= 0) {
    const rest = sizeOf(list.filter((_, i) => i !== open));
    list[open] = rest > 0 && a.size % rest === 0 ? a.size / rest : 0;
  }
  const wanted = shapeOf("reshape", list);
  if (open >= 0 && sizeOf(wanted) !== a.size) {
    fault(
      "NB6005",
      `\`reshape\`: the ${a.size} elements of ${show(a)} do not fill ${showShape(given)}`,
      "the other sizes have to divide the number of elements",
    );
  }
  wantSize("reshape", a, wanted);
  return shaped(a, wanted);
}

/** All elements along one axis. */
export function ravel(x: Operand, options: OrderOptions = {}): NdArray {
  const { order = "C" } = optionsOf("ravel", options);
  const given = toArray("ravel", x);
  const a = order === "F" ? transpose(given) : given;
  return shaped(a, [a.size]);
}

/**
 * Axis i of the result is axis `perm[i]` of `x`; without `perm` axes are in the opposite order. It is
 * a list, or one number after the other: `x.transpose(1, 0)`.
 */
export function transpose(
  x: Operand,
  perm?: number | readonly number[] | null,
  ...more: number[]
): NdArray {
  const a = toArray("transpose", x);
  const given = typeof perm === "number" ? [perm, ...more] : perm;
  const order = given ?? a.shape.map((_, i) => a.ndim - 1 - i);
  const axes = axesOf("transpose", order, a.ndim);
  if (axes.length !== a.ndim) {
    fault("NB6002", `\`transpose\` by ${showShape(order)} of ${show(a)}`, "name each axis once");
  }
  return permuted(a, axes);
}

/** The last two axes swapped: matrices transposed. */
export function matrixTranspose(x: Operand): NdArray {
  return swapaxes(x, -1, -2);
}

/** Two axes swapped. */
export function swapaxes(x: Operand, axis1: number, axis2: number): NdArray {
  const a = toArray("swapaxes", x);
  const [i, j] = [axisOf("swapaxes", axis1, a.ndim), axisOf("swapaxes", axis2, a.ndim)];
  return permuted(
    a,
    a.shape.map((_, axis) => (axis === i ? j : axis === j ? i : axis)),
  );
}

/** Axes `source` moved to the places `destination`; the others stay in order. */
export function moveaxis(
  x: Operand,
  source: number | readonly number[],
  destination: number | readonly number[],
): NdArray {
  const a = toArray("moveaxis", x);
  const from = axesOf("moveaxis", source, a.ndim);
  const to = axesOf("moveaxis", destination, a.ndim);
  if (from.length !== to.length) {
    fault(
      "NB6002",
      `\`moveaxis\` of ${from.length} axes to ${to.length} places`,
      "give as many places as axes",
    );
  }
  const rest = a.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  const perm = a.shape.map((_, place) => {
    const moved = to.indexOf(place);
    return moved >= 0 ? from[moved]! : rest.shift()!;
  });
  return permuted(a, perm);
}

/** With new axes of size 1 at these places of the result. */
export function expandDims(x: Operand, axis: number | readonly number[]): NdArray {
  const a = toArray("expandDims", x);
  const count = typeof axis === "number" ? 1 : axis.length;
  const places = axesOf("expandDims", axis, a.ndim + count);
  const sizes = [...a.shape];
  const shape = Array.from({ length: a.ndim + count }, (_, i) =>
    places.includes(i) ? 1 : sizes.shift()!,
  );
  return shaped(a, shape);
}

/** Without these axes, which have size 1; without all of size 1 if none are given. */
export function squeeze(x: Operand, axis: Axes = null): NdArray {
  const a = toArray("squeeze", x);
  const ones = a.shape.flatMap((n, i) => (n === 1 ? [i] : []));
  const gone = axis === null ? ones : axesOf("squeeze", axis, a.ndim);
  for (const i of gone) {
    if (a.shape[i] !== 1) {
      fault(
        "NB6005",
        `\`squeeze\` of axis ${i} of ${show(a)}`,
        "only axes of size 1 can be left out",
      );
    }
  }
  return shaped(
    a,
    a.shape.filter((_, i) => !gone.includes(i)),
  );
}

/** `x` repeated along axes of size 1, and along new ones in front. */
export function broadcastTo(x: Operand, shape: Shape): NdArray {
  return spread("broadcastTo", toArray("broadcastTo", x), shapeOf("broadcastTo", shape));
}

/** Arrays in the shape that they have together. */
export function broadcastArrays(xs: readonly Operand[]): NdArray[] {
  const arrays = xs.map((x) => toArray("broadcastArrays", x));
  if (arrays.length === 0) return [];
  const shape = commonShape("broadcastArrays", arrays);
  return arrays.map((a) => spread("broadcastArrays", a, shape));
}

/** With at least one axis. */
export function atleast1d(x: Operand): NdArray {
  const a = toArray("atleast1d", x);
  return a.ndim === 0 ? shaped(a, [1]) : a;
}

/** With at least two axes; a vector becomes one row. */
export function atleast2d(x: Operand): NdArray {
  const a = atleast1d(x);
  return a.ndim === 1 ? shaped(a, [1, a.size]) : a;
}

/** In the opposite order along these axes (all by default). */
export function flip(x: Operand, axis: Axes = null): NdArray {
  const a = toArray("flip", x);
  const axes = axesOf("flip", axis, a.ndim).toSorted((i, j) => i - j);
  return axes.length === 0 ? a : bind(ops.reverse, [a], { axes });
}

/** Turned in the plane of two axes (0, 1) by `k` times 90° (1), from the first towards the second. */
export function rot90(x: Operand, k = 1, axes: readonly [number, number] = [0, 1]): NdArray {
  const a = toArray("rot90", x);
  const [i, j] = axesOf("rot90", axes, a.ndim) as [number, number];
  const turns = ((k % 4) + 4) % 4;
  if (turns === 0) return a;
  if (turns === 2) return flip(a, [i, j]);
  return turns === 1 ? swapaxes(flip(a, j), i, j) : flip(swapaxes(a, i, j), j);
}

/** A matrix with `v` on its diagonal `k`, or that diagonal of a matrix. */
export function diag(v: Operand, k = 0): NdArray {
  const a = toArray("diag", v);
  if (a.ndim === 2) return diagonal(a, { offset: k });
  if (a.ndim !== 1) fault("NB6005", `\`diag\` of ${show(a)}`, "give a vector or a matrix");
  const n = a.size + Math.abs(k);
  // rows n + 1 long, cut after n²: each begins one further to the left
  const from = k >= 0 ? k : -k * n;
  const spaced = bind(ops.pad, [a], {
    low: [from],
    high: [n * n - from - (a.size === 0 ? 0 : (a.size - 1) * (n + 1) + 1)],
    interior: [n],
  });
  return shaped(spaced, [n, n]);
}

/** What `diagonal` and `trace` take. */
export interface DiagonalOptions {
  /** Which one: above the main diagonal if positive. Default 0. */
  readonly offset?: number | undefined;
  /** The axes of the matrices: 0 and 1 by default. */
  readonly axis1?: number | undefined;
  readonly axis2?: number | undefined;
}

/** A diagonal of the matrices in two axes, along a new last axis. */
export function diagonal(x: Operand, options: DiagonalOptions = {}): NdArray {
  const { offset = 0, axis1 = 0, axis2 = 1 } = optionsOf("diagonal", options);
  return diagonalOf("diagonal", x, offset, axis1, axis2);
}

export function diagonalOf(
  name: string,
  x: Operand,
  offset: number,
  axis1: number,
  axis2: number,
): NdArray {
  const a = toArray(name, x);
  const [i, j] = axesOf(name, [axis1, axis2], a.ndim) as [number, number];
  const rest = a.shape.map((_, axis) => axis).filter((axis) => axis !== i && axis !== j);
  const front = permuted(a, [...rest, i, j]);
  const [rows, columns] = [a.shape[i]!, a.shape[j]!];
  const batch = front.shape.slice(0, -2);
  const start = offset >= 0 ? offset : -offset * columns;
  const length = Math.max(0, Math.min(rows - Math.max(0, -offset), columns - Math.max(0, offset)));
  if (length === 0) return filled(0, a.dtype, [...batch, 0]);
  const flat = shaped(front, [...batch, rows * columns]);
  const open = batch.map(() => 0);
  return bind(ops.slice, [flat], {
    start: [...open, start],
    stop: [...batch, start + (length - 1) * (columns + 1) + 1],
    step: [...batch.map(() => 1), columns + 1],
  });
}

/** Sum of a diagonal of the matrices in two axes. */
export function trace(x: Operand, options: DiagonalOptions = {}): NdArray {
  const { offset = 0, axis1 = 0, axis2 = 1 } = optionsOf("trace", options);
  const line = diagonalOf("trace", x, offset, axis1, axis2);
  return bind(ops.reduceSum, [line], { axes: [line.ndim - 1] });
}

/** The last two axes with 0 below diagonal `k`. */
export function triu(x: Operand, k = 0): NdArray {
  return triangle("triu", x, (rows, columns) =>
    bind(ge, [columns, bind(add, [rows, like(rows, k)])]),
  );
}

/** The last two axes with 0 above diagonal `k`. */
export function tril(x: Operand, k = 0): NdArray {
  return triangle("tril", x, (rows, columns) =>
    bind(le, [columns, bind(add, [rows, like(rows, k)])]),
  );
}

function triangle(
  name: string,
  x: Operand,
  keep: (rows: NdArray, columns: NdArray) => NdArray,
): NdArray {
  const a = toArray(name, x);
  if (a.ndim < 2) fault("NB6005", `\`${name}\` of ${show(a)}`, "give matrices: two axes or more");
  const type = arrayOf("i32", a.shape.slice(-2));
  const kept = keep(bind(ops.iota, [], { type, axis: 0 }), bind(ops.iota, [], { type, axis: 1 }));
  const there = spread(name, kept, a.shape);
  return a.dtype === "bool" ? bind(and, [there, a]) : choose(there, a, like(a, 0));
}
