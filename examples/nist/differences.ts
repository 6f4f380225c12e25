// Derivatives by differences, good enough to check exact ones: central differences over ever smaller
// steps, extrapolated to the step zero (Richardson 1911).

/** An estimate of a derivative, and how far off it may be. */
export interface Estimate {
  value: number;
  error: number;
}

const LEVELS = 10;
/** Rounding errors of a function's value and of its argument, as a part of each. */
const ROUNDING = 8 * Number.EPSILON;

/** The derivatives of all values of `f` by parameter `j`. */
export function differenceColumn(
  f: (b: Float64Array) => Float64Array,
  b: Float64Array,
  j: number,
): Estimate[] {
  const at = (offset: number): Float64Array => {
    const moved = b.slice();
    moved[j] += offset;
    return f(moved);
  };
  const first = 0.1 * (Math.abs(b[j]) || 1);
  const best = Array.from(f(b), (): Estimate => ({ value: NaN, error: Infinity }));
  let above: Float64Array[] = [];
  for (let level = 0; level < LEVELS; level++) {
    const step = first / 2 ** level;
    const [low, high] = [at(-step), at(step)];
    const width = b[j] + step - (b[j] - step);
    const row = [high.map((value, i) => (value - low[i]) / width)];
    for (let order = 1; order <= level; order++) {
      const weight = 4 ** order;
      const coarse = above[order - 1];
      row.push(row[order - 1].map((fine, i) => fine + (fine - coarse[i]) / (weight - 1)));
    }
    for (let order = 1; order <= level; order++) {
      row[order].forEach((value, i) => {
        const size = Math.max(Math.abs(low[i]), Math.abs(high[i])) + Math.abs(b[j] * value);
        const error = Math.abs(value - row[order - 1][i]) + (ROUNDING * size) / step;
        if (error < best[i].error) best[i] = { value, error };
      });
    }
    above = row;
  }
  return best;
}

/** How far a Jacobian is from differences. */
export interface Deviation {
  /** Largest difference of an element, as a part of the largest element of its column. */
  relative: number;
  /** Largest difference of an element, as a part of the error that the differences may have. */
  ofError: number;
}

/** Compares a Jacobian of `f` at `b`, given by rows, with differences. */
export function deviation(
  f: (b: Float64Array) => Float64Array,
  b: Float64Array,
  rows: readonly Float64Array[],
): Deviation {
  let relative = 0;
  let ofError = 0;
  for (let j = 0; j < b.length; j++) {
    const estimates = differenceColumn(f, b, j);
    const largest = Math.max(...rows.map((row) => Math.abs(row[j])));
    estimates.forEach(({ value, error }, i) => {
      const difference = Math.abs(rows[i][j] - value);
      if (difference === 0) return;
      relative = Math.max(relative, difference / largest);
      ofError = Math.max(ofError, difference / error);
    });
  }
  return { relative, ofError };
}
