// Arrays put together, taken apart, repeated, shifted and padded.
import { sub } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { expandDims, shaped } from "./arrange.ts";
import { axisOf, type Axes } from "./axes.ts";
import { cast, filled, toArray, type Operand } from "./convert.ts";
import { commonDtype } from "./dtypes.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";

function joined(name: string, xs: readonly NdArray[], axis: number): NdArray {
  const dtype = commonDtype(xs, "any");
  const arrays = xs.map((x) => cast(x, dtype));
  const [first] = arrays;
  const fits = (a: NdArray): boolean =>
    a.ndim === first!.ndim && a.shape.every((n, i) => i === axis || n === first!.shape[i]);
  if (!arrays.every(fits)) {
    fault(
      "NB6001",
      `\`${name}\` of ${xs.map(show).join(" and ")} along axis ${axis}`,
      "the sizes of all other axes have to be equal",
    );
  }
  return arrays.length === 1 ? first! : bind(ops.concat, arrays, { axis });
}

function some(name: string, xs: readonly Operand[]): NdArray[] {
  if (xs.length === 0) fault("NB6005", `\`${name}\` of no arrays`, "give at least one");
  return xs.map((x) => toArray(name, x));
}

/** Arrays one after the other along an axis; all elements of all, if it is null. */
export function concatenate(xs: readonly Operand[], axis: number | null = 0): NdArray {
  const arrays = some("concatenate", xs);
  if (axis === null) {
    return joined(
      "concatenate",
      arrays.map((a) => shaped(a, [a.size])),
      0,
    );
  }
  return joined("concatenate", arrays, axisOf("concatenate", axis, arrays[0]!.ndim));
}

/** Arrays of one shape along a new axis, at that place of the result. */
export function stack(xs: readonly Operand[], axis = 0): NdArray {
  const arrays = some("stack", xs);
  const at = axisOf("stack", axis, arrays[0]!.ndim + 1);
  const first = arrays[0]!;
  for (const a of arrays) {
    if (a.ndim !== first.ndim || a.shape.some((n, i) => n !== first.shape[i])) {
      fault("NB6001", `\`stack\` of ${show(first)} and ${show(a)}`, "all have to be of one shape");
    }
  }
  return joined(
    "stack",
    arrays.map((a) => expandDims(a, at)),
    at,
  );
}

/** Along the second axis; vectors along their only one. */
export function hstack(xs: readonly Operand[]): NdArray {
  const arrays = some("hstack", xs).map((a) => (a.ndim === 0 ? shaped(a, [1]) : a));
  return joined("hstack", arrays, arrays[0]!.ndim === 1 ? 0 : 1);
}

/** Along the first axis; vectors as rows. */
export function vstack(xs: readonly Operand[]): NdArray {
  const rows = some("vstack", xs).map((a) => (a.ndim < 2 ? shaped(a, [1, a.size]) : a));
  return joined("vstack", rows, 0);
}

/** The part of `x` from `from` to `to` along one axis. */
export function part(x: NdArray, axis: number, from: number, to: number): NdArray {
  if (from === 0 && to === x.shape[axis]) return x;
  return bind(ops.slice, [x], {
    start: x.shape.map((_, i) => (i === axis ? from : 0)),
    stop: x.shape.map((n, i) => (i === axis ? to : n)),
    step: x.shape.map(() => 1),
  });
}

/**
 * Parts along an axis: so many equal ones, or cut before the indices of a list. Indices are as in
 * slices: negative ones count from the end, and those outside are moved to it.
 */
export function split(x: Operand, sections: number | readonly number[], axis = 0): NdArray[] {
  const a = toArray("split", x);
  const along = axisOf("split", axis, a.ndim);
  const n = a.shape[along]!;
  if (typeof sections === "number") {
    if (!(Number.isInteger(sections) && sections > 0 && n % sections === 0)) {
      fault(
        "NB6005",
        `\`split\` of axis ${along} of ${show(a)} into ${sections} equal parts`,
        "give a divisor of its size, or a list of where to cut",
      );
    }
    return partsOf(
      a,
      along,
      Array.from({ length: sections - 1 }, (_, i) => ((i + 1) * n) / sections),
    );
  }
  return partsOf(
    a,
    along,
    sections.map((at) => Math.min(n, Math.max(0, at < 0 ? at + n : at))),
  );
}

/** As `split`, but the first parts are longer by one where the axis does not divide. */
export function arraySplit(x: Operand, sections: number | readonly number[], axis = 0): NdArray[] {
  if (typeof sections !== "number") return split(x, sections, axis);
  const a = toArray("arraySplit", x);
  const along = axisOf("arraySplit", axis, a.ndim);
  const [least, more] = [Math.floor(a.shape[along]! / sections), a.shape[along]! % sections];
  const cuts = Array.from(
    { length: sections - 1 },
    (_, i) => (i + 1) * least + Math.min(i + 1, more),
  );
  return partsOf(a, along, cuts);
}

function partsOf(a: NdArray, axis: number, cuts: readonly number[]): NdArray[] {
  const bounds = [0, ...cuts, a.shape[axis]!];
  return bounds.slice(1).map((to, i) => part(a, axis, bounds[i]!, Math.max(bounds[i]!, to)));
}

/** `x` repeated as a whole, `reps` times along each axis, the last ones if these are fewer. */
export function tile(x: Operand, reps: number | readonly number[]): NdArray {
  const a = toArray("tile", x);
  const list = typeof reps === "number" ? [reps] : reps;
  const rank = Math.max(a.ndim, list.length);
  const shape = [...Array.from({ length: rank - a.ndim }, () => 1), ...a.shape];
  const times = [...Array.from({ length: rank - list.length }, () => 1), ...list];
  // each axis in two: how often, and its own
  const own = shape.map((_, i) => 2 * i + 1);
  const apart = times.flatMap((n, i) => [n, shape[i]!]);
  const repeated = bind(ops.broadcast, [shaped(a, shape)], { shape: apart, axes: own });
  return shaped(
    repeated,
    times.map((n, i) => n * shape[i]!),
  );
}

/** Each element repeated along an axis, as often as a number says, or a list for each index; of all elements if the axis is null. */
export function repeat(
  x: Operand,
  repeats: number | readonly number[],
  axis: number | null = null,
): NdArray {
  const a = toArray("repeat", x);
  if (axis === null) return repeat(shaped(a, [a.size]), repeats, 0);
  const along = axisOf("repeat", axis, a.ndim);
  const n = a.shape[along]!;
  const times = typeof repeats === "number" ? [repeats] : repeats;
  if (times.length === 1) {
    const shape = a.shape.flatMap((m, i) => (i === along ? [m, times[0]!] : [m]));
    const axes = a.shape.map((_, i) => (i > along ? i + 1 : i));
    const whole = a.shape.map((m, i) => (i === along ? m * times[0]! : m));
    return shaped(bind(ops.broadcast, [a], { shape, axes }), whole);
  }
  if (times.length !== n) {
    fault(
      "NB6005",
      `\`repeat\` of axis ${along} of ${show(a)} by ${times.length} numbers`,
      "give one number, or one for each index",
    );
  }
  const parts = times.flatMap((m, i) =>
    m === 0 ? [] : [repeat(part(a, along, i, i + 1), m, along)],
  );
  return parts.length === 0 ? part(a, along, 0, 0) : joined("repeat", parts, along);
}

/** Elements moved on along axes, those beyond the end to the start; along all as one, if `axis` is null. */
export function roll(x: Operand, shift: number | readonly number[], axis: Axes = null): NdArray {
  const a = toArray("roll", x);
  if (axis === null) {
    const total = typeof shift === "number" ? shift : shift.reduce((sum, n) => sum + n, 0);
    return shaped(rolled(shaped(a, [a.size]), total, 0), a.shape);
  }
  const axes = (typeof axis === "number" ? [axis] : axis).map((i) => axisOf("roll", i, a.ndim));
  const shifts = typeof shift === "number" ? axes.map(() => shift) : shift;
  const places =
    shifts.length === 1 || axes.length === 1 ? Math.max(shifts.length, axes.length) : axes.length;
  if (axes.length > 1 && shifts.length > 1 && axes.length !== shifts.length) {
    fault(
      "NB6005",
      `\`roll\` by ${shifts.length} numbers along ${axes.length} axes`,
      "give as many",
    );
  }
  return Array.from({ length: places }, (_, i) => i).reduce<NdArray>(
    (y, i) => rolled(y, shifts[shifts.length === 1 ? 0 : i]!, axes[axes.length === 1 ? 0 : i]!),
    a,
  );
}

function rolled(a: NdArray, shift: number, axis: number): NdArray {
  const n = a.shape[axis]!;
  const by = n === 0 ? 0 : ((shift % n) + n) % n;
  if (by === 0) return a;
  return bind(ops.concat, [part(a, axis, n - by, n), part(a, axis, 0, n - by)], { axis });
}

/** What `pad` takes besides. */
export interface PadOptions {
  /** What is there: a constant, the elements mirrored (the edge not, or also, repeated), those on the other side, or the edge. */
  readonly mode?: "constant" | "reflect" | "symmetric" | "wrap" | "edge" | undefined;
  /** The constant: a number, or [before, after], or such a pair for each axis. Default 0. */
  readonly constantValues?: PadAmounts | undefined;
}

/** One number for all sides, [before, after] for all axes, or such a pair for each axis. */
export type PadAmounts = number | readonly number[] | readonly (readonly number[])[];

/** `x` with elements around it. */
export function pad(
  x: Operand,
  width: PadAmounts,
  { mode = "constant", constantValues = 0 }: PadOptions = {},
): NdArray {
  const a = toArray("pad", x);
  const widths = pairs(width, a);
  if (mode === "constant") return padConstant(a, widths, pairs(constantValues, a));
  return widths.reduce<NdArray>((y, [low, high], axis) => padAxis(y, axis, low, high, mode), a);
}

function pairs(given: PadAmounts, a: NdArray): (readonly [number, number])[] {
  const list = typeof given === "number" ? [given] : given;
  if (a.ndim === 0) return [];
  const rows = list.every((v) => typeof v === "number") ? [list] : (list as number[][]);
  const fits =
    (rows.length === 1 || rows.length === a.ndim) &&
    rows.every((r) => r.length === 1 || r.length === 2);
  if (!fits) {
    fault(
      "NB6005",
      `\`pad\` of ${show(a)} by ${JSON.stringify(given)}`,
      "give one number, [before, after], or such a pair for each axis",
    );
  }
  return a.shape.map((_, i) => {
    const row = rows[rows.length === 1 ? 0 : i]!;
    return [row[0]!, row[row.length - 1]!];
  });
}

function padConstant(
  a: NdArray,
  widths: readonly (readonly [number, number])[],
  values: readonly (readonly [number, number])[],
): NdArray {
  if (values.every((pair) => pair.every((v) => Object.is(v, 0))) && a.dtype !== "bool") {
    return bind(ops.pad, [a], {
      low: widths.map(([low]) => low),
      high: widths.map(([, high]) => high),
      interior: widths.map(() => 0),
    });
  }
  return widths.reduce<NdArray>((y, [low, high], axis) => {
    const run = (n: number, value: number): NdArray[] =>
      n === 0
        ? []
        : [
            filled(
              value,
              a.dtype,
              y.shape.map((m, i) => (i === axis ? n : m)),
            ),
          ];
    const parts = [...run(low, values[axis]![0]), y, ...run(high, values[axis]![1])];
    return parts.length === 1 ? y : bind(ops.concat, parts, { axis });
  }, a);
}

// The indices of a padded axis, as runs of the elements there are.
function padAxis(
  a: NdArray,
  axis: number,
  low: number,
  high: number,
  mode: "reflect" | "symmetric" | "wrap" | "edge",
): NdArray {
  const n = a.shape[axis]!;
  if (low === 0 && high === 0) return a;
  if (n === 0)
    fault("NB6005", `\`pad\` of the empty axis ${axis} of ${show(a)}`, 'use mode "constant"');
  const at = Array.from({ length: low + n + high }, (_, i) => source(i - low, n, mode));
  const parts: NdArray[] = [];
  for (let from = 0; from < at.length;) {
    const step = (at[from + 1] ?? at[from]!) - at[from]!;
    let to = from + 1;
    while (to < at.length && Math.abs(step) <= 1 && step === at[to]! - at[to - 1]!) to++;
    parts.push(runOf(a, axis, at[from]!, step, to - from));
    from = to;
  }
  return parts.length === 1 ? parts[0]! : bind(ops.concat, parts, { axis });
}

function source(i: number, n: number, mode: "reflect" | "symmetric" | "wrap" | "edge"): number {
  if (mode === "edge") return Math.min(n - 1, Math.max(0, i));
  if (mode === "wrap") return ((i % n) + n) % n;
  const period = mode === "reflect" ? Math.max(1, 2 * n - 2) : 2 * n;
  const k = ((i % period) + period) % period;
  return k < n ? k : mode === "reflect" ? period - k : period - 1 - k;
}

// `count` elements from `from` on: ascending, descending, or one repeated
function runOf(a: NdArray, axis: number, from: number, step: number, count: number): NdArray {
  if (step === 0 && count > 1) {
    const shape = a.shape.map((n, i) => (i === axis ? count : n));
    const axes = a.shape.map((_, i) => i);
    return bind(ops.broadcast, [part(a, axis, from, from + 1)], { shape, axes });
  }
  if (step < 0 && count > 1) {
    return bind(ops.reverse, [part(a, axis, from - count + 1, from + 1)], { axes: [axis] });
  }
  return part(a, axis, from, from + count);
}

/** Differences of neighbours along an axis (the last), `n` times over. */
export function diff(x: Operand, n = 1, axis = -1): NdArray {
  const a = toArray("diff", x);
  const along = axisOf("diff", axis, a.ndim);
  let y = a.dtype === "bool" ? cast(a, "i32") : a;
  for (let i = 0; i < n; i++) {
    const size = y.shape[along]!;
    y = bind(sub, [
      part(y, along, Math.min(1, size), size),
      part(y, along, 0, Math.max(0, size - 1)),
    ]);
  }
  return y;
}
