// Arrays with elements around them.
import { add, mul } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { isFloatArray, multiply, subtract, add as plus } from "./arithmetic.ts";
import { cast, filled, made, toArray, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { part } from "./join.ts";
import { optionsOf } from "./options.ts";
import { spread } from "./promote.ts";
import { max, mean, min } from "./reduce.ts";
import { median } from "./sort.ts";

/** What is around, by NumPy's names. */
export type PadMode =
  | "constant"
  | "edge"
  | "reflect"
  | "symmetric"
  | "wrap"
  | "linear_ramp"
  | "maximum"
  | "mean"
  | "median"
  | "minimum";

/** What `pad` takes besides. */
export interface PadOptions {
  /**
   * What is there: a constant, the edge, the elements mirrored (the edge not, or also, repeated),
   * those on the other side, a line to an end value, or a statistic of the elements along the axis.
   * Default "constant".
   */
  readonly mode?: PadMode | undefined;
  /** The constant: a number, or [before, after], or such a pair for each axis. Default 0. */
  readonly constantValues?: PadAmounts | undefined;
  /** Where the lines of "linear_ramp" end, given as the constant is. Default 0. */
  readonly endValues?: PadAmounts | undefined;
  /** How many elements from the edge on a statistic is of. Default: all. */
  readonly statLength?: PadAmounts | null | undefined;
  /** Whether mirrored elements are as they are, or "odd": twice the edge less them. Default "even". */
  readonly reflectType?: "even" | "odd" | undefined;
}

/** One number for all sides, [before, after] for all axes, or such a pair for each axis. */
export type PadAmounts = number | readonly number[] | readonly (readonly number[])[];

type Pair = readonly [low: number, high: number];

/** `x` with elements around it. */
export function pad(x: Operand, width: PadAmounts, options: PadOptions = {}): NdArray {
  const a = toArray("pad", x);
  const widths = pairs(width, a);
  const { mode = "constant" } = optionsOf("pad", options);
  if (mode === "constant") return padConstant(a, widths, pairs(options.constantValues ?? 0, a));
  const ends = pairs(options.endValues ?? 0, a);
  const counts = options.statLength === undefined ? null : options.statLength;
  const lengths = counts === null ? a.shape.map((n): Pair => [n, n]) : pairs(counts, a);
  return widths.reduce<NdArray>((y, [low, high], axis) => {
    if (low === 0 && high === 0) return y;
    if (y.shape[axis] === 0) {
      fault("NB6005", `\`pad\` of the empty axis ${axis} of ${show(y)}`, 'use mode "constant"');
    }
    switch (mode) {
      case "edge":
      case "wrap":
        return padMoved(y, axis, low, high, mode);
      case "reflect":
      case "symmetric":
        return options.reflectType === "odd"
          ? padOdd(y, axis, low, high, mode)
          : padMoved(y, axis, low, high, mode);
      case "linear_ramp":
        return padRamp(y, axis, low, high, ends[axis]!);
      case "maximum":
      case "mean":
      case "median":
      case "minimum":
        return padStatistic(y, axis, low, high, mode, lengths[axis]!);
    }
    return fault("NB5010", `\`pad\`: mode "${mode}"`, `there are ${MODES}`);
  }, a);
}

const MODES =
  "constant, edge, reflect, symmetric, wrap, linear_ramp, maximum, mean, median, minimum";

function pairs(given: PadAmounts, a: NdArray): Pair[] {
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

function padConstant(a: NdArray, widths: readonly Pair[], values: readonly Pair[]): NdArray {
  if (values.every((pair) => pair.every((v) => Object.is(v, 0))) && a.dtype !== "bool") {
    return bind(ops.pad, [a], {
      low: widths.map(([low]) => low),
      high: widths.map(([, high]) => high),
      interior: widths.map(() => 0),
    });
  }
  return widths.reduce<NdArray>((y, [low, high], axis) => {
    const [before, after] = values[axis]!;
    const like = (n: number, value: number): NdArray =>
      filled(value, a.dtype, extended(y, axis, n));
    return between(y, axis, low, high, like(low, before), like(high, after));
  }, a);
}

// The shape of `a`, `n` long along an axis.
const extended = (a: NdArray, axis: number, n: number): number[] =>
  a.shape.map((m, i) => (i === axis ? n : m));

// `a` with `low` elements of `before` in front and `high` of `after` behind.
function between(
  a: NdArray,
  axis: number,
  low: number,
  high: number,
  before: NdArray,
  after: NdArray,
): NdArray {
  const parts = [...(low > 0 ? [before] : []), a, ...(high > 0 ? [after] : [])];
  return parts.length === 1 ? a : bind(ops.concat, parts, { axis });
}

type Moved = "reflect" | "symmetric" | "wrap" | "edge";

// The indices of a padded axis, as runs of the elements there are.
function padMoved(a: NdArray, axis: number, low: number, high: number, mode: Moved): NdArray {
  const n = a.shape[axis]!;
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

const periodOf = (n: number, mode: Moved): number =>
  mode === "reflect" ? Math.max(1, 2 * n - 2) : 2 * n;

function source(i: number, n: number, mode: Moved): number {
  if (mode === "edge") return Math.min(n - 1, Math.max(0, i));
  if (mode === "wrap") return ((i % n) + n) % n;
  const period = periodOf(n, mode);
  const k = ((i % period) + period) % period;
  return k < n ? k : mode === "reflect" ? period - k : period - 1 - k;
}

// `count` elements from `from` on: ascending, descending, or one repeated
function runOf(a: NdArray, axis: number, from: number, step: number, count: number): NdArray {
  if (step === 0 && count > 1) {
    const axes = a.shape.map((_, i) => i);
    const shape = extended(a, axis, count);
    return bind(ops.broadcast, [part(a, axis, from, from + 1)], { shape, axes });
  }
  if (step < 0 && count > 1) {
    return bind(ops.reverse, [part(a, axis, from - count + 1, from + 1)], { axes: [axis] });
  }
  return part(a, axis, from, from + count);
}

// Each turn at an edge takes an element from twice that edge: ±x, and multiples of both edges.
function padOdd(
  a: NdArray,
  axis: number,
  low: number,
  high: number,
  mode: "reflect" | "symmetric",
): NdArray {
  const n = a.shape[axis]!;
  if (n === 1) return padMoved(a, axis, low, high, "edge");
  const period = periodOf(n, mode);
  const size = low + n + high;
  const factors = [0, 1, 2].map(() => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    const turns = Math.floor((i - low) / period);
    const back = i - low - turns * period >= n;
    factors[0]![i] = back ? -1 : 1;
    factors[1]![i] = -2 * turns;
    factors[2]![i] = 2 * turns + (back ? 2 : 0);
  }
  const mirrored = padMoved(a, axis, low, high, mode);
  const edges = [mirrored, part(a, axis, 0, 1), part(a, axis, n - 1, n)];
  const line = a.shape.map((_, i) => (i === axis ? size : 1));
  return edges
    .map((x, k) =>
      bind(mul, [
        spread("pad", x, mirrored.shape),
        spread("pad", cast(made("f64", line, factors[k]!), a.dtype), mirrored.shape),
      ]),
    )
    .reduce((x, y) => bind(add, [x, y]));
}

// Straight lines from an end value to the edge.
function padRamp(a: NdArray, axis: number, low: number, high: number, ends: Pair): NdArray {
  const n = a.shape[axis]!;
  const line = (count: number, end: number, at: number, share: (i: number) => number): NdArray => {
    const shares = Float64Array.from({ length: count }, (_, i) => share(i));
    const t = made(
      "f64",
      a.shape.map((_, i) => (i === axis ? count : 1)),
      shares,
    );
    const rise = subtract(part(a, axis, at, at + 1), end);
    const y = plus(multiply(rise, isFloatArray(a) ? cast(t, a.dtype) : t), end);
    return cast(y, a.dtype);
  };
  const before = line(low, ends[0], 0, (i) => i / low);
  const after = line(high, ends[1], n - 1, (i) => (high - 1 - i) / high);
  return between(a, axis, low, high, before, after);
}

function padStatistic(
  a: NdArray,
  axis: number,
  low: number,
  high: number,
  mode: "maximum" | "mean" | "median" | "minimum",
  [first, last]: Pair,
): NdArray {
  const n = a.shape[axis]!;
  if (Math.min(first, last) < 1) {
    fault("NB5010", `\`pad\`: a statistic of ${Math.min(first, last)} elements`, "give 1 or more");
  }
  const of = { maximum: max, mean, median, minimum: min }[mode];
  const side = (x: NdArray, count: number): NdArray =>
    spread("pad", cast(of(x, { axis, keepdims: true }), a.dtype), extended(a, axis, count));
  const before = side(part(a, axis, 0, Math.min(n, first)), low);
  const after = side(part(a, axis, Math.max(0, n - last), n), high);
  return between(a, axis, low, high, before, after);
}
