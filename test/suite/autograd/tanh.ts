// The hyperbolic tangent by exponentials, and the sine by its series, with their derivatives.
import { grad } from "nabla";

type Curve = (x: number) => number;

export const tanh: Curve = (x) => {
  const y = Math.exp(-2 * x);
  return (1 - y) / (1 + y);
};

/** Terms of the series until they no longer count. */
export const sine: Curve = (x) => {
  let sum = x;
  let term = x;
  let i = 0;
  while (Math.abs(term) > 1e-20) {
    term = (-term * x * x) / ((2 * i + 3) * (2 * i + 2));
    sum += term;
    i++;
  }
  return sum;
};

/** The curve and its derivatives up to an order. */
export function derivatives(curve: Curve, order: number): Curve[] {
  const all = [curve];
  for (let i = 0; i < order; i++) all.push(grad(all[i]!));
  return all;
}

/** The derivative at each of the points. */
export const elementwise = (curve: Curve): ((x: number[]) => number[]) =>
  grad((x: number[]) => x.map(curve).reduce((sum, y) => sum + y, 0));
