import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { arrayOf } from "../../ir/types.ts";
import { eq } from "../compare.ts";
import { axisBehind, behindLanes } from "./batching.ts";
import { slicedAlong } from "./cut.ts";
import { alongAxis } from "./gather.ts";
import { runsAlong } from "./places.ts";
import { axisOf, isSet, oneArray, shapeOf } from "./signatures.ts";

/** What is sorted is gathered by it, which has the derivative. */
export const argSort: Op = defop<[x: Value]>({
  name: "arg_sort",
  doc: "arg_sort {axis, descending} x: the indices along that axis of the elements in ascending order, or descending; stable, NaN last either way",
  effect: "pure",
  type: (types, attrs) => {
    const x = oneArray(types);
    axisOf(attrs, x);
    return [arrayOf("i32", x.shape)];
  },
  run: ([x], attrs) => {
    const axis = attrs["axis"] as number;
    const sign = isSet(attrs, "descending") ? -1 : 1;
    const order = (p: number, q: number): number => {
      if (Number.isNaN(p) || Number.isNaN(q))
        return Number(Number.isNaN(p)) - Number(Number.isNaN(q));
      if (p === q) return 0;
      return p < q ? -sign : sign;
    };
    const n = x!.shape[axis]!;
    const data = new Int32Array(x!.data.length);
    for (const { first, step } of runsAlong(x!.shape, axis)) {
      const at = (i: number): number => x!.data[first + i * step]!;
      const sorted = Array.from({ length: n }, (_, i) => i).toSorted((i, j) => order(at(i), at(j)));
      sorted.forEach((from, i) => (data[first + i * step] = from));
    }
    return data;
  },
  cost: 20,
  rule: { kind: "zero", why: "an index has no tangent" },
  kink: {
    says: "two of the elements that are sorted are equal: their order is another on either side",
    at: (b, [x], _, attrs) => {
      const axis = attrs["axis"] as number;
      const n = shapeOf(x as Value)[axis]!;
      if (n < 2) return undefined;
      const sorted = alongAxis(b, x as Value, b.emit1(argSort, [x as Value], attrs), axis);
      return eq(b, slicedAlong(b, sorted, axis, 0, n - 1), slicedAlong(b, sorted, axis, 1, n));
    },
  },
  batch: behindLanes(axisBehind),
  samples: [],
});
