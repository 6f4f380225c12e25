// Products of vectors, matrices and tensors: sums over axes that both operands have.
import { sizeOf } from "../ir/types.ts";
import { mul, sub } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { multiply } from "./arithmetic.ts";
import { permuted, shaped } from "./arrange.ts";
import { axesOf, axisOf } from "./axes.ts";
import { cast, toArray, type Operand } from "./convert.ts";
import { commonDtype } from "./dtypes.ts";
import { bind } from "./engine.ts";
import { fault, show, type Shaped } from "./fault.ts";
import { part } from "./join.ts";
import { optionsOf } from "./options.ts";
import { commonShape, spread } from "./promote.ts";

/** Operands in one type, as they are in shape. */
export function ofOneDtype(name: string, xs: readonly Operand[]): NdArray[] {
  const arrays = xs.map((x) => toArray(name, x));
  const dtype = commonDtype(arrays, "number");
  return arrays.map((a) => cast(a, dtype));
}

/** What `matmul` takes besides. */
export interface MatmulOptions {
  /** Whether the last two axes of an operand are swapped: without a copy of it. Default false. */
  readonly transposeX?: boolean | undefined;
  readonly transposeY?: boolean | undefined;
}

/**
 * Products of matrices in the last two axes: [… m, k] by [… k, n] is [… m, n]; the others broadcast.
 * A vector is a row on the left and a column on the right, without that axis in the result.
 */
export function matmul(x: Operand, y: Operand, options: MatmulOptions = {}): NdArray {
  const [a, b] = ofOneDtype("matmul", [x, y]) as [NdArray, NdArray];
  const { transposeX: ta = false, transposeY: tb = false } = optionsOf("matmul", options);
  if (a.ndim === 0 || b.ndim === 0) {
    fault(
      "NB6005",
      `\`matmul\` of ${show(a)} and ${show(b)}`,
      "use `multiply` for a single number",
    );
  }
  const rows = a.ndim === 1 ? shaped(a, ta ? [a.size, 1] : [1, a.size]) : a;
  const columns = b.ndim === 1 ? shaped(b, tb ? [1, b.size] : [b.size, 1]) : b;
  const [k, l] = [rows.shape.at(ta ? -2 : -1), columns.shape.at(tb ? -1 : -2)];
  if (k !== l) {
    const how =
      ta || tb
        ? ` (transposed: ${[ta ? "the first" : "", tb ? "the second" : ""].filter(Boolean).join(", ")})`
        : "";
    fault(
      "NB6005",
      `\`matmul\` of ${show(a)} and ${show(b)}${how}`,
      `the last axis of the first (${k}) has to be as long as the last but one of the second (${l})`,
    );
  }
  const whole = products(rows, columns, ta, tb);
  const kept = [
    ...(a.ndim === 1 ? [] : [whole.ndim - 2]),
    ...(b.ndim === 1 ? [] : [whole.ndim - 1]),
  ];
  const batch = whole.shape.slice(0, -2);
  return shaped(whole, [...batch, ...kept.map((axis) => whole.shape[axis]!)]);
}

// Matrices with batch axes, which broadcast.
function products(x: NdArray, y: NdArray, ta: boolean, tb: boolean): NdArray {
  const [m, n] = [x.shape.at(ta ? -1 : -2)!, y.shape.at(tb ? -2 : -1)!];
  const [outerX, outerY] = [x.shape.slice(0, -2), y.shape.slice(0, -2)];
  // one matrix on the right for all: a single product with all rows
  if (sizeOf(outerY) === 1 && !ta && outerY.length <= outerX.length) {
    const flat = shaped(x, [1, sizeOf(outerX) * m, x.shape.at(-1)!]);
    const one = shaped(y, [1, ...y.shape.slice(-2)]);
    return shaped(bind(ops.matmul, [flat, one], { ta, tb }), [...outerX, m, n]);
  }
  const batch = batchShape(x, y);
  const stack = (a: NdArray): NdArray => {
    const matrix = a.shape.slice(-2);
    return shaped(spread("matmul", a, [...batch, ...matrix]), [sizeOf(batch), ...matrix]);
  };
  return shaped(bind(ops.matmul, [stack(x), stack(y)], { ta, tb }), [...batch, m, n]);
}

function batchShape(x: NdArray, y: NdArray): readonly number[] {
  const batch = ({ dtype, shape }: NdArray): Shaped => ({ dtype, shape: shape.slice(0, -2) });
  return commonShape("matmul", [batch(x), batch(y)]);
}

/** Sum over the last axis of `x` and the last but one of `y` (its only one, if it is a vector); of numbers the product. */
export function dot(x: Operand, y: Operand): NdArray {
  const [a, b] = ofOneDtype("dot", [x, y]) as [NdArray, NdArray];
  if (a.ndim === 0 || b.ndim === 0) return multiply(a, b);
  return tensordotOf("dot", a, b, [a.ndim - 1], [Math.max(0, b.ndim - 2)]);
}

/** Sum over the last axes of both; of numbers the product. */
export function inner(x: Operand, y: Operand): NdArray {
  const [a, b] = ofOneDtype("inner", [x, y]) as [NdArray, NdArray];
  if (a.ndim === 0 || b.ndim === 0) return multiply(a, b);
  return tensordotOf("inner", a, b, [a.ndim - 1], [b.ndim - 1]);
}

/** Sum of the products of all elements in order. */
export function vdot(x: Operand, y: Operand): NdArray {
  const [a, b] = ofOneDtype("vdot", [x, y]) as [NdArray, NdArray];
  return tensordotOf("vdot", shaped(a, [a.size]), shaped(b, [b.size]), [0], [0]);
}

/** Products of each element of `x` with each of `y`: [size of x, size of y]. */
export function outer(x: Operand, y: Operand): NdArray {
  const [a, b] = ofOneDtype("outer", [x, y]) as [NdArray, NdArray];
  return multiply(shaped(a, [a.size, 1]), shaped(b, [1, b.size]));
}

/** Kronecker product: blocks of `y`, one for each element of `x`. */
export function kron(x: Operand, y: Operand): NdArray {
  const [a, b] = ofOneDtype("kron", [x, y]) as [NdArray, NdArray];
  const rank = Math.max(a.ndim, b.ndim);
  const padded = (s: readonly number[]): number[] => [
    ...Array.from({ length: rank - s.length }, () => 1),
    ...s,
  ];
  const [m, n] = [padded(a.shape), padded(b.shape)];
  const blocks = shaped(
    a,
    m.flatMap((size) => [size, 1]),
  );
  const entries = shaped(
    b,
    n.flatMap((size) => [1, size]),
  );
  return shaped(
    multiply(blocks, entries),
    m.map((size, i) => size * n[i]!),
  );
}

/** Sum over axes of both: the last `axes` of `x` and the first of `y` (2), or a list of axes of each. */
export function tensordot(
  x: Operand,
  y: Operand,
  axes: number | readonly [number | readonly number[], number | readonly number[]] = 2,
): NdArray {
  const [a, b] = ofOneDtype("tensordot", [x, y]) as [NdArray, NdArray];
  if (typeof axes !== "number") {
    const [first, second] = [
      axesOf("tensordot", axes[0], a.ndim),
      axesOf("tensordot", axes[1], b.ndim),
    ];
    return tensordotOf("tensordot", a, b, first, second);
  }
  if (!(Number.isInteger(axes) && axes >= 0 && axes <= Math.min(a.ndim, b.ndim))) {
    fault(
      "NB6002",
      `\`tensordot\` over ${axes} axes of ${show(a)} and ${show(b)}`,
      "both need so many",
    );
  }
  const own = Array.from({ length: axes }, (_, i) => i);
  return tensordotOf(
    "tensordot",
    a,
    b,
    own.map((i) => a.ndim - axes + i),
    own,
  );
}

function tensordotOf(
  name: string,
  a: NdArray,
  b: NdArray,
  first: readonly number[],
  second: readonly number[],
): NdArray {
  const fits =
    first.length === second.length &&
    first.every((axis, i) => a.shape[axis] === b.shape[second[i]!]);
  if (!fits) {
    fault(
      "NB6005",
      `\`${name}\` of ${show(a)} and ${show(b)} over axes [${first.join(", ")}] and [${second.join(", ")}]`,
      "these have to be as long in pairs",
    );
  }
  const labels = b.shape.map((_, i) => {
    const at = second.indexOf(i);
    return at < 0 ? a.ndim + i : first[at]!;
  });
  const own = a.shape.map((_, i) => i);
  const result = [
    ...own.filter((i) => !first.includes(i)),
    ...labels.filter((label) => label >= a.ndim),
  ];
  return contracted({ x: a, labels: own }, { x: b, labels }, result);
}

/** An array whose axes have labels: axes of one label go together. */
export interface Labelled {
  readonly x: NdArray;
  readonly labels: readonly number[];
}

/**
 * The sum of the products of both over the labels that are not in `result`, which both have, with
 * axes in the order of `result`. Each label is once in an operand.
 */
export function contracted(p: Labelled, q: Labelled, result: readonly number[]): NdArray {
  const shared = p.labels.filter((label) => q.labels.includes(label));
  const summed = shared.filter((label) => !result.includes(label));
  const batch = shared.filter((label) => result.includes(label));
  const left = p.labels.filter((label) => !shared.includes(label));
  const right = q.labels.filter((label) => !shared.includes(label));
  const sizes = new Map([
    ...p.labels.map((l, i) => [l, p.x.shape[i]!] as const),
    ...q.labels.map((l, i) => [l, q.x.shape[i]!] as const),
  ]);
  const shape = (labels: readonly number[]): number[] => labels.map((label) => sizes.get(label)!);
  const total = (labels: readonly number[]): number => sizeOf(shape(labels));

  if (summed.length === 0 || (left.length === 0 && right.length === 0)) {
    const all = [...result, ...summed];
    const product = bind(mul, [laidOut(p, all, sizes), laidOut(q, all, sizes)]);
    if (summed.length === 0) return product;
    return bind(ops.reduceSum, [product], { axes: summed.map((_, i) => result.length + i) });
  }
  const x = matrixOf(p, batch, left, summed);
  const y = matrixOf(q, batch, right, summed);
  const b = total(batch);
  const [m, k, n] = [total(left), total(summed), total(right)];
  const product = bind(
    ops.matmul,
    [
      shaped(x.array, x.innerFirst ? [b, k, m] : [b, m, k]),
      shaped(y.array, y.innerFirst ? [b, k, n] : [b, n, k]),
    ],
    { ta: x.innerFirst, tb: !y.innerFirst },
  );
  const order = [...batch, ...left, ...right];
  return permuted(
    shaped(product, shape(order)),
    result.map((label) => order.indexOf(label)),
  );
}

// Axes in the order of `labels`, those that are missing as long as they are elsewhere.
function laidOut(
  p: Labelled,
  labels: readonly number[],
  sizes: ReadonlyMap<number, number>,
): NdArray {
  const present = labels.filter((label) => p.labels.includes(label));
  const own = permuted(
    p.x,
    present.map((label) => p.labels.indexOf(label)),
  );
  const shape = labels.map((label) => sizes.get(label)!);
  if (present.length === labels.length) return own;
  return bind(ops.broadcast, [own], { shape, axes: present.map((label) => labels.indexOf(label)) });
}

// `p` with its batch axes first, then its own and the inner ones in the order that needs no copy.
function matrixOf(
  p: Labelled,
  batch: readonly number[],
  own: readonly number[],
  summed: readonly number[],
): { array: NdArray; innerFirst: boolean } {
  const natural = (labels: readonly number[]): boolean =>
    labels.every((label, i) => p.labels[i] === label);
  const innerFirst = natural([...batch, ...summed, ...own]);
  const order = innerFirst ? [...batch, ...summed, ...own] : [...batch, ...own, ...summed];
  const array = permuted(
    p.x,
    order.map((label) => p.labels.indexOf(label)),
  );
  return { array, innerFirst };
}

/** Vector product of the vectors of three along the last axis. */
export function cross(x: Operand, y: Operand, axis = -1): NdArray {
  const [a, b] = ofOneDtype("cross", [x, y]) as [NdArray, NdArray];
  const [i, j] = [axisOf("cross", axis, a.ndim), axisOf("cross", axis, b.ndim)];
  if (a.shape[i] !== 3 || b.shape[j] !== 3) {
    fault("NB6005", `\`cross\` of ${show(a)} and ${show(b)}`, "vectors have three elements");
  }
  const at = (v: NdArray, along: number, k: number): NdArray => part(v, along, k % 3, (k % 3) + 1);
  const term = (k: number, l: number): NdArray => multiply(at(a, i, k), at(b, j, l));
  const parts = [0, 1, 2].map((k) => bind(sub, [term(k + 1, k + 2), term(k + 2, k + 1)]));
  return bind(ops.concat, parts, { axis: axisOf("cross", axis, parts[0]!.ndim) });
}
