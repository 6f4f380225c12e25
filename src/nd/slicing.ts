// Parts of arrays by ranges that are known when compiling, with NumPy's rules.
import * as ops from "../ops/arrays/index.ts";
import { NdArray } from "./array.ts";
import { shaped } from "./arrange.ts";
import { toArray, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { take } from "./take.ts";

/**
 * What is taken along one axis: one index, after which the axis is gone; a range `[start, stop,
 * step]`, in which null is open, or as text `"1:3"`, `"::-1"`; `null` for a new axis of size 1;
 * `"..."` for all axes that no other one is for. An index may be one that only a run knows.
 */
export type Range =
  | number
  | NdArray
  | string
  | null
  | readonly [start?: number | null, stop?: number | null, step?: number | null];

interface Cut {
  readonly start: number;
  /** How many. */
  readonly count: number;
  readonly step: number;
  readonly gone: boolean;
}

/** Part of `x`: one range for each axis from the first on. */
export function slice(x: Operand, ...ranges: Range[]): NdArray {
  const a = toArray("slice", x);
  const { cuts, shape, running } = cutsOf(a, ranges);
  const part = shaped(cutOut(a, cuts), shape);
  // from the last on: axes before it stay where they are
  return running.reduceRight((y, { index, axis }) => take(y, index, axis), part);
}

// What is taken along each axis of `a`, and the shape of the result, with new axes.
function cutsOf(
  a: NdArray,
  ranges: readonly Range[],
): { cuts: Cut[]; shape: number[]; running: { index: NdArray; axis: number }[] } {
  const taking = ranges.filter((range) => range !== null && range !== "...").length;
  if (taking > a.ndim || ranges.filter((range) => range === "...").length > 1) {
    fault(
      "NB6002",
      `\`slice\` of ${show(a)} by ${ranges.length} ranges`,
      'give at most one for each axis, and "..." once',
    );
  }
  const cuts: Cut[] = [];
  const shape: number[] = [];
  const running: { index: NdArray; axis: number }[] = [];
  const cutAlong = (range: Exclude<Range, null | NdArray>): void => {
    const cut = cutOf(a, cuts.length, range);
    cuts.push(cut);
    if (!cut.gone) shape.push(cut.count);
  };
  const rest = (): void => {
    for (let n = a.ndim - taking; n > 0; n--) cutAlong([]);
  };
  for (const range of ranges) {
    if (range === null) shape.push(1);
    else if (range === "...") rest();
    else if (range instanceof NdArray) {
      running.push({ index: range, axis: shape.length });
      cutAlong([]);
    } else cutAlong(range);
  }
  if (!ranges.includes("...")) rest();
  return { cuts, shape, running };
}

function cutOf(a: NdArray, axis: number, range: number | string | readonly unknown[]): Cut {
  const n = a.shape[axis]!;
  if (typeof range === "number") {
    const at = range < 0 ? range + n : range;
    if (Number.isInteger(at) && at >= 0 && at < n)
      return { start: at, count: 1, step: 1, gone: true };
    fault(
      "NB4001",
      `\`slice\`: index ${range} along axis ${axis} of ${show(a)}`,
      `indices are 0 to ${n - 1}, or negative from the end`,
    );
  }
  const [start, stop, step] = typeof range === "string" ? read(range) : range.map(bound);
  return { ...rangeOf(n, start ?? null, stop ?? null, step ?? 1), gone: false };
}

// Bounds are part of the type of the result: numbers that only a run knows are asked for.
function bound(x: unknown): number | null {
  if (!(x instanceof NdArray)) return (x as number | null | undefined) ?? null;
  try {
    return x.item();
  } catch (error) {
    if ((error as { code?: unknown }).code !== "NB6004") throw error;
    return fault(
      "NB6004",
      "`slice` by a range with a bound that only a run knows",
      "use `nd.dynamicSlice(x, starts, sizes)`, whose sizes are known: `nd.dynamicSlice(x, [i, 0], [2, 3])`",
    );
  }
}

function read(text: string): (number | null)[] {
  const parts = text.split(":");
  const numbers = parts.map((part) => (part.trim() === "" ? null : Number(part)));
  const fits =
    parts.length >= 2 &&
    parts.length <= 3 &&
    numbers.every((n) => n === null || Number.isInteger(n));
  if (!fits)
    fault("NB5010", `\`slice\`: "${text}" is not a range`, 'write "1:3", ":", "::-1", or "..."');
  return numbers;
}

// Python's slice.indices
function rangeOf(
  n: number,
  start: number | null,
  stop: number | null,
  step: number,
): { start: number; count: number; step: number } {
  if (!Number.isInteger(step) || step === 0) {
    fault("NB5010", `\`slice\` in steps of ${step}`, "give a whole number other than 0");
  }
  const [lowest, highest] = step > 0 ? [0, n] : [-1, n - 1];
  const held = (at: number): number => Math.min(highest, Math.max(lowest, at < 0 ? at + n : at));
  const from = start === null ? (step > 0 ? 0 : n - 1) : held(start);
  const to = stop === null ? (step > 0 ? n : -1) : held(stop);
  return { start: from, count: Math.max(0, Math.ceil((to - from) / step)), step };
}

// Negative steps: the same elements in ascending order, reversed.
function cutOut(a: NdArray, cuts: readonly Cut[]): NdArray {
  const whole = cuts.every(({ count, step }, i) => count === a.shape[i] && step === 1);
  if (whole) return a;
  const size = cuts.map(({ count, step }) => Math.max(0, (count - 1) * Math.abs(step) + 1));
  const start = cuts.map(({ start: from, count, step }, i) =>
    count === 0 ? 0 : step > 0 ? from : from - size[i]! + 1,
  );
  const stop = cuts.map(({ count }, i) => (count === 0 ? 0 : start[i]! + size[i]!));
  const step = cuts.map((cut) => Math.abs(cut.step));
  const part = bind(ops.slice, [a], { start, stop, step });
  const axes = cuts.flatMap((cut, i) => (cut.step < 0 && cut.count > 1 ? [i] : []));
  return axes.length === 0 ? part : bind(ops.reverse, [part], { axes });
}
