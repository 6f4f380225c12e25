import {
  distance,
  magnitude,
  minus,
  times,
  type GradientOf,
  type Scalar,
  type Vector,
} from "./vectors.ts";

/** Descends until the gradient, or the step, is small; the step grows as long as it helps. */
export function argmin(gradient: GradientOf, f: Scalar, start: Vector): Vector {
  const slope = gradient(f);
  let x = start;
  let fx = f(x);
  let gx = slope(x);
  let eta = 1e-5;
  let i = 0;
  while (magnitude(gx) > 1e-5) {
    if (i === 10) {
      eta *= 2;
      i = 0;
      continue;
    }
    const next = minus(x, times(eta, gx));
    if (distance(x, next) <= 1e-5) return x;
    const fNext = f(next);
    if (fNext < fx) {
      x = next;
      fx = fNext;
      gx = slope(x);
      i++;
    } else {
      eta /= 2;
      i = 0;
    }
  }
  return x;
}

export function argmax(gradient: GradientOf, f: Scalar, start: Vector): Vector {
  return argmin(gradient, (x) => -f(x), start);
}

export function max(gradient: GradientOf, f: Scalar, start: Vector): number {
  return f(argmax(gradient, f, start));
}
