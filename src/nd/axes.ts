// Axes as users give them: negative ones count from the end, null is all.
import { NdArray } from "./array.ts";
import { fault, showShape } from "./fault.ts";
import { optionNames, optionsOf } from "./options.ts";

/** One axis, several, or all (null). */
export type Axes = number | readonly number[] | null;

/** What reductions take: axes, or an object of options. */
export interface ReduceOptions {
  /** Axes that are taken together; all where it is absent or null. */
  readonly axis?: Axes | undefined;
  /** Whether these axes stay, with size 1. Default false. */
  readonly keepdims?: boolean | undefined;
}

/** `axis` counted from the start. */
export function axisOf(name: string, axis: number, rank: number): number {
  if (typeof axis !== "number") noAxis(name, axis);
  const from = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && from >= 0 && from < rank) return from;
  return fault(
    "NB6002",
    `\`${name}\`: axis ${axis} of an array of ${rank} ${rank === 1 ? "axis" : "axes"}`,
    rank === 0
      ? "it has no axes: it is a single element"
      : `axes are 0 to ${rank - 1}, or -${rank} to -1 from the end`,
  );
}

function noAxis(name: string, given: unknown): never {
  const what = typeof given === "object" && given !== null ? "an object" : String(given);
  return fault(
    "NB5010",
    `\`${name}\`: ${what} where an axis is expected`,
    optionNames[name]?.includes("axis") === false
      ? `the axis is a number; what else there is, ${optionNames[name].join(", ")}, comes behind it: \`nd.${name}(x, axis, options)\``
      : "give a number",
  );
}

/** `axes` counted from the start, in their order, each once. */
export function axesOf(name: string, axes: Axes | undefined, rank: number): number[] {
  if (axes === null || axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = typeof axes === "number" ? [axes] : axes;
  if (!Array.isArray(list)) noAxis(name, list);
  const found = list.map((axis) => axisOf(name, axis, rank));
  if (new Set(found).size !== found.length) {
    fault(
      "NB6002",
      `\`${name}\`: axes ${showShape(list)} name one axis twice`,
      "give each axis once",
    );
  }
  return found;
}

/** Axes and options of the function `name`, given as `(axis, {keepdims})` or `({axis, keepdims})`. */
export function reduceOptions<T extends ReduceOptions>(
  name: string,
  axis: Axes | T | undefined,
  options: T | undefined,
): T {
  if (typeof axis === "object" && axis !== null && !Array.isArray(axis)) {
    return optionsOf(name, axis as T);
  }
  if (options !== undefined) optionsOf(name, options);
  return { ...options, axis: (axis as Axes | undefined) ?? options?.axis ?? null } as T;
}

/** A shape: a list, or a number for one axis. */
export type Shape = number | readonly number[];

/** The list of a shape whose extents are known to be possible. */
export function shapeOf(name: string, shape: Shape): number[] {
  const given: Shape | NdArray = shape;
  // in compiled code a list, or a number, may be one that is known to be constant
  const whole = given instanceof NdArray && given.listed ? Array.from(given.data) : given;
  const parts: readonly (number | NdArray)[] = Array.isArray(whole) ? whole : [whole];
  const list = parts.map((n) => (n instanceof NdArray ? n.item() : n));
  if (!list.every((n) => Number.isInteger(n) && n >= 0)) {
    fault(
      "NB6005",
      `\`${name}\`: ${showShape(list)} is not a shape`,
      "sizes are whole numbers, 0 or more",
    );
  }
  return list;
}
