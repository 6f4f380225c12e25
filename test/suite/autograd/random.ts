// Numbers for the data of the programs, the same in every run.

/** Uniform in [0, 1): a 32-bit linear congruential generator, its upper bits. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Standard normal, by Box and Muller's method. */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export const list = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);
export const table = (rows: number, columns: number, draw: () => number): number[][] =>
  Array.from({ length: rows }, () => list(columns, draw));
