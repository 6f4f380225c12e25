// Arrays with the elements of another in other places: all linear.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { stridesOf, tensorData, type Tensor, type TensorData } from "../../ir/tensor.ts";
import { arrayOf, scalarType, sizeOf, type ArrayType } from "../../ir/types.ts";
import { reject } from "../signatures.ts";
import { checkAxes, list, oneArray, sameSize } from "./signatures.ts";
import { reduceSum } from "./reduce.ts";

/** For each element of a row-major array of `shape`, in order, its index. The list is used again. */
export function* indices(shape: readonly number[]): Generator<readonly number[]> {
  const index = shape.map(() => 0);
  for (let n = sizeOf(shape); n > 0; n--) {
    yield index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** The elements of the result of `shape`, each from the place in `x` that `from` gives. */
export function rearranged(
  x: Tensor,
  shape: readonly number[],
  from: (index: readonly number[]) => number,
): TensorData {
  const data = tensorData(x.dtype, sizeOf(shape));
  let at = 0;
  for (const index of indices(shape)) data[at++] = x.data[from(index)]!;
  return data;
}

const shapeOf = ({ type }: Value): readonly number[] => (type as ArrayType).shape;

export const reshape: Op = defop<[x: Value]>({
  name: "reshape",
  doc: "reshape {shape} x: the same elements, in the same order",
  effect: "pure",
  type: (types, attrs) => {
    const x = oneArray(types);
    const shape = list(attrs, "shape");
    sameSize(x, shape);
    return [arrayOf(x.dtype, shape)];
  },
  run: ([x]) => x!.data,
  cost: 0,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], y) => dx && reshaped(b, dx, shapeOf(y)),
    transpose: (b, ct, [x]) => reshaped(b, ct, shapeOf(x!)),
  },
  samples: [],
});

export function reshaped(b: Builder, x: Value, shape: readonly number[]): Value {
  return sameShape(shapeOf(x), shape) ? x : b.emit1(reshape, [x], { shape });
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

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
      const kept = new Set(axes.filter((axis, i) => own[i] === shapeOf(ct)[axis]));
      const summed = shapeOf(ct).flatMap((_n, axis) => (kept.has(axis) ? [] : [axis]));
      const sum = summed.length === 0 ? ct : b.emit1(reduceSum, [ct], { axes: summed });
      return x!.type.kind === "scalar" ? itemOf(b, sum) : reshaped(b, sum, own);
    },
  },
  samples: [],
});

/** `x`, an array or scalar, in an array of `shape`, by NumPy's rules of broadcasting. */
export function broadcastTo(b: Builder, x: Value, shape: readonly number[]): Value {
  const own = x.type.kind === "array" ? x.type.shape : [];
  if (x.type.kind === "array" && sameShape(own, shape)) return x;
  const axes = own.map((_, i) => shape.length - own.length + i);
  return b.emit1(broadcast, [x], { shape, axes });
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
  samples: [],
});

export function itemOf(b: Builder, x: Value): Value {
  return b.emit1(item, [x]);
}

/** Axis i of the result is axis `perm[i]` of the operand. */
export const transpose: Op = defop<[x: Value]>({
  name: "transpose",
  doc: "transpose {perm} x: axis i of the result is axis perm[i] of x",
  effect: "pure",
  type: (types, attrs) => {
    const x = oneArray(types);
    const perm = list(attrs, "perm");
    if (perm.toSorted((a, c) => a - c).join() !== x.shape.map((_, i) => i).join()) {
      reject(types, `an array with axes [${perm.join(",")}]`);
    }
    return [
      arrayOf(
        x.dtype,
        perm.map((axis) => x.shape[axis]!),
      ),
    ];
  },
  run: ([x], attrs, { shape }) => {
    const strides = stridesOf(x!.shape);
    const along = list(attrs, "perm").map((axis) => strides[axis]!);
    return rearranged(x!, shape, (index) => along.reduce((sum, s, i) => sum + s * index[i]!, 0));
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(transpose, [dx], attrs),
    transpose: (b, ct, _, __, attrs) => {
      const perm = list(attrs, "perm");
      const back = perm.map(() => 0);
      for (const [i, axis] of perm.entries()) back[axis] = i;
      return b.emit1(transpose, [ct], { perm: back });
    },
  },
  samples: [],
});
