import { jit } from "nabla";
import { argmax, argmin, forward, max, reverse, type Gradient } from "./descent.ts";

export function height(x: Float64Array, y: Float64Array): number {
  return x[0] * x[0] + x[1] * x[1] - (y[0] * y[0] + y[1] * y[1]);
}

/**
 * The x of the least greatest height and the y of the greatest height there, both by descent from
 * `start`, with the given gradients of the outer and of the inner search.
 */
export function saddlePoint(
  start: Float64Array,
  outer: Gradient,
  inner: Gradient,
): { x: Float64Array; y: Float64Array } {
  const highest = (x: Float64Array): number => max((y) => height(x, y), inner, start);
  const x = argmin(highest, outer, start);
  const y = argmax((p) => height(x, p), inner, start);
  return { x, y };
}

type Search = (start: Float64Array) => { x: Float64Array; y: Float64Array };

export const ff: Search = jit((start: Float64Array) => saddlePoint(start, forward, forward));
export const fr: Search = jit((start: Float64Array) => saddlePoint(start, forward, reverse));
export const rf: Search = jit((start: Float64Array) => saddlePoint(start, reverse, forward));
export const rr: Search = jit((start: Float64Array) => saddlePoint(start, reverse, reverse));
