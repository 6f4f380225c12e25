// Derivatives by differences, good enough to check exact ones: central differences over ever smaller
// steps, extrapolated to the step zero (Richardson 1911).

/** Estimates of the derivatives of many values by one parameter. */
export interface Estimate {
  values: Float64Array;
  /** How far off each of them may be. */
  error: number;
}

const LEVELS = 10;
/** Rounding errors of a function's value and of its argument, as a part of each. */
const ROUNDING = 8 * Number.EPSILON;
/** An order is closer to the truth than to the order below it, but the two may agree by chance. */
const CHANCE = 10;

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** A function to take differences of. */
export interface Differences {
  f(b: Float64Array): Float64Array;
  /** The largest number that `f` subtracts from others, which makes its values round more coarsely. */
  subtracted?: number;
}

/**
 * The derivatives of all values of `f` by parameter `j`. Of all steps and orders, the one counts that
 * is closest to the order below it; rounding of `f`, divided by the step, comes on top.
 */
export function differenceColumn(
  { f, subtracted = 0 }: Differences,
  b: Float64Array,
  j: number,
): Estimate {
  const at = (offset: number): Float64Array => {
    const point = b.slice();
    point[j] += offset;
    return f(point);
  };
  const first = 0.1 * (Math.abs(b[j]) || 1);
  let best: Estimate = { values: new Float64Array(0), error: Infinity };
  let above: Float64Array[] = [];
  for (let level = 0; level < LEVELS; level++) {
    const step = first / 2 ** level;
    const [low, high] = [at(-step), at(step)];
    const width = b[j] + step - (b[j] - step);
    const row = [high.map((value, i) => (value - low[i]) / width)];
    for (let order = 1; order <= level; order++) {
      const coarse = above[order - 1];
      const change = row[order - 1].map((fine, i) => (fine - coarse[i]) / (4 ** order - 1));
      const values = row[order - 1].map((fine, i) => fine + change[i]);
      const moved = largest(low) + largest(high) + Math.abs(b[j]) * largest(values);
      const size = subtracted + moved;
      const error = CHANCE * largest(change) + (ROUNDING * size) / step;
      if (error < best.error) best = { values, error };
      row.push(values);
    }
    above = row;
  }
  return best;
}

/** How far a Jacobian is from differences, at worst over its columns. */
export interface Deviation {
  /** Largest difference, as a part of the largest element of its column. */
  relative: number;
  /** Largest difference, as a part of the error that the differences may have. */
  ofError: number;
}

/** Compares a Jacobian at `b`, given by rows, with differences. */
export function deviation(
  of: Differences,
  b: Float64Array,
  rows: readonly Float64Array[],
): Deviation {
  let relative = 0;
  let ofError = 0;
  for (let j = 0; j < b.length; j++) {
    const column = Float64Array.from(rows, (row) => row[j]);
    const { values, error } = differenceColumn(of, b, j);
    const difference = largest(column.map((value, i) => value - values[i]));
    if (difference === 0) continue;
    relative = Math.max(relative, difference / largest(column));
    ofError = Math.max(ofError, difference / error);
  }
  return { relative, ofError };
}
