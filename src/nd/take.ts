// Elements taken along an axis by their indices.
import * as ops from "../ops/arrays/index.ts";
import { and } from "../ops/bits.ts";
import { ge, lt } from "../ops/compare.ts";
import type { NdArray } from "./array.ts";
import { choose, isFloatArray, like, maximum, minimum, remainder } from "./arithmetic.ts";
import { moveaxis, permuted, shaped } from "./arrange.ts";
import { axisOf } from "./axes.ts";
import { toArray, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { checked, indexArray } from "./indices.ts";
import { optionsOf } from "./options.ts";
import { spread } from "./promote.ts";
import { gathered, placesAlong } from "./sort.ts";

/** What `take` and `takeAlongAxis` take besides. */
export interface TakeOptions {
  /**
   * What indices outside mean: an error, the nearest inside, those counted on around the ends, or
   * `fillValue`; but for "clip", negative ones count from the end. Default "raise".
   */
  readonly mode?: "raise" | "clip" | "wrap" | "fill" | undefined;
  /** Default NaN; of integers the least one, of truth values true. */
  readonly fillValue?: number | null | undefined;
}

// Indices inside of an axis, and where they have been: undefined where all are.
function inside(
  name: string,
  i: NdArray,
  extent: number,
  mode: NonNullable<TakeOptions["mode"]>,
): { index: NdArray; was?: NdArray } {
  switch (mode) {
    case "raise":
      return { index: checked(i, extent) };
    case "clip":
      return { index: checked(minimum(maximum(i, 0), extent - 1), extent) };
    case "wrap":
      return { index: checked(remainder(i, extent), extent) };
    case "fill": {
      const was = bind(and, [bind(ge, [i, like(i, -extent)]), bind(lt, [i, like(i, extent)])]);
      return { index: checked(choose(was, i, like(i, 0)), extent), was };
    }
  }
  return fault(
    "NB5010",
    `\`${name}\`: mode "${String(mode)}"`,
    '"raise", "clip", "wrap" or "fill"',
  );
}

function filledOutside(
  y: NdArray,
  was: NdArray | undefined,
  value: TakeOptions["fillValue"],
): NdArray {
  if (was === undefined) return y;
  const otherwise = isFloatArray(y) ? NaN : y.dtype === "bool" ? 1 : -2147483648;
  return choose(spread("take", was, y.shape), y, like(y, value ?? otherwise));
}

/** Elements along an axis by their indices, whose shape takes its place; of all elements in order, if it is null. */
export function take(
  x: Operand,
  indices: Operand,
  axis: number | null = null,
  options: TakeOptions = {},
): NdArray {
  const { mode = "raise", fillValue } = optionsOf("take", options);
  const a = toArray("take", x);
  const flat = axis === null ? shaped(a, [a.size]) : a;
  const at = axis === null ? 0 : axisOf("take", axis, a.ndim);
  const i = indexArray("take", indices);
  const front = moveaxis(flat, at, 0);
  const { index, was } = inside("take", i, flat.shape[at]!, mode);
  const found = bind(ops.gather, [front, index]);
  const ones = found.shape.slice(i.ndim).map(() => 1);
  const rows = filledOutside(found, was && shaped(was, [...was.shape, ...ones]), fillValue);
  // the axes of the indices, which are in front, go to the place of the axis
  const own = i.shape.map((_, k) => k);
  const rest = rows.shape.slice(i.ndim).map((_, k) => i.ndim + k);
  return permuted(rows, [...rest.slice(0, at), ...own, ...rest.slice(at)]);
}

/** Elements along an axis, by an index for each place along the other axes, which broadcast. */
export function takeAlongAxis(
  x: Operand,
  indices: Operand,
  axis: number | null = -1,
  options: TakeOptions = {},
): NdArray {
  const { mode = "raise", fillValue } = optionsOf("takeAlongAxis", options);
  const given = toArray("takeAlongAxis", x);
  const a = axis === null ? shaped(given, [given.size]) : given;
  const at = axis === null ? 0 : axisOf("takeAlongAxis", axis, a.ndim);
  const { array, index } = broadcastBut(
    "takeAlongAxis",
    a,
    indexArray("takeAlongAxis", indices),
    at,
  );
  const { index: safe, was } = inside("takeAlongAxis", index, array.shape[at]!, mode);
  const places = placesAlong(array.shape, safe, at);
  return filledOutside(gathered(array, places, index.shape), was, fillValue);
}

function broadcastBut(
  name: string,
  a: NdArray,
  index: NdArray,
  axis: number,
): { array: NdArray; index: NdArray } {
  if (index.ndim !== a.ndim) {
    fault(
      "NB6001",
      `\`${name}\` of ${show(a)} by ${show(index)}`,
      "indices need as many axes as the array",
    );
  }
  const others = (own: NdArray): NdArray =>
    spread(
      name,
      own,
      own.shape.map((n, i) => (i === axis ? n : largest(i))),
    );
  const largest = (i: number): number => (a.shape[i] === 1 ? index.shape[i]! : a.shape[i]!);
  return { array: others(a), index: others(index) };
}
