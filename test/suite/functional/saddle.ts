// The saddle point of (x1² + y1²) − (x2² + y2²): a minimum of maxima, with derivatives in derivatives.
import { argmax, argmin, max } from "./descent.ts";
import { sqr, type GradientOf, type Vector } from "./vectors.ts";

const f = (x1: number, y1: number, x2: number, y2: number): number =>
  sqr(x1) + sqr(y1) - (sqr(x2) + sqr(y2));

export function saddle(outer: GradientOf, inner: GradientOf): [Vector, Vector] {
  const start = [1, 1];
  const one = argmin(outer, (p) => max(inner, (q) => f(p[0]!, p[1]!, q[0]!, q[1]!), start), start);
  const other = argmax(inner, (q) => f(one[0]!, one[1]!, q[0]!, q[1]!), start);
  return [one, other];
}
