// Whether what was computed is what a file says, at the tolerances that belong to the files.
import { numberOf, type Stored } from "./format.ts";

/** What is allowed between two arrays. */
export interface Tolerance {
  /** In units of the largest magnitude of what is expected. */
  readonly whole: number;
  /** In units of each element, where elements hold one by one. */
  readonly each?: number;
  /** Magnitude of the operands, for arrays of zeros. */
  readonly scale: number;
}

/** An array as the runner has it. */
export interface Got {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The least normal double. */
const LEAST = 2.2250738585072014e-308;

/** What is wrong, with the worst element; undefined if nothing is. */
export function difference(got: Got, want: Stored, tolerance: Tolerance): string | undefined {
  const dtype = want.dtype ?? "f64";
  if (got.dtype !== dtype) return `type ${got.dtype}, wanted ${dtype}`;
  if (got.shape.join() !== want.shape.join()) {
    return `shape [${got.shape.join(", ")}], wanted [${want.shape.join(", ")}]`;
  }
  const expected = want.data.map(numberOf);
  const exact = dtype !== "f64";
  const bound = tolerance.whole * magnitude(expected, tolerance.scale);
  let worst = -1;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const limit = exact
      ? 0
      : Math.min(bound, (tolerance.each ?? Infinity) * Math.abs(expected[i]!));
    const apart = distance(got.data[i]!, expected[i]!);
    // numbers below the least normal one have fewer digits
    const by = exact || apart > LEAST ? apart : 0;
    // an element that is 0 has no relative error
    const allowed = expected[i] === 0 ? (exact ? 0 : bound) : limit;
    const excess = by === 0 ? 0 : by / allowed;
    if (excess > most || Number.isNaN(excess))
      [most, worst] = [Number.isNaN(excess) ? Infinity : excess, i];
  }
  if (most <= 1) return undefined;
  return `element ${worst}: got ${got.data[worst]}, wanted ${expected[worst]}`;
}

function magnitude(expected: readonly number[], scale: number): number {
  const most = expected.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 0);
  return most === 0 ? scale : most;
}

function distance(got: number, want: number): number {
  if (Object.is(got, want) || got === want) return 0;
  if (Number.isNaN(got) && Number.isNaN(want)) return 0;
  return Number.isFinite(got) && Number.isFinite(want) ? Math.abs(got - want) : Infinity;
}

/** The largest magnitude of some arrays, at least 1. */
export function scaleOf(arrays: readonly Stored[]): number {
  return Math.max(1, ...arrays.map(({ data }) => magnitude(data.map(numberOf), 0)));
}

const bits = new DataView(new ArrayBuffer(8));

function ordered(x: number): bigint {
  bits.setFloat64(0, x);
  const n = bits.getBigInt64(0);
  return n < 0n ? -(n & 0x7fff_ffff_ffff_ffffn) : n;
}

/** How many doubles lie between two; Infinity where one is NaN, or they are zeros of two signs. */
export function ulps(got: number, want: number): number {
  if (Object.is(got, want)) return 0;
  if (Number.isNaN(got) || Number.isNaN(want) || (got === 0 && want === 0)) return Infinity;
  const apart = ordered(got) - ordered(want);
  return Number(apart < 0n ? -apart : apart);
}
