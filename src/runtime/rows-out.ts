// New rows of a matrix as views of one buffer: making many small buffers takes longer than the rest.
import {
  classOf,
  elementBytes,
  storageOf,
  type TypedArray,
  type TypedKind,
} from "../values/typed.ts";
import { cellBytes } from "./frame.ts";
import type { Views } from "./heap.ts";

/** Arrays that were made of memories which follow one another. */
export interface RowsTogether {
  readonly kind: TypedKind;
  /** Where the first memory begins, and behind the last. */
  readonly start: number;
  readonly end: number;
  readonly arrays: readonly TypedArray[];
}

/**
 * The rows that the `n` references at `address` lead to, if they lie one after the other in memory
 * that the call has made, which begins at `fresh`.
 */
export function rowsTogether(
  views: Views,
  kind: TypedKind,
  [address, n]: readonly [address: number, n: number],
  fresh: number,
): RowsTogether | undefined {
  if (n < 2) return undefined;
  const size = elementBytes(kind);
  const { u32 } = views;
  const cells = address / 4;
  const stride = cellBytes / 4;
  const start = u32[cells]!;
  if (start < fresh) return undefined;
  let end = start;
  for (let i = 0; i < n; i++) {
    const at = u32[cells + stride * i]!;
    const length = u32[cells + stride * i + 1]!;
    // memories begin at multiples of 8
    if (length === 0 || at !== Math.ceil(end / 8) * 8) return undefined;
    end = at + length * size;
  }
  const view = views[storageOf[kind]] as TypedArray;
  const { buffer } = view.slice(start / size, end / size);
  const Kind = classOf[kind] as unknown as new (
    b: ArrayBufferLike,
    at: number,
    n: number,
  ) => TypedArray;
  const arrays: TypedArray[] = [];
  for (let i = 0; i < n; i++) {
    const at = u32[cells + stride * i]!;
    arrays.push(new Kind(buffer, at - start, u32[cells + stride * i + 1]!));
  }
  return { kind, start, end, arrays };
}

/** The array of the `n` elements at `address`, if it is one of the rows. */
export function rowAt(
  { kind, start, end, arrays }: RowsTogether,
  wanted: string,
  address: number,
  n: number,
): TypedArray | undefined {
  if (wanted !== kind || address < start || address >= end) return undefined;
  const offset = address - start;
  let [low, high] = [0, arrays.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (arrays[middle]!.byteOffset < offset) low = middle + 1;
    else high = middle;
  }
  const found = arrays[low];
  return found?.byteOffset === offset && found.length === n ? found : undefined;
}
