// Arrays put together, taken apart, repeated and shifted.
import { sub } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import { NdArray } from "./array.ts";
import { expandDims, moveaxis, shaped } from "./arrange.ts";
import { axisOf, type Axes } from "./axes.ts";
import { cast, toArray, type Operand } from "./convert.ts";
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

/** What is joined: a list of arrays, or the parts of one array along its first axis. */
export type Operands = readonly Operand[] | NdArray;

function some(name: string, xs: Operands): NdArray[] {
  if (xs instanceof NdArray) return partsAlongFirst(name, xs);
  if (!Array.isArray(xs)) noList(name);
  if (xs.length === 0) fault("NB6005", `\`${name}\` of no arrays`, "give at least one");
  return xs.map((x: Operand) => toArray(name, x));
}

/** Whether arrays are given one after the other, not in a list. */
const isArray = (axis: unknown): boolean => axis instanceof NdArray || Array.isArray(axis);

function noList(name: string): never {
  const help = `give a list of arrays: \`nd.${name}([a, b])\``;
  return fault("NB6003", `\`${name}\` of what is no list`, help);
}

function partsAlongFirst(name: string, x: NdArray): NdArray[] {
  if (x.ndim === 0 || x.shape[0] === 0) noList(name);
  const [n, ...shape] = x.shape as [number, ...number[]];
  return Array.from({ length: n }, (_, i) => shaped(part(x, 0, i, i + 1), shape));
}

/** Arrays one after the other along an axis; all elements of all, if it is null. */
export function concatenate(xs: Operands, axis: number | null = 0): NdArray {
  if (xs instanceof NdArray && (xs.ndim < 2 || isArray(axis))) noList("concatenate");
  if (xs instanceof NdArray && xs.size > 0) return inline(xs, axis);
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

/** The first axis put before another, and made one with it. */
function inline(x: NdArray, axis: number | null): NdArray {
  if (axis === null) return shaped(x, [x.size]);
  const [n, ...shape] = x.shape as [number, ...number[]];
  const at = axisOf("concatenate", axis, shape.length);
  return shaped(moveaxis(x, 0, at), shape.with(at, n * shape[at]!));
}

/** Arrays of one shape along a new axis, at that place of the result. */
export function stack(xs: Operands, axis = 0): NdArray {
  if (xs instanceof NdArray && isArray(axis)) noList("stack");
  if (xs instanceof NdArray && xs.size > 0) return moveaxis(xs, 0, axis);
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
export function hstack(xs: Operands): NdArray {
  const arrays = some("hstack", xs).map((a) => (a.ndim === 0 ? shaped(a, [1]) : a));
  return joined("hstack", arrays, arrays[0]!.ndim === 1 ? 0 : 1);
}

/** Along the first axis; vectors as rows. */
export function vstack(xs: Operands): NdArray {
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
