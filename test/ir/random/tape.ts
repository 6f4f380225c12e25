/** Decisions, read from random bytes; all zero at the end, so that shorter tapes make smaller programs. */
export class Tape {
  readonly #bytes: readonly number[];
  #at = 0;

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  /** A number in [0, n), 0 being the simplest choice. */
  below(n: number): number {
    return this.byte() % n;
  }

  chance(percent: number): boolean {
    return this.byte() % 100 > 99 - percent;
  }

  /** One of `list`, more likely an early one. */
  early<T>(list: readonly T[]): T {
    return list[Math.min(this.below(list.length), this.below(list.length))] as T;
  }

  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    if (list.length === 0) throw new Error("nothing to pick from");
    return list[this.below(list.length)] as T;
  }
}
