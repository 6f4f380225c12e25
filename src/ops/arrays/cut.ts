// Parts of arrays, and arrays put together: all linear.
import type { Builder } from "../../ir/builder.ts";
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { stridesOf, tensorData } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { literal, zero } from "../constant.ts";
import { reject } from "../signatures.ts";
import { axisBehind, behindLanes, entriesBehind } from "./batching.ts";
import { everyIndex, rearranged } from "./places.ts";
import { arrayAt, axisOf, checkLists, list, oneArray, shapeOf } from "./signatures.ts";
import { inLanes } from "./stacks.ts";

function sliceType(types: readonly Type[], attrs: Attrs): ArrayType {
  const { dtype, shape } = oneArray(types);
  checkLists(attrs, shape.length, { start: 0, stop: 0, step: 1 });
  const [start, stop, step] = ["start", "stop", "step"].map((name) => list(attrs, name));
  const extents = shape.map((n, i) => {
    const [from, to] = [start![i]!, stop![i]!];
    if (from > to || to > n) throw new Error(`${from} to ${to} is not in an axis of ${n}`);
    return Math.ceil((to - from) / step![i]!);
  });
  return arrayOf(dtype, extents);
}

export const slice: Op = defop<[x: Value]>({
  name: "slice",
  doc: "slice {start, stop, step} x: along each axis, every step-th element from start on, before stop",
  effect: "pure",
  type: (types, attrs) => [sliceType(types, attrs)],
  run: ([x], attrs, { shape }) => {
    const [start, step] = [list(attrs, "start"), list(attrs, "step")];
    const strides = stridesOf(x!.shape);
    return rearranged(x!, shape, (index) =>
      index.reduce((at, k, i) => at + strides[i]! * (start[i]! + k * step[i]!), 0),
    );
  },
  cost: 1,
  work: (types, attrs) => sizeOf(sliceType(types, attrs).shape),
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(slice, [dx], attrs),
    transpose: (b, ct, [x], _, attrs) => {
      const low = list(attrs, "start");
      const interior = list(attrs, "step").map((s) => s - 1);
      const high = shapeOf(x!).map((n, i) => n - low[i]! - spread(shapeOf(ct)[i]!, interior[i]!));
      return b.emit1(pad, [ct], { low, high, interior });
    },
  },
  batch: behindLanes(entriesBehind((size) => ({ start: 0, stop: size, step: 1 }))),
  samples: [],
});

/** Elements from `start` on, before `stop`, along each axis. */
export function sliced(
  b: Builder,
  x: Value,
  start: readonly number[],
  stop: readonly number[],
  step: readonly number[] = start.map(() => 1),
): Value {
  const whole = shapeOf(x).every((n, i) => start[i] === 0 && stop[i] === n && step[i] === 1);
  return whole ? x : b.emit1(slice, [x], { start, stop, step });
}

/** Elements from `start` on, before `stop`, along one axis. */
export function slicedAlong(
  b: Builder,
  x: Value,
  axis: number,
  start: number,
  stop: number,
): Value {
  const shape = shapeOf(x);
  const zeros = shape.map(() => 0);
  return sliced(b, x, zeros.with(axis, start), shape.with(axis, stop));
}

// How long an axis of n is with `interior` zeros between each two elements.
const spread = (n: number, interior: number): number => (n === 0 ? 0 : n + (n - 1) * interior);

/** Where `low` or `high` is negative, so many elements (of what has zeros between) are cut off. */
export const pad: Op = defop<[x: Value]>({
  name: "pad",
  doc: "pad {low, high, interior} x: along each axis, with so many zeros before and after, and between each two elements; where before or after is negative, elements are cut off",
  effect: "pure",
  type: (types, attrs) => {
    const { dtype, shape } = oneArray(types);
    checkLists(attrs, shape.length, { low: -Infinity, high: -Infinity, interior: 0 });
    const [low, high, interior] = ["low", "high", "interior"].map((name) => list(attrs, name));
    const extents = shape.map((n, i) => {
      const extent = low![i]! + spread(n, interior![i]!) + high![i]!;
      if (extent < 0) throw new Error(`${low![i]} and ${high![i]} cut off more than axis ${i} has`);
      return extent;
    });
    return [arrayOf(dtype, extents)];
  },
  run: ([x], attrs, { dtype, shape }) => {
    const [low, interior] = [list(attrs, "low"), list(attrs, "interior")];
    const strides = stridesOf(shape);
    const data = tensorData(dtype, sizeOf(shape));
    let at = 0;
    for (const index of everyIndex(x!.shape)) {
      const to = index.map((k, i) => low[i]! + k * (interior[i]! + 1));
      const value = x!.data[at++]!;
      if (to.some((k, i) => k < 0 || k >= shape[i]!)) continue;
      data[to.reduce((sum, k, i) => sum + strides[i]! * k, 0)] = value;
    }
    return data;
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(pad, [dx], attrs),
    transpose: (b, ct, _, __, attrs) => {
      const low = list(attrs, "low").map((n) => 0 - n);
      const high = list(attrs, "high").map((n) => 0 - n);
      const spreadOut = padded(b, ct, low, high);
      const step = list(attrs, "interior").map((n) => n + 1);
      const shape = shapeOf(spreadOut);
      return sliced(
        b,
        spreadOut,
        low.map(() => 0),
        shape,
        step,
      );
    },
  },
  batch: behindLanes(entriesBehind(() => ({ low: 0, high: 0, interior: 0 }))),
  samples: [],
});

/** `x` with zeros before and after; negative numbers cut off. */
export function padded(
  b: Builder,
  x: Value,
  low: readonly number[],
  high: readonly number[],
): Value {
  if (low.every((n) => n === 0) && high.every((n) => n === 0)) return x;
  return b.emit1(pad, [x], { low, high, interior: low.map(() => 0) });
}

export const concat: Op = defop<Value[]>({
  name: "concat",
  doc: "concat {axis} x…: one array after the other along that axis",
  effect: "pure",
  type: (types, attrs) => {
    if (types.length === 0) reject(types, "one or more arrays");
    const first = arrayAt(types, 0);
    const axis = axisOf(attrs, first);
    let extent = 0;
    for (const i of types.keys()) {
      const { shape } = arrayAt(types, i, first.dtype);
      const fits = shape.length === first.shape.length;
      if (!fits || !shape.every((n, k) => k === axis || n === first.shape[k])) {
        reject(types, `arrays of one shape but for axis ${axis}`);
      }
      extent += shape[axis]!;
    }
    return [arrayOf(first.dtype, first.shape.with(axis, extent))];
  },
  run: (xs, attrs, type) => {
    const axis = axisOf(attrs, type);
    const data = tensorData(type.dtype, sizeOf(type.shape));
    const inner = sizeOf(type.shape.slice(axis + 1));
    const outer = sizeOf(type.shape.slice(0, axis));
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const x of xs) {
        const length = x.shape[axis]! * inner;
        data.set(x.data.subarray(o * length, (o + 1) * length), at);
        at += length;
      }
    }
    return data;
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, x, dx, _, attrs) => {
      if (dx.every((d) => d === undefined)) return undefined;
      const parts = x.map((v, i) => dx[i] ?? zero(b, v.type));
      return b.emit1(concat, parts, attrs);
    },
    transpose: (b, ct, x, i, attrs) => {
      const axis = attrs["axis"] as number;
      const start = x.slice(0, i).reduce((sum, v) => sum + shapeOf(v)[axis]!, 0);
      return slicedAlong(b, ct, axis, start, start + shapeOf(x[i]!)[axis]!);
    },
  },
  batch: (b, x, lanes, attrs) => b.emit1(concat, inLanes(b, x, lanes), axisBehind(attrs)),
  samples: [],
});

export function concatenated(b: Builder, x: readonly Value[], axis: number): Value {
  return x.length === 1 ? x[0]! : b.emit1(concat, x, { axis });
}

/**
 * The elements before those of `x` along `axis` (after them, if `back`): `fill` stands before the
 * first. What an operation that runs along an axis has before each step.
 */
export function shifted(
  b: Builder,
  x: Value,
  { axis, back, fill }: { readonly axis: number; readonly back: boolean; readonly fill: number },
): Value {
  const shape = shapeOf(x);
  const n = shape[axis]!;
  if (n === 0) return x;
  const none = shape.map(() => 0);
  if (fill === 0) {
    const [in1, out1] = [none.with(axis, 1), none.with(axis, -1)];
    return back ? padded(b, x, out1, in1) : padded(b, x, in1, out1);
  }
  const end = literal(b, fill, { ...x.type, shape: shape.with(axis, 1) } as typeof x.type);
  const rest = back ? slicedAlong(b, x, axis, 1, n) : slicedAlong(b, x, axis, 0, n - 1);
  return concatenated(b, back ? [rest, end] : [end, rest], axis);
}
