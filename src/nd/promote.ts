// Operands in the type and shape that they have in common.
import { broadcast } from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { cast, filled, toArray, toOperand, type Operand } from "./convert.ts";
import { commonDtype, type Takes } from "./dtypes.ts";
import { bind } from "./engine.ts";
import { fault, show, showShape, type Shaped } from "./fault.ts";

/** The shape in which arrays of these shapes go together, by NumPy's rules of broadcasting. */
export function commonShape(name: string, xs: readonly Shaped[]): readonly number[] {
  let { shape } = xs[0]!;
  for (const x of xs) if (!sameShape(x.shape, shape)) shape = joined(name, xs, shape, x.shape);
  return shape;
}

function joined(
  name: string,
  xs: readonly Shaped[],
  a: readonly number[],
  b: readonly number[],
): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const n = a[i - rank + a.length] ?? 1;
    const m = b[i - rank + b.length] ?? 1;
    if (n === m || m === 1) return n;
    if (n === 1) return m;
    return fault(
      "NB6001",
      `\`${name}\` of ${xs.map(show).join(" and ")}`,
      "counted from the last axis, sizes have to be equal or 1",
    );
  });
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** `x` repeated along axes of size 1 and new ones in front. */
export function spread(name: string, x: NdArray, shape: readonly number[]): NdArray {
  if (sameShape(x.shape, shape)) return x;
  const offset = shape.length - x.shape.length;
  const fits = offset >= 0 && x.shape.every((n, i) => n === 1 || n === shape[offset + i]);
  if (!fits) {
    fault(
      "NB6001",
      `\`${name}\`: ${show(x)} does not broadcast to ${showShape(shape)}`,
      "counted from the last axis, sizes have to be equal, or 1 in the array",
    );
  }
  return bind(broadcast, [x], { shape, axes: x.shape.map((_, i) => offset + i) });
}

/** Operands in one type and one shape. */
export function together(name: string, given: readonly Operand[], takes: Takes): NdArray[] {
  const xs = given.map((x) => (typeof x === "number" ? x : toOperand(name, x)));
  const dtype = commonDtype(xs, takes);
  const arrays = xs.filter((x) => typeof x !== "number");
  const shape = arrays.length === 0 ? [] : commonShape(name, arrays);
  return xs.map((x) =>
    typeof x === "number" ? filled(x, dtype, shape) : spread(name, cast(x, dtype), shape),
  );
}

/** One operand, its elements floats. */
export function floatArray(name: string, x: Operand): NdArray {
  const array = toArray(name, x);
  return cast(array, commonDtype([array], "float"));
}
