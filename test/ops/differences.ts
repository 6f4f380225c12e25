/**
 * Derivative of `f` at `x` by central differences, extrapolated to step 0 from steps shrinking by
 * half (Ridders 1982), with a bound on its error: the difference between the two best
 * extrapolations, and the rounding of `f` magnified by the step.
 */
export function difference(
  f: (x: number) => number,
  x: number,
): { readonly slope: number; readonly error: number } {
  const scale = x === 0 ? 1 : Math.abs(x);
  let best = { slope: NaN, error: Infinity };
  let previous: number[] = [];
  for (let k = 0, h = 0.02 * scale; k < 12; k++, h /= 2) {
    const [above, below] = [x + h, x - h];
    const row = [(f(above) - f(below)) / (above - below)];
    const magnitude = Math.max(Math.abs(f(above)), Math.abs(f(below)));
    // an ulp of each value, and of each argument through the slope
    const rounding = (4 * Number.EPSILON * magnitude) / h;
    for (const [j, coarse] of previous.entries()) {
      const factor = 4 ** (j + 1);
      const fine = row[j]!;
      row.push((factor * fine - coarse) / (factor - 1));
      const change = Math.max(Math.abs(row[j + 1]! - fine), Math.abs(row[j + 1]! - coarse));
      const error = change + rounding;
      if (error < best.error) best = { slope: row[j + 1]!, error };
    }
    previous = row;
  }
  return best;
}
