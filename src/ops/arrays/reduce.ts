// Arrays with axes taken together.
import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { stridesOf, tensorData } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type ArrayType } from "../../ir/types.ts";
import { broadcast, indices } from "./arrange.ts";
import { checkAxes, list, oneArray } from "./signatures.ts";

/** The shape without `axes`. */
export function without(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.filter((_, axis) => !axes.includes(axis));
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
    const axes = list(attrs, "axes");
    const strides = stridesOf(shape);
    const kept = x!.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    // with the rounding of each sum added up beside it (Neumaier 1974)
    const sums = new Float64Array(sizeOf(shape));
    const rest = new Float64Array(sizeOf(shape));
    let at = 0;
    for (const index of indices(x!.shape)) {
      const to = kept.reduce((sum, axis, i) => sum + strides[i]! * index[axis]!, 0);
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
      const { shape } = x!.type as ArrayType;
      const summed = list(attrs, "axes");
      const axes = shape.map((_n, axis) => axis).filter((axis) => !summed.includes(axis));
      return b.emit1(broadcast, [ct], { shape, axes });
    },
  },
  samples: [],
});
