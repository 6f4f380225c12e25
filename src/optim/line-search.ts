/** The function along a direction, as far as steps have been tried. */
export interface Trial<X> {
  readonly step: number;
  readonly value: number;
  /** Derivative by the step. */
  readonly slope: number;
  readonly at: X;
}

/** How much of the promised decrease there must be, and how much of the slope may be left. */
const [decrease, curvature] = [1e-4, 0.9];

/**
 * A step that satisfies the strong Wolfe conditions: Nocedal and Wright, "Numerical optimization"
 * (2006), algorithms 3.5 and 3.6, with cubic interpolation. Where rounding hides any decrease,
 * `undefined`, or the best that was seen.
 */
export function lineSearch<X>(
  at: (step: number) => Trial<X>,
  start: Trial<X>,
  first: number,
): Trial<X> | undefined {
  const falls = (t: Trial<X>): boolean => t.value <= start.value + decrease * t.step * start.slope;
  const flat = (t: Trial<X>): boolean => Math.abs(t.slope) <= -curvature * start.slope;
  let before = start;
  for (let tries = 0, step = first; tries < 30; tries++, step *= 2) {
    const here = at(step);
    if (!falls(here) || (tries > 0 && here.value >= before.value)) {
      return zoom(at, start, before, here, falls, flat);
    }
    if (flat(here)) return here;
    if (here.slope >= 0) return zoom(at, start, here, before, falls, flat);
    before = here;
  }
  return before;
}

/** A step between `low`, the best so far, and `high`. */
function zoom<X>(
  at: (step: number) => Trial<X>,
  start: Trial<X>,
  low: Trial<X>,
  high: Trial<X>,
  falls: (t: Trial<X>) => boolean,
  flat: (t: Trial<X>) => boolean,
): Trial<X> | undefined {
  for (let tries = 0; tries < 40; tries++) {
    const here = at(between(low, high));
    if (!falls(here) || here.value >= low.value) high = here;
    else {
      if (flat(here)) return here;
      if (here.slope * (high.step - low.step) >= 0) high = low;
      low = here;
    }
    if (Math.abs(high.step - low.step) <= 1e-16 * Math.abs(low.step)) break;
  }
  return low === start ? undefined : low;
}

/** The lowest point of the cubic through two trials, or their middle where that is too near to one. */
function between<X>(a: Trial<X>, b: Trial<X>): number {
  const middle = 0.5 * (a.step + b.step);
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return middle;
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(square);
  const step = b.step - ((b.step - a.step) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const margin = 0.1 * Math.abs(b.step - a.step);
  const [low, high] = [Math.min(a.step, b.step), Math.max(a.step, b.step)];
  return step >= low + margin && step <= high - margin ? step : middle;
}
