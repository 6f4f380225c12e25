// The largest and smallest elements, and where they are.
import type { Builder } from "../../ir/builder.ts";
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Kink, type Op } from "../../ir/op.ts";
import { tensorData } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type Dtype } from "../../ir/types.ts";
import { mul, select } from "../arith.ts";
import { and, not, or } from "../bits.ts";
import { eq, gt, lt, ne } from "../compare.ts";
import { literal, numberLike } from "../constant.ts";
import { boolToI32 } from "../convert.ts";
import { div } from "../division.ts";
import { axesBehind, axisBehind, behindLanes } from "./batching.ts";
import { indexAlong } from "./constants.ts";
import { alongAxis } from "./gather.ts";
import { placesWithout, runsAlong, without } from "./places.ts";
import { broadcast, itemOf, others, summed } from "./broadcast.ts";
import { alongScan, before, scanned } from "./scan.ts";
import { axisOf, checkAxes, isSet, list, oneArray, shapeOf } from "./signatures.ts";

type Which = "max" | "min";

/** Whether `x` is beyond `y`, where NaN is beyond everything. */
const beyond = (which: Which): ((x: number, y: number) => boolean) =>
  which === "max"
    ? (x, y) => x > y || (Number.isNaN(x) && !Number.isNaN(y))
    : (x, y) => x < y || (Number.isNaN(x) && !Number.isNaN(y));

/** What everything else is beyond, or equal to. */
function last(which: Which, dtype: Dtype): number {
  const max = which === "max";
  if (dtype === "bool") return max ? 0 : 1;
  if (dtype === "i32") return max ? -2147483648 : 2147483647;
  return max ? -Infinity : Infinity;
}

const better = (which: Which) => (which === "max" ? gt : lt);
const farthest = (which: Which, x: number, y: number): number =>
  which === "max" ? Math.max(x, y) : Math.min(x, y);
const adjective = (which: Which): string => (which === "max" ? "largest" : "smallest");

const isNaNIn = (b: Builder, x: Value): Value => ne(b, x, x);

/** `y`, which is `x` without `axes`, where `x` has its elements. */
function spread(b: Builder, y: Value, x: Value, axes: readonly number[]): Value {
  const shape = shapeOf(x);
  return b.emit1(broadcast, [y], { shape, axes: others(shape, axes) });
}

/** Where `x` is the extreme `y` of its elements over `axes`; where that is NaN, the NaN are it. */
function attained(b: Builder, x: Value, y: Value, axes: readonly number[]): Value {
  return or(b, eq(b, x, spread(b, y, x, axes)), isNaNIn(b, x));
}

/** How many elements of the truth values `there` are true along `axes`. */
function countOf(b: Builder, there: Value, axes: readonly number[]): Value {
  return summed(b, boolToI32(b, there), axes);
}

function several(b: Builder, there: Value, axes: readonly number[]): Value {
  const count = countOf(b, there, axes);
  return gt(b, count, literal(b, 1, count.type));
}

// Elements that are as good share the derivative, which is strongly 0 for the others.
function reduction(which: Which): Op {
  const kink: Kink = {
    says: `several elements are the ${adjective(which)} together`,
    continuous: true,
    at: (b, [x], _, attrs) => {
      const axes = list(attrs, "axes");
      const y = b.emit1(op, [x as Value], attrs);
      return several(b, attained(b, x as Value, y, axes), axes);
    },
  };
  const op = defop<[x: Value]>({
    name: `reduce_${which}`,
    doc: `reduce_${which} {axes} x: the ${adjective(which)} elements over these axes, which the result does not have; NaN if one is; of truth values, whether ${which === "max" ? "any is" : "all are"} true; of nothing, what is never beyond anything`,
    effect: "pure",
    type: (types, attrs) => {
      const x = oneArray(types);
      checkAxes(list(attrs, "axes"), x.shape.length);
      return [arrayOf(x.dtype, without(x.shape, list(attrs, "axes")))];
    },
    run: ([x], attrs, { dtype, shape }) => {
      const data = tensorData(dtype, sizeOf(shape)).fill(last(which, dtype));
      let at = 0;
      for (const to of placesWithout(x!.shape, list(attrs, "axes"))) {
        data[to] = farthest(which, data[to]!, x!.data[at++]!);
      }
      return data;
    },
    cost: 1,
    rule: {
      kind: "jvp",
      jvp: (b, [x], [dx], y, attrs) => {
        const axes = list(attrs, "axes");
        if (dx === undefined || axes.some((axis) => shapeOf(dx)[axis] === 0)) return undefined;
        const there = attained(b, x as Value, y, axes);
        const one = numberLike(b, 1, x as Value);
        const share = div(b, numberLike(b, 1, y), summed(b, where(b, there, one), axes));
        return mul(b, summed(b, where(b, there, dx), axes), share);
      },
    },
    kink,
    batch: behindLanes(axesBehind),
    samples: [],
  });
  return op;
}

// `x` where `there`, else 0
function where(b: Builder, there: Value, x: Value): Value {
  return select(b, there, x, numberLike(b, 0, x));
}

/** Equal elements share the derivative. */
export const reduceMax: Op = reduction("max");
/** Equal elements share the derivative. */
export const reduceMin: Op = reduction("min");

// The derivative is that of the first element that is as good.
function scan(which: Which): Op {
  const op = defop<[x: Value]>({
    name: `scan_${which}`,
    doc: `scan_${which} {axis, reverse} x: the ${adjective(which)} along that axis, each element that of those up to it, itself included, NaN from the first one on; from the end if \`reverse\``,
    effect: "pure",
    type: scanned("f64", "f32", "i32", "bool"),
    run: ([x], attrs, { dtype }) => {
      const data = tensorData(dtype, x!.data.length);
      alongScan(x!, attrs, (places) => {
        let found = last(which, dtype);
        for (const at of places) data[at] = found = farthest(which, found, x!.data[at]!);
      });
      return data;
    },
    cost: 1,
    rule: {
      kind: "jvp",
      jvp: (b, [x], [dx], y, attrs) => {
        if (dx === undefined || sizeOf(shapeOf(dx)) === 0) return dx;
        const axis = attrs["axis"] as number;
        return alongAxis(b, dx, firstPlaces(b, x as Value, y, attrs), axis);
      },
    },
    kink: {
      says: `several elements are the ${adjective(which)} so far together`,
      continuous: true,
      at: (b, [x], _, attrs) => {
        // as good as what was found before
        const y = b.emit1(op, [x as Value], attrs);
        return and(b, eq(b, x as Value, before(b, y, attrs, last(which, "f64"))), eq(b, y, y));
      },
    },
    batch: behindLanes(axisBehind),
    samples: [],
  });

  // Where along the axis the extreme so far was met first.
  const firstPlaces = (b: Builder, x: Value, y: Value, attrs: Attrs): Value => {
    const [shape, axis] = [shapeOf(x), attrs["axis"] as number];
    const found = before(b, y, attrs, last(which, "f64"));
    const isNew = or(
      b,
      better(which)(b, x, found),
      and(b, isNaNIn(b, x), not(b, isNaNIn(b, found))),
    );
    const here = indexAlong(b, shape, axis);
    const fromEnd = isSet(attrs, "reverse");
    const start = literal(b, fromEnd ? shape[axis]! - 1 : 0, here.type);
    // places only go on: the last new one is the one farthest on
    return b.emit1(fromEnd ? scanMin : scanMax, [select(b, isNew, here, start)], attrs);
  };
  return op;
}

export const scanMax: Op = scan("max");
export const scanMin: Op = scan("min");

function place(which: Which): Op {
  const op = defop<[x: Value]>({
    name: `arg_${which}`,
    doc: `arg_${which} {axis} x: the index along that axis, which the result does not have, of the ${adjective(which)} element, the first of several; NaN is beyond all numbers`,
    effect: "pure",
    type: (types, attrs) => {
      const x = oneArray(types);
      const axis = axisOf(attrs, x);
      if (x.shape[axis] === 0) throw new Error(`axis ${axis} of [${x.shape.join(",")}] is empty`);
      return [arrayOf("i32", without(x.shape, [axis]))];
    },
    run: ([x], attrs) => {
      const axis = attrs["axis"] as number;
      const isBeyond = beyond(which);
      const found: number[] = [];
      for (const { first, step } of runsAlong(x!.shape, axis)) {
        let best = 0;
        for (let i = 1; i < x!.shape[axis]!; i++) {
          if (isBeyond(x!.data[first + i * step]!, x!.data[first + best * step]!)) best = i;
        }
        found.push(best);
      }
      return Int32Array.from(found);
    },
    cost: 1,
    rule: { kind: "zero", why: "an index has no tangent" },
    kink: {
      says: `several elements are the ${adjective(which)} together: which one comes first may be another on either side`,
      at: (b, [x], _, attrs) => {
        const axes = [attrs["axis"] as number];
        const y = b.emit1(which === "max" ? reduceMax : reduceMin, [x as Value], { axes });
        return several(b, attained(b, x as Value, y, axes), axes);
      },
    },
    batch: behindLanes(axisBehind),
    samples: [],
  });
  return op;
}

export const argMax: Op = place("max");
export const argMin: Op = place("min");

/** Whether any element of the truth values `there` is true; a scalar is what it is. */
export function anyOf(b: Builder, there: Value): Value {
  if (there.type.kind !== "array") return there;
  const axes = shapeOf(there).map((_, axis) => axis);
  return itemOf(b, b.emit1(reduceMax, [there], { axes }));
}
