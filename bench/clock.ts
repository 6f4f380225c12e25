/** Times of runs of one program, in nanoseconds, as they come in round by round. */
export class Times {
  readonly #all: number[] = [];

  add(nanoseconds: readonly number[]): void {
    for (const n of nanoseconds) this.#all.push(n);
  }

  summary(): Summary | undefined {
    if (this.#all.length === 0) return undefined;
    const sorted = Float64Array.from(this.#all).toSorted();
    return {
      min: sorted[0]! / 1e6,
      median: sorted[sorted.length >> 1]! / 1e6,
      runs: sorted.length,
    };
  }
}

/** Milliseconds. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly runs: number;
}

/** Calls `f` for about `seconds`, in batches long enough for the clock; nanoseconds of one call. */
export function nanosecondsOfCall(f: () => unknown, seconds: number): number {
  let batch = 1;
  let best = Infinity;
  const end = process.hrtime.bigint() + BigInt(Math.round(seconds * 1e9));
  while (process.hrtime.bigint() < end) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < batch; i++) f();
    const spent = Number(process.hrtime.bigint() - start);
    if (spent < 200_000) batch *= 2;
    else best = Math.min(best, spent / batch);
  }
  return best;
}

export function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length);
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
