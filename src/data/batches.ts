// Parts of data sets. A data set is a tree whose arrays have one entry for each example.
import type { TensorData } from "../ir/tensor.ts";
import { NdArray } from "../nd/array.ts";
import { onlyOptions } from "../nd/options.ts";
import { permutation } from "../random/index.ts";
import { unreadable } from "./fault.ts";

/** N-d arrays and typed arrays, whose first axis is the examples, lists, whose items are, and objects of these. */
type Examples = NdArray | TensorData | readonly unknown[] | { readonly [name: string]: Examples };

export interface BatchOptions {
  /** A key of `nabla/random`: the examples come in an order that it decides. Default: theirs. */
  readonly shuffle?: NdArray;
  /** Whether a last batch of fewer examples is left out. Default: false. */
  readonly dropLast?: boolean;
}

/**
 * The examples of `data` in batches of `size`, each of the structure of `data`.
 *
 * @example
 * ```ts
 * for (const { x, y } of batches({ x: images, y: labels }, 32, { shuffle: key(epoch) })) step(x, y);
 * ```
 *
 * @throws NB7001 where arrays have different numbers of examples
 */
export function* batches<T extends object>(
  data: T,
  size: number,
  options: BatchOptions = {},
): Generator<T> {
  const { shuffle, dropLast = false } = onlyOptions("batches", ["shuffle", "dropLast"], options);
  if (!(Number.isInteger(size) && size > 0)) {
    throw unreadable(`a batch of ${size} examples`, "give a whole number above 0");
  }
  const order = orderOf(countOf(data as Examples), shuffle);
  const end = dropLast ? order.length - (order.length % size) : order.length;
  for (let at = 0; at < end; at += size) yield take(data, order.subarray(at, at + size));
}

/**
 * Two parts of `data`: the first has `fraction` of its examples, the second the others.
 *
 * @param shuffle - a key that decides which; without it the first are the first
 */
export function split<T extends object>(
  data: T,
  fraction: number,
  options: { readonly shuffle?: NdArray } = {},
): [T, T] {
  const { shuffle } = onlyOptions("split", ["shuffle"], options);
  if (!(fraction >= 0 && fraction <= 1)) {
    throw unreadable(`${fraction} of the examples`, "give a number between 0 and 1");
  }
  const order = orderOf(countOf(data as Examples), shuffle);
  const first = Math.round(order.length * fraction);
  return [take(data, order.subarray(0, first)), take(data, order.subarray(first))];
}

/** The examples at `indices`, which may repeat, in their order. */
export function take<T extends object>(data: T, indices: Int32Array): T {
  if (data instanceof NdArray) {
    const [, ...inner] = data.shape;
    const from = data.data;
    return new NdArray(data.dtype, [indices.length, ...inner], rows(from, indices, inner)) as T;
  }
  if (ArrayBuffer.isView(data)) return rows(data as unknown as TensorData, indices, []) as T;
  if (Array.isArray(data)) return Array.from(indices, (i): unknown => data[i]) as unknown as T;
  const fields = Object.entries(data as Record<string, object>);
  return Object.fromEntries(fields.map(([name, field]) => [name, take(field, indices)])) as T;
}

function rows<Data extends NdArray["data"]>(
  from: Data,
  indices: Int32Array,
  inner: readonly number[],
): Data {
  const width = inner.reduce((n, m) => n * m, 1);
  const data = from.slice(0, 0);
  const made = new (data.constructor as new (length: number) => Data)(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * width;
    made.set(from.subarray(start, start + width), i * width);
  }
  return made;
}

function orderOf(count: number, key: NdArray | undefined): Int32Array {
  if (key !== undefined) return permutation(key, count).data as Int32Array;
  return Int32Array.from({ length: count }, (_, i) => i);
}

/** Number of examples, the same in all arrays of `data`. */
function countOf(data: Examples): number {
  const counts = [...lengths(data, "data")];
  const [first] = counts;
  if (first === undefined) throw unreadable("there are no arrays in the data");
  const other = counts.find(([, count]) => count !== first[1]);
  if (other !== undefined) {
    throw unreadable(`${first[0]} has ${first[1]} examples, and ${other[0]} has ${other[1]}`);
  }
  return first[1];
}

function* lengths(data: Examples, path: string): Generator<[path: string, count: number]> {
  if (data instanceof NdArray) {
    if (data.ndim === 0) throw unreadable(`${path} has no axis of examples: its shape is []`);
    yield [path, data.shape[0]!];
  } else if (ArrayBuffer.isView(data) || Array.isArray(data)) {
    yield [path, (data as { length: number }).length];
  } else {
    for (const [name, field] of Object.entries(data as Record<string, Examples>)) {
      yield* lengths(field, `${path}.${name}`);
    }
  }
}
