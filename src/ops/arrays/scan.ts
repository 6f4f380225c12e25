// Running sums, and recurrences of first order.
import type { Builder } from "../../ir/builder.ts";
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { tensorData, type Tensor, type TensorData } from "../../ir/tensor.ts";
import { sameType, type Dtype, type Type } from "../../ir/types.ts";
import { mul, plus } from "../arith.ts";
import { reject } from "../signatures.ts";
import { axisBehind, behindLanes } from "./batching.ts";
import { shifted } from "./cut.ts";
import { runsAlong } from "./places.ts";
import { arrayAt, axisOf, isSet, oneArray } from "./signatures.ts";
import { inLanes } from "./stacks.ts";

/** The type rule of a scan of one array of one of `dtypes`. */
export const scanned =
  (...dtypes: Dtype[]) =>
  (types: readonly Type[], attrs: Attrs): readonly Type[] => {
    const x = oneArray(types, ...dtypes);
    axisOf(attrs, x);
    return [x];
  };

/** Runs along the axis of a scan, backwards if it is reversed: `run` is told the places in order. */
export function alongScan(x: Tensor, attrs: Attrs, run: (places: readonly number[]) => void): void {
  const axis = axisOf(attrs, x);
  const order = Array.from({ length: x.shape[axis]! }, (_, i) => i);
  if (isSet(attrs, "reverse")) order.reverse();
  for (const { first, step } of runsAlong(x.shape, axis)) run(order.map((i) => first + i * step));
}

/** What is before each step of a scan with `attrs`, and `fill` before the first. */
export function before(b: Builder, x: Value, attrs: Attrs, fill: number): Value {
  return shifted(b, x, { axis: attrs["axis"] as number, back: isSet(attrs, "reverse"), fill });
}

/** The attributes of the same scan from the other end. */
export const backwards = (attrs: Attrs): Attrs => ({ ...attrs, reverse: !isSet(attrs, "reverse") });

const of = "along that axis, each element that of those up to it, itself included";

export const scanSum: Op = defop<[x: Value]>({
  name: "scan_sum",
  doc: `scan_sum {axis, reverse} x: sums ${of}; from the end if \`reverse\``,
  effect: "pure",
  type: scanned("f64", "f32", "i32"),
  run: ([x], attrs, { dtype }) => {
    const data = tensorData(dtype, x!.data.length);
    alongScan(x!, attrs, (places) => {
      let [sum, rest] = [0, 0];
      for (const at of places) {
        // with the rounding added up beside it (Neumaier 1974)
        const v = x!.data[at]!;
        const t = sum + v;
        rest += Math.abs(sum) >= Math.abs(v) ? sum - t + v : v - t + sum;
        sum = t;
        data[at] = Number.isFinite(sum + rest) ? sum + rest : sum;
      }
    });
    return data;
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(scanSum, [dx], attrs),
    transpose: (b, ct, _, __, attrs) => b.emit1(scanSum, [ct], backwards(attrs)),
  },
  batch: behindLanes(axisBehind),
  samples: [],
});

/** Linear in the second operand; its transpose is a recurrence from the other end. */
export const scanAffine: Op = defop<[a: Value, x: Value]>({
  name: "scan_affine",
  doc: "scan_affine {axis, reverse} a, x: the recurrence y_i = a_i·y_{i-1} + x_i along that axis, from y_0 = x_0 on; from the end if `reverse`",
  effect: "pure",
  type: (types, attrs) => {
    const x = arrayAt(types, 0, "f64", "f32");
    if (types.length !== 2 || !sameType(x, types[1]!)) reject(types, "two arrays of one type");
    axisOf(attrs, x);
    return [x];
  },
  run: ([a, x], attrs, { dtype }): TensorData => {
    const data = tensorData(dtype, x!.data.length);
    alongScan(x!, attrs, (places) => {
      let y: number | undefined;
      for (const at of places) {
        y = y === undefined ? x!.data[at]! : a!.data[at]! * y + x!.data[at]!;
        data[at] = y;
      }
    });
    return data;
  },
  cost: 3,
  rule: {
    kind: "linear",
    jvp: (b, [a], [da, dx], y, attrs) => {
      const moved = plus(b, da && mul(b, da, before(b, y, attrs, 0)), dx);
      return moved && b.emit1(scanAffine, [a as Value, moved], attrs);
    },
    transpose: (b, ct, [a], i, attrs) => {
      if (i === 0) return undefined;
      const back = backwards(attrs);
      return b.emit1(scanAffine, [before(b, a as Value, back, 0), ct], back);
    },
  },
  batch: (b, x, lanes, attrs) =>
    b.emit1(scanAffine, inLanes(b, x, lanes), { ...attrs, ...axisBehind(attrs) }),
  samples: [],
});
