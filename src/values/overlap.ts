import type { Buffer, Path } from "./layout.ts";
import { elementBytes, type TypedArray, type TypedKind } from "./typed.ts";

/** A typed array met on the way; `id` is missing for a row of an array. */
export interface Seen {
  readonly array: TypedArray;
  readonly element: TypedKind;
  readonly path: Path;
  readonly id?: number;
}

interface Overlaps {
  readonly buffers: readonly Buffer[];
  /** Index into `buffers`, by the id of a member. */
  readonly bufferOf: ReadonlyMap<number, number>;
}

/**
 * Groups typed arrays that see common bytes. `refuse` is called for two that do so in a way that
 * one memory cannot express: of different kinds, out of step with one another, or a row.
 */
export function overlaps(
  seen: readonly Seen[],
  refuse: (one: Seen, other: Seen) => never,
): Overlaps {
  const byBuffer = new Map<ArrayBufferLike, Seen[]>();
  for (const one of seen) {
    const known = byBuffer.get(one.array.buffer);
    if (known === undefined) byBuffer.set(one.array.buffer, [one]);
    else known.push(one);
  }
  const buffers: Buffer[] = [];
  const bufferOf = new Map<number, number>();
  for (const arrays of byBuffer.values()) {
    for (const cluster of arrays.length > 1 ? clusters(arrays) : []) {
      const [first, ...rest] = cluster as [Seen, ...Seen[]];
      for (const other of rest) if (!compatible(first, other)) refuse(first, other);
      const members = cluster.map((one) => one.id as number).toSorted((a, b) => a - b);
      for (const id of members) bufferOf.set(id, buffers.length);
      buffers.push({ element: first.element, members });
    }
  }
  return { buffers, bufferOf };
}

/** Sets of two or more arrays of one buffer whose ranges are connected by overlaps. */
function clusters(arrays: readonly Seen[]): Seen[][] {
  const sorted = arrays
    .filter(({ array }) => array.byteLength > 0)
    .toSorted((a, b) => a.array.byteOffset - b.array.byteOffset);
  const found: Seen[][] = [];
  let end = -1;
  for (const one of sorted) {
    const { byteOffset, byteLength } = one.array;
    if (byteOffset < end) found.at(-1)?.push(one);
    else found.push([one]);
    end = Math.max(end, byteOffset + byteLength);
  }
  return found.filter((cluster) => cluster.length > 1);
}

function compatible(one: Seen, other: Seen): boolean {
  if (one.id === undefined || other.id === undefined || one.element !== other.element) return false;
  const bytes = elementBytes(one.element);
  return (other.array.byteOffset - one.array.byteOffset) % bytes === 0;
}
