// Programs whose loops can, or cannot, be run by several threads.

export const count = 3000;

/** Enough to do for several chunks. */
export const points: Float64Array = Float64Array.from({ length: count }, (_, i) =>
  Math.sin(1.7 * i),
);

function wave(x: number): number {
  let s = 0;
  for (let k = 1; k <= 20; k++) s += Math.sin(k * x) / k;
  return s;
}

/** Writes elements of its own. */
export function map(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = wave(x[i]!);
  return out;
}

/** A sum, and a smallest and a largest one. */
export function reduce(x: Float64Array): number[] {
  let sum = 0;
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < x.length; i++) {
    const y = wave(x[i]!);
    sum += y * y;
    least = Math.min(least, y);
    if (y > 0) most = Math.max(most, y);
  }
  return [sum, least, most];
}

export const energy = (x: Float64Array): number => reduce(x)[0]!;

function spread(x: Float64Array, out: Float64Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    out[from + i] = wave(x[i]!) * from;
    sum += out[from + i]!;
  }
  return sum;
}

/** Calls a function that has such a loop, in a loop that cannot be shared out and in one that can. */
export function nested(x: Float64Array): number[] {
  const out = new Float64Array(4 * x.length);
  let y = 0.5;
  for (let k = 0; k < 4; k++) y = Math.sin(y + spread(x, out, k * x.length) * 1e-6);
  const sums = new Float64Array(3);
  for (let k = 0; k < 3; k++) {
    const own = new Float64Array(2 * x.length);
    sums[k] = spread(x, own, k + 1);
  }
  return [y, out[5]!, out[3 * x.length + 7]!, ...sums];
}
