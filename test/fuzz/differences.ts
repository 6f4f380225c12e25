// The slope of a function of one number by extrapolated differences, as far as they can tell.

export interface Slope {
  readonly slope: number;
  /** About how wrong it may be; infinite where the function is not smooth. */
  readonly error: number;
}

/**
 * Central differences with steps that get smaller, extrapolated by Neville's scheme; the best entry
 * of the table is the one that differs least from its neighbours (Ridders 1982, Adv. Eng. Software 4).
 */
export function slopeOf(f: (t: number) => number): Slope {
  const ratio = 2;
  let before: number[] = [];
  let best: Slope = { slope: NaN, error: Infinity };
  for (let i = 0, h = 0.01; i < 8; i++, h /= ratio) {
    const [right, left] = [f(h), f(-h)];
    const row = [(right - left) / (2 * h)];
    const rounding = (Number.EPSILON * (Math.abs(right) + Math.abs(left))) / h;
    for (let j = 1, factor = ratio ** 2; j <= i; j++, factor *= ratio ** 2) {
      const [finer, coarser] = [row[j - 1]!, before[j - 1]!];
      const slope = (finer * factor - coarser) / (factor - 1);
      const error = Math.max(Math.abs(slope - finer), Math.abs(slope - coarser)) + rounding;
      if (error < best.error) best = { slope, error };
      row.push(slope);
    }
    before = row;
  }
  return smooth(f, best) ? best : { ...best, error: Infinity };
}

/** Whether the slopes on both sides are this one: there is no kink and no step here. */
function smooth(f: (t: number) => number, { slope }: Slope): boolean {
  const [h, at] = [1e-6, f(0)];
  const size = 1 + Math.abs(slope) + Math.abs(at);
  return [h, -h].every((t) => Math.abs((f(t) - at) / t - slope) < 1e-3 * size);
}
