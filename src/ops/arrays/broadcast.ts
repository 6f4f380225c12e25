// Arrays repeated along axes, and summed over them: each is the transpose of the other.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { stridesOf, tensorData } from "../../ir/tensor.ts";
import { arrayOf, scalarType, sizeOf } from "../../ir/types.ts";
import { reject } from "../signatures.ts";
import { reshaped } from "./arrange.ts";
import { axesBehind, behindLanes } from "./batching.ts";
import { placesWithout, rearranged, without } from "./places.ts";
import { checkAxes, isShape, list, oneArray, shapeOf } from "./signatures.ts";

/** Axis i of the operand becomes axis `axes[i]`; an axis of 1 is repeated; a scalar has no axes. */
export const broadcast: Op = defop<[x: Value]>({
  name: "broadcast",
  doc: "broadcast {shape, axes} x: an array of that shape, whose axis axes[i] is axis i of x, repeated where that is 1; along others x is repeated. x may be a scalar",
  effect: "pure",
  type: (types, attrs) => {
    const [x] = types;
    if (types.length !== 1 || x === undefined) reject(types, "one operand");
    const from = x.kind === "scalar" ? arrayOf(x.dtype, []) : oneArray(types);
    const [shape, axes] = [list(attrs, "shape"), list(attrs, "axes")];
    checkAxes(axes, shape.length);
    const fits = (n: number, i: number): boolean => n === 1 || n === shape[axes[i]!];
    if (axes.length !== from.shape.length || !from.shape.every(fits)) {
      reject(types, `something that becomes [${shape.join(",")}] by axes [${axes.join(",")}]`);
    }
    return [arrayOf(from.dtype, shape)];
  },
  run: ([x], attrs, { shape }) => {
    const axes = list(attrs, "axes");
    const strides = stridesOf(x!.shape).map((s, i) => (x!.shape[i] === 1 ? 0 : s));
    return rearranged(x!, shape, (index) =>
      axes.reduce((sum, axis, i) => sum + strides[i]! * index[axis]!, 0),
    );
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(broadcast, [dx], attrs),
    transpose: (b, ct, [x], _, attrs) => {
      const axes = list(attrs, "axes");
      const own = x!.type.kind === "array" ? x!.type.shape : [];
      const kept = axes.filter((axis, i) => own[i] === shapeOf(ct)[axis]);
      const sum = summed(b, ct, others(shapeOf(ct), kept));
      return x!.type.kind === "scalar" ? itemOf(b, sum) : reshaped(b, sum, own);
    },
  },
  batch: behindLanes((attrs, size) => ({
    shape: [size, ...list(attrs, "shape")],
    axes: [0, ...list(attrs, "axes").map((axis) => axis + 1)],
  })),
  samples: [],
});

/** `x`, an array or scalar, in an array of `shape`, by NumPy's rules of broadcasting. */
export function broadcastTo(b: Builder, x: Value, shape: readonly number[]): Value {
  const own = x.type.kind === "array" ? x.type.shape : [];
  if (x.type.kind === "array" && isShape(own, shape)) return x;
  const axes = own.map((_, i) => shape.length - own.length + i);
  return b.emit1(broadcast, [x], { shape, axes });
}

/** `x` repeated along `axis`, a new one, `extent` times. */
export function repeated(b: Builder, x: Value, axis: number, extent: number): Value {
  const own = shapeOf(x);
  const axes = own.map((_, i) => (i < axis ? i : i + 1));
  return b.emit1(broadcast, [x], { shape: own.toSpliced(axis, 0, extent), axes });
}

/** The only element of an array, as a scalar. */
export const item: Op = defop<[x: Value]>({
  name: "item",
  doc: "item x: the only element of an array, as a scalar",
  effect: "pure",
  type: (types) => {
    const x = oneArray(types);
    if (sizeOf(x.shape) !== 1) reject(types, "an array of one element");
    return [scalarType(x.dtype)];
  },
  run: ([x]) => x!.data,
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx]) => dx && itemOf(b, dx),
    transpose: (b, ct, [x]) => b.emit1(broadcast, [ct], { shape: shapeOf(x!), axes: [] }),
  },
  batch: (b, [x], { size }) => reshaped(b, x!, [size]),
  samples: [],
});

export function itemOf(b: Builder, x: Value): Value {
  return b.emit1(item, [x]);
}

/** Sum over `axes`; of nothing it is 0. The order of additions is the lowering's: pairwise or better. */
export const reduceSum: Op = defop<[x: Value]>({
  name: "reduce_sum",
  doc: "reduce_sum {axes} x: sums over these axes, which the result does not have",
  effect: "pure",
  type: (types, attrs) => {
    const x = oneArray(types, "f64", "f32", "i32");
    checkAxes(list(attrs, "axes"), x.shape.length);
    return [arrayOf(x.dtype, without(x.shape, list(attrs, "axes")))];
  },
  run: ([x], attrs, { dtype, shape }) => {
    // with the rounding of each sum added up beside it (Neumaier 1974)
    const sums = new Float64Array(sizeOf(shape));
    const rest = new Float64Array(sizeOf(shape));
    let at = 0;
    for (const to of placesWithout(x!.shape, list(attrs, "axes"))) {
      const [s, v] = [sums[to]!, x!.data[at++]!];
      const t = s + v;
      rest[to]! += Math.abs(s) >= Math.abs(v) ? s - t + v : v - t + s;
      sums[to] = t;
    }
    const data = tensorData(dtype, sums.length);
    for (let i = 0; i < sums.length; i++) {
      const whole = sums[i]! + rest[i]!;
      data[i] = Number.isFinite(whole) ? whole : sums[i]!;
    }
    return data;
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(reduceSum, [dx], attrs),
    transpose: (b, ct, [x], _, attrs) => {
      const shape = shapeOf(x!);
      return b.emit1(broadcast, [ct], { shape, axes: others(shape, list(attrs, "axes")) });
    },
  },
  batch: behindLanes(axesBehind),
  samples: [],
});

export function summed(b: Builder, x: Value, axes: readonly number[]): Value {
  return axes.length === 0 ? x : b.emit1(reduceSum, [x], { axes });
}

/** The axes of `shape` other than `axes`. */
export function others(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
}
