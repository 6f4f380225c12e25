// Vectors as lists of numbers, and gradients of functions of them in either mode.
import { grad, jvp } from "../../../src/index.ts";

export type Vector = number[];
export type Scalar = (x: Vector) => number;
export type GradientOf = (f: Scalar) => (x: Vector) => Vector;

export const plus = (u: Vector, v: Vector): Vector => u.map((x, i) => x + v[i]!);
export const minus = (u: Vector, v: Vector): Vector => u.map((x, i) => x - v[i]!);
export const times = (k: number, v: Vector): Vector => v.map((x) => k * x);
export const sqr = (x: number): number => x * x;
export const magnitude = (v: Vector): number =>
  Math.sqrt(v.map(sqr).reduce((sum, x) => sum + x, 0));
export const distance = (u: Vector, v: Vector): number => magnitude(minus(u, v));

/** By one direction after the other. */
export const forward: GradientOf = (f) => (x) =>
  x.map((_, i) => {
    const direction = x.map((__, j) => (i === j ? 1 : 0));
    return jvp(f)([x], [direction]).tangent;
  });

export const reverse: GradientOf = (f) => (x) => grad(f)(x);
