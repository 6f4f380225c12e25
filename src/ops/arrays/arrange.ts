// Arrays with the elements of another in other places: all linear.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { stridesOf } from "../../ir/tensor.ts";
import { arrayOf } from "../../ir/types.ts";
import { reject } from "../signatures.ts";
import { axesBehind, behindLanes, entriesBehind } from "./batching.ts";
import { rearranged } from "./places.ts";
import { checkAxes, isShape, list, oneArray, sameSize, shapeOf } from "./signatures.ts";

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
  batch: behindLanes(entriesBehind((size) => ({ shape: size }))),
  samples: [],
});

export function reshaped(b: Builder, x: Value, shape: readonly number[]): Value {
  return isShape(shapeOf(x), shape) ? x : b.emit1(reshape, [x], { shape });
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
    transpose: (b, ct, _, __, attrs) => transposed(b, ct, inverse(list(attrs, "perm"))),
  },
  batch: behindLanes((attrs) => ({ perm: [0, ...list(attrs, "perm").map((axis) => axis + 1)] })),
  samples: [],
});

/** The permutation that puts back what `perm` moves. */
export function inverse(perm: readonly number[]): number[] {
  const back = perm.map(() => 0);
  for (const [i, axis] of perm.entries()) back[axis] = i;
  return back;
}

export function transposed(b: Builder, x: Value, perm: readonly number[]): Value {
  return perm.every((axis, i) => axis === i) ? x : b.emit1(transpose, [x], { perm });
}

export const reverse: Op = defop<[x: Value]>({
  name: "reverse",
  doc: "reverse {axes} x: the elements in the opposite order along these axes",
  effect: "pure",
  type: (types, attrs) => {
    const x = oneArray(types);
    checkAxes(list(attrs, "axes"), x.shape.length);
    return [x];
  },
  run: ([x], attrs, { shape }) => {
    const axes = list(attrs, "axes");
    const strides = stridesOf(shape);
    return rearranged(x!, shape, (index) =>
      index.reduce((at, k, i) => at + strides[i]! * (axes.includes(i) ? shape[i]! - 1 - k : k), 0),
    );
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(reverse, [dx], attrs),
    transpose: (b, ct, _, __, attrs) => b.emit1(reverse, [ct], attrs),
  },
  batch: behindLanes(axesBehind),
  samples: [],
});

export function reversed(b: Builder, x: Value, axes: readonly number[]): Value {
  return b.emit1(reverse, [x], { axes });
}
