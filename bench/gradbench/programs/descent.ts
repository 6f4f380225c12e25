import { grad, jvp } from "nabla";

export type Objective = (x: Float64Array) => number;
export type Gradient = (f: Objective) => (x: Float64Array) => Float64Array;

/** Gradient by reverse mode. */
export const reverse: Gradient = (f) => grad(f);

/** Gradient by forward mode: one direction after the other. */
export const forward: Gradient = (f) => (x) => {
  const gradient = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const direction = new Float64Array(x.length);
    direction[i] = 1;
    gradient[i] = jvp(f)([x], [direction]).tangent;
  }
  return gradient;
};

function norm(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return Math.sqrt(sum);
}

function distance(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
  return Math.sqrt(sum);
}

/**
 * Where gradient descent from `start` stops. The step doubles after ten steps that went down and
 * halves after one that did not (Siskind and Pearlmutter 2008).
 */
export function argmin(f: Objective, gradient: Gradient, start: Float64Array): Float64Array {
  const slope = gradient(f);
  let x = start;
  let value = f(x);
  let g = slope(x);
  let step = 1e-5;
  let successes = 0;
  while (norm(g) > 1e-5) {
    if (successes === 10) {
      step *= 2;
      successes = 0;
      continue;
    }
    const next = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) next[i] = x[i] - step * g[i];
    if (distance(x, next) <= 1e-5) break;
    const nextValue = f(next);
    if (nextValue < value) {
      x = next;
      value = nextValue;
      g = slope(x);
      successes++;
    } else {
      step /= 2;
      successes = 0;
    }
  }
  return x;
}

export function argmax(f: Objective, gradient: Gradient, start: Float64Array): Float64Array {
  return argmin((x) => -f(x), gradient, start);
}

/** The value of f where {@link argmax} stops. */
export function max(f: Objective, gradient: Gradient, start: Float64Array): number {
  return f(argmax(f, gradient, start));
}
