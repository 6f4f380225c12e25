// Products along axes. No rule divides, so that elements may be 0.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { tensorData } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type Dtype } from "../../ir/types.ts";
import { mul } from "../arith.ts";
import { inverse, reshaped, transposed } from "./arrange.ts";
import { axesBehind, axisBehind, behindLanes } from "./batching.ts";
import { placesWithout, without } from "./places.ts";
import { others, summed } from "./broadcast.ts";
import { alongScan, before, scanAffine, scanned } from "./scan.ts";
import { checkAxes, list, oneArray, shapeOf } from "./signatures.ts";

const times = (dtype: Dtype): ((x: number, y: number) => number) =>
  dtype === "i32" ? Math.imul : (x, y) => x * y;

/** The tangent is the recurrence that the product rule gives: dy_i = x_i·dy_{i-1} + dx_i·y_{i-1}. */
export const scanProd: Op = defop<[x: Value]>({
  name: "scan_prod",
  doc: "scan_prod {axis, reverse} x: products along that axis, each element that of those up to it, itself included; from the end if `reverse`",
  effect: "pure",
  type: scanned("f64", "f32", "i32"),
  run: ([x], attrs, { dtype }) => {
    const data = tensorData(dtype, x!.data.length);
    const multiply = times(dtype);
    alongScan(x!, attrs, (places) => {
      let product = 1;
      for (const at of places) data[at] = product = multiply(product, x!.data[at]!);
    });
    return data;
  },
  cost: 1,
  rule: {
    kind: "jvp",
    jvp: (b, [x], [dx], y, attrs) =>
      dx && b.emit1(scanAffine, [x as Value, mul(b, dx, before(b, y, attrs, 1))], attrs),
  },
  batch: behindLanes(axisBehind),
  samples: [],
});

export const reduceProd: Op = defop<[x: Value]>({
  name: "reduce_prod",
  doc: "reduce_prod {axes} x: products over these axes, which the result does not have; of nothing it is 1",
  effect: "pure",
  type: (types, attrs) => {
    const x = oneArray(types, "f64", "f32", "i32");
    checkAxes(list(attrs, "axes"), x.shape.length);
    return [arrayOf(x.dtype, without(x.shape, list(attrs, "axes")))];
  },
  run: ([x], attrs, { dtype, shape }) => {
    const multiply = times(dtype);
    const products = Array.from({ length: sizeOf(shape) }, () => 1);
    let at = 0;
    for (const to of placesWithout(x!.shape, list(attrs, "axes"))) {
      products[to] = multiply(products[to]!, x!.data[at++]!);
    }
    const data = tensorData(dtype, products.length);
    data.set(products);
    return data;
  },
  cost: 1,
  rule: {
    kind: "jvp",
    jvp: (b, [x], [dx], _, attrs) => {
      const axes = list(attrs, "axes");
      return dx && summed(b, mul(b, dx, productOfOthers(b, x as Value, axes)), axes);
    },
  },
  batch: behindLanes(axesBehind),
  samples: [],
});

/** For each element, the product of the others that it is reduced with: of those before and after it. */
function productOfOthers(b: Builder, x: Value, axes: readonly number[]): Value {
  const shape = shapeOf(x);
  const kept = others(shape, axes);
  const perm = [...kept, ...axes];
  const moved = perm.map((axis) => shape[axis]!);
  const one = [...kept.map((axis) => shape[axis]!), sizeOf(axes.map((axis) => shape[axis]!))];
  const flat = reshaped(b, transposed(b, x, perm), one);
  const [from, to] = [false, true].map((reverse) => {
    const attrs = { axis: kept.length, reverse };
    return b.emit1(scanProd, [before(b, flat, attrs, 1)], attrs);
  });
  return transposed(b, reshaped(b, mul(b, from!, to!), moved), inverse(perm));
}
