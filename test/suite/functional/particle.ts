// A charged particle is shot at a wall; where one of the charges has to be for it to hit the middle.
import { argmin } from "./descent.ts";
import { distance, plus, sqr, times, type GradientOf, type Vector } from "./vectors.ts";

/** The square of the place where the path, by Euler's method, meets the ground. */
function landing(inner: GradientOf, w: number): number {
  const charges = [
    [10, 10 - w],
    [10, 0],
  ];
  const potential = (x: Vector): number =>
    charges.map((c) => 1 / distance(x, c)).reduce((sum, p) => sum + p, 0);
  const force = inner(potential);
  const dt = 0.1;
  let x: Vector = [0, 8];
  let v: Vector = [0.75, 0];
  for (;;) {
    const acceleration = times(-1, force(x));
    const next = plus(x, times(dt, v));
    if (next[1]! <= 0) break;
    x = next;
    v = plus(v, times(dt, acceleration));
  }
  const rest = (0 - x[1]!) / v[1]!;
  return sqr(plus(x, times(rest, v))[0]!);
}

export function particle(outer: GradientOf, inner: GradientOf): number {
  return argmin(outer, (w) => landing(inner, w[0]!), [0])[0]!;
}
