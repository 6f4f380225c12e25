import { grad, jit, jvp } from "nabla";
import { argmin, forward, reverse, type Gradient } from "./descent.ts";

interface Point {
  x: number;
  y: number;
}
type Potential = (position: Point) => number;
type Slope = (potential: Potential) => (position: Point) => Point;

const reverseSlope: Slope = (potential) => grad(potential);

const forwardSlope: Slope = (potential) => (position) => ({
  x: jvp(potential)([position], [{ x: 1, y: 0 }]).tangent,
  y: jvp(potential)([position], [{ x: 0, y: 1 }]).tangent,
});

const TIME_STEP = 0.1;

function plus(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y };
}

function times(factor: number, a: Point): Point {
  return { x: factor * a.x, y: factor * a.y };
}

function distance(a: Point, b: Point): number {
  return Math.sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/**
 * Square of the abscissa at which a particle crosses the x axis, moved by the field of two charges,
 * of which `w` places one: explicit Euler steps up to the axis, a straight line to it.
 */
export function squaredMiss(w: number, slope: Slope): number {
  const charges: Point[] = [
    { x: 10, y: 10 - w },
    { x: 10, y: 0 },
  ];
  const potential = (position: Point): number => {
    let sum = 0;
    for (const charge of charges) sum += 1 / distance(charge, position);
    return sum;
  };
  let position: Point = { x: 0, y: 8 };
  let velocity: Point = { x: 0.75, y: 0 };
  for (;;) {
    const force = times(-1, slope(potential)(position));
    position = plus(position, times(TIME_STEP, velocity));
    if (position.y <= 0) {
      const crossing = position.x - (position.y / velocity.y) * velocity.x;
      return crossing * crossing;
    }
    velocity = plus(velocity, times(TIME_STEP, force));
  }
}

/** The w that sends the particle through the origin, by descent from `start`. */
export function aim(start: number, outer: Gradient, inner: Slope): number {
  const from = new Float64Array(1).fill(start);
  return argmin((w) => squaredMiss(w[0], inner), outer, from)[0];
}

export const ff: (start: number) => number = jit((w: number) => aim(w, forward, forwardSlope));
export const fr: (start: number) => number = jit((w: number) => aim(w, forward, reverseSlope));
export const rf: (start: number) => number = jit((w: number) => aim(w, reverse, forwardSlope));
export const rr: (start: number) => number = jit((w: number) => aim(w, reverse, reverseSlope));
