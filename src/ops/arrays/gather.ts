// Elements read and written by indices that are known when the program runs.
import { NablaError } from "../../diagnostics/error.ts";
import type { Builder } from "../../ir/builder.ts";
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Lanes, type Op } from "../../ir/op.ts";
import { stridesOf, tensorData, type Tensor } from "../../ir/tensor.ts";
import { arrayOf, sameType, showType, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { add, mul, plus, select } from "../arith.ts";
import { eq } from "../compare.ts";
import { literal, numberLike, zero } from "../constant.ts";
import { reject } from "../signatures.ts";
import { reshaped } from "./arrange.ts";
import { broadcast, repeated } from "./broadcast.ts";
import { behindLanes } from "./batching.ts";
import { indexAlong } from "./constants.ts";
import { arrayAt, integer, oneArray, shapeOf } from "./signatures.ts";
import { inLanes, mergedInto, splitFrom } from "./stacks.ts";

/** A pass over indices before they are used: what uses them takes for granted that they are in range. */
export const indices: Op = defop<[i: Value]>({
  name: "indices",
  doc: "indices {extent} i: the indices of an axis of that extent that i means: negative ones count from the end; traps where one is outside",
  effect: "trap",
  type: (types, attrs) => {
    if (integer(attrs, "extent") < 0) throw new Error("an axis has at least 0 elements");
    return [oneArray(types, "i32")];
  },
  run: ([i], attrs) => {
    const extent = attrs["extent"] as number;
    return Int32Array.from(i!.data as Int32Array, (k) => {
      if (k >= -extent && k < extent) return k < 0 ? k + extent : k;
      const message = `index ${k} is outside of an axis of length ${extent}`;
      throw new NablaError("NB4001", { message });
    });
  },
  cost: 2,
  rule: { kind: "zero", why: "an integer has no tangent" },
  batch: behindLanes(() => ({})),
  samples: [],
});

// The type of x[i]: rows of x in the shape of i.
function rowsType(types: readonly Type[]): ArrayType {
  const x = arrayAt(types, 0);
  const i = arrayAt(types, 1, "i32");
  if (x.shape.length === 0) throw new Error(`${showType(x)} has no axis to take elements along`);
  return arrayOf(x.dtype, [...i.shape, ...x.shape.slice(1)]);
}

// For each index in order, the places of the first elements of its row in x and among the rows.
function* rowsOf(x: Tensor, i: Tensor): Generator<{ from: number; to: number; size: number }> {
  const [n = 0, ...rest] = x.shape;
  const size = sizeOf(rest);
  for (const [at, k] of i.data.entries()) {
    if (!(k >= 0 && k < n)) throw new Error(`internal: row ${k} of ${n} was touched`);
    yield { from: k * size, to: at * size, size };
  }
}

/** The indices of rows of `n` in each lane, where the lanes' rows are one list. */
function placesInLanes(b: Builder, i: Value, n: number, { size, batched }: Lanes): Value {
  const all = batched[1] ? i : repeated(b, i, 0, size);
  const lane = indexAlong(b, shapeOf(all), 0);
  return add(b, all, mul(b, lane, literal(b, n, lane.type)));
}

// All operands have lanes: what is scattered to is another in each.
function scatterLanes(b: Builder, x: readonly Value[], lanes: Lanes, _: Attrs, op: Op): Value {
  const [to, i, u] = inLanes(b, x, lanes) as [Value, Value, Value];
  const places = placesInLanes(b, i, shapeOf(to)[1]!, { ...lanes, batched: [true, true, true] });
  return splitFrom(b, b.emit1(op, [mergedInto(b, to, 0), places, u]), 0, lanes.size);
}

export const gather: Op = defop<[x: Value, i: Value]>({
  name: "gather",
  doc: "gather x, i: the rows of x, which is [n, …r], that i, of any shape s, has the indices of: [s…, …r]; they must be in range",
  effect: "pure",
  type: (types) => {
    if (types.length !== 2) reject(types, "an array and indices");
    return [rowsType(types)];
  },
  run: ([x, i], _, { dtype, shape }) => {
    const data = tensorData(dtype, sizeOf(shape));
    for (const { from, to, size } of rowsOf(x!, i!))
      data.set(x!.data.subarray(from, from + size), to);
    return data;
  },
  cost: 2,
  work: (types) => 2 * sizeOf(rowsType(types).shape),
  rule: {
    kind: "linear",
    jvp: (b, [, i], [dx]) => dx && gathered(b, dx, i as Value),
    transpose: (b, ct, [x, i], at) =>
      at === 0 ? b.emit1(scatterAdd, [zero(b, x!.type), i as Value, ct]) : undefined,
  },
  batch: (b, [x, i], lanes) => {
    if (!lanes.batched[0]) return gathered(b, x!, i!);
    const [, n] = shapeOf(x!);
    return gathered(b, mergedInto(b, x!, 0), placesInLanes(b, i!, n!, lanes));
  },
  samples: [],
});

export function gathered(b: Builder, x: Value, i: Value): Value {
  return b.emit1(gather, [x, i]);
}

function scatterType(types: readonly Type[]): readonly Type[] {
  const rows = rowsType(types);
  if (types.length !== 3 || !sameType(rows, types[2]!)) {
    reject(types, `an array, indices, and the rows ${showType(rows)}`);
  }
  return [types[0]!];
}

export const scatterAdd: Op = defop<[x: Value, i: Value, u: Value]>({
  name: "scatter_add",
  doc: "scatter_add x, i, u: x with the rows u added to those that i has the indices of, each as often as it is there; they must be in range",
  effect: "pure",
  type: (types) => {
    arrayAt(types, 0, "f64", "f32", "i32");
    return scatterType(types);
  },
  run: ([x, i, u], _, { dtype }) => {
    const sums = Float64Array.from(x!.data);
    for (const { from, to, size } of rowsOf(x!, i!)) {
      for (let k = 0; k < size; k++) sums[from + k]! += u!.data[to + k]!;
    }
    const data = tensorData(dtype, sums.length);
    data.set(sums);
    return data;
  },
  cost: 3,
  rule: {
    kind: "linear",
    jvp: (b, [x, i], [dx, , du]) =>
      du === undefined ? dx : b.emit1(scatterAdd, [dx ?? zero(b, x!.type), i as Value, du]),
    transpose: (b, ct, [, i], at) => {
      if (at === 1) return undefined;
      return at === 0 ? ct : gathered(b, ct, i as Value);
    },
  },
  batch: scatterLanes,
  samples: [],
});

/** What was there before has no derivative, nor has what is set again. */
export const scatterSet: Op = defop<[x: Value, i: Value, u: Value]>({
  name: "scatter_set",
  doc: "scatter_set x, i, u: x with the rows u in the place of those that i has the indices of, the last of several; they must be in range",
  effect: "pure",
  type: scatterType,
  run: ([x, i, u]) => {
    const data = x!.data.slice();
    for (const { from, to, size } of rowsOf(x!, i!))
      data.set(u!.data.subarray(to, to + size), from);
    return data;
  },
  cost: 2,
  rule: {
    kind: "linear",
    jvp: (b, [x, i, u], [dx, , du]) => {
      if (dx === undefined && du === undefined) return undefined;
      const [p, q] = [dx ?? zero(b, x!.type), du ?? zero(b, u!.type)];
      return b.emit1(scatterSet, [p, i as Value, q]);
    },
    transpose: (b, ct, [x, i, u], at) => {
      if (at === 1) return undefined;
      if (at === 0) return b.emit1(scatterSet, [ct, i as Value, zero(b, u!.type)]);
      const given = gathered(b, ct, i as Value);
      const shape = shapeOf(u!);
      const axes = shapeOf(i!).map((_, axis) => axis);
      const lasting = b.emit1(broadcast, [isLast(b, i as Value, shapeOf(x!)[0]!)], { shape, axes });
      return select(b, lasting, given, numberLike(b, 0, given));
    },
  },
  batch: scatterLanes,
  samples: [],
});

/** For each index, which are below `n`, whether it does not come again. */
function isLast(b: Builder, i: Value, n: number): Value {
  const shape = shapeOf(i);
  const flat = [sizeOf(shape)];
  const order = indexAlong(b, flat, 0);
  const own = reshaped(b, i, flat);
  const none = zero(b, arrayOf("i32", [n]));
  const winner = gathered(b, b.emit1(scatterSet, [none, own, order]), own);
  return reshaped(b, eq(b, winner, order), shape);
}

/**
 * For each index of `i`, the element of `x` with that index along `axis` and its own ones along the
 * others, in which their shapes agree.
 */
export function alongAxis(b: Builder, x: Value, i: Value, axis: number): Value {
  return reshaped(b, gathered(b, flattened(b, x), placesAlong(b, shapeOf(x), i, axis)), shapeOf(i));
}

export function flattened(b: Builder, x: Value): Value {
  return reshaped(b, x, [sizeOf(shapeOf(x))]);
}

/** The places, as a list, of the elements of an array of `shape` that `alongAxis` takes. */
export function placesAlong(b: Builder, shape: readonly number[], i: Value, axis: number): Value {
  const own = shapeOf(i);
  let sum: Value | undefined;
  for (const [k, stride] of stridesOf(shape).entries()) {
    if (k !== axis && own[k]! <= 1) continue;
    const index = k === axis ? i : indexAlong(b, own, k);
    sum = plus(b, sum, stride === 1 ? index : mul(b, index, literal(b, stride, index.type)));
  }
  return flattened(b, sum ?? i);
}
