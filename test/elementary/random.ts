import { fromBits } from "./ulps.ts";

/** Doubles with uniform bits: all magnitudes, subnormal to infinite, and some NaN. */
export class RandomDoubles {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 32 uniform bits, by Marsaglia's xorshift. */
  bits(): number {
    let s = this.#state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.#state = s;
    return s >>> 0;
  }

  any(): number {
    return fromBits((BigInt(this.bits()) << 32n) | BigInt(this.bits()));
  }

  /** Uniform in [lo, hi). */
  between(lo: number, hi: number): number {
    return lo + (hi - lo) * ((this.bits() + this.bits() / 2 ** 32) / 2 ** 32);
  }
}
