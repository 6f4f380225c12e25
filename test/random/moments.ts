import type { NdArray } from "../../src/nd/index.ts";

/** How far the fractions below each of the numbers are from what `below` says, at most. */
export function distance(x: NdArray, below: (x: number) => number): number {
  const sorted = Float64Array.from(x.data).toSorted();
  const n = sorted.length;
  let most = 0;
  sorted.forEach((xi, i) => {
    const p = below(xi);
    most = Math.max(most, Math.abs(p - i / n), Math.abs(p - (i + 1) / n));
  });
  return most;
}

/** What `distance` exceeds for one sample of `n` in ten thousand (Kolmogorov 1933). */
export function critical(n: number): number {
  return 2.225 / Math.sqrt(n);
}

export function mean(x: NdArray, of: (x: number) => number = (xi) => xi): number {
  let sum = 0;
  for (const xi of x.data) sum += of(xi);
  return sum / x.size;
}
