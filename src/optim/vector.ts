// Trees of parameters as vectors, for methods that need products between all of them.
import { NdArray } from "../nd/array.ts";
import { eachLeaf, mapTrees } from "./tree.ts";

/** The elements of all leaves of a tree, one after the other. */
export function ravel(tree: unknown): Float64Array {
  let size = 0;
  eachLeaf([tree], ([x]) => {
    size += x!.length;
  });
  const vector = new Float64Array(size);
  let at = 0;
  eachLeaf([tree], ([x]) => {
    vector.set(x!, at);
    at += x!.length;
  });
  return vector;
}

/** The gradient `grads` by `params` as a vector; a leaf of these that it lacks has none. */
export function ravelLike(params: unknown, grads: unknown): Float64Array {
  const [filled] = mapTrees(1, [params, grads], ([to], [, g]) => to!.set(g!));
  return ravel(filled);
}

/** A tree of the structure of `like` with the elements of `vector`. */
export function unravel<P>(like: P, vector: Float64Array): P {
  let at = 0;
  const [tree] = mapTrees(1, [like], ([to]) => {
    for (let i = 0; i < to!.length; i++) to![i] = vector[at++]!;
  });
  return tree as P;
}

/**
 * The rows of a matrix of derivatives: of `count` numbers in one array or list by the `width` numbers
 * of the tree `params`, as `jacobian` gives it.
 */
export function rowsOf(
  matrix: unknown,
  count: number,
  params: unknown,
  width: number,
): Float64Array[] {
  const rows = Array.from({ length: count }, () => new Float64Array(width));
  let at = 0;
  const put = (block: unknown, like: unknown): void => {
    if (block === undefined) return;
    if (isList(like)) {
      const numbers = flat(block);
      const n = count === 0 ? 0 : numbers.length / count;
      for (const [i, row] of rows.entries()) row.set(numbers.subarray(i * n, (i + 1) * n), at);
      at += n;
    } else {
      const parts = like as Record<string, unknown>;
      for (const key of Object.keys(parts)) put((block as typeof parts)[key], parts[key]);
    }
  };
  put(matrix, params);
  return rows;
}

/** Whether it is a part with one block of derivatives. */
function isList(x: unknown): boolean {
  if (typeof x !== "object" || x instanceof NdArray || ArrayBuffer.isView(x)) return true;
  return Array.isArray(x) && x.every((item) => typeof item === "number");
}

/** The numbers of a block: one, those of an array, or of a list of arrays. */
function flat(block: unknown): Float64Array {
  if (typeof block === "number") return Float64Array.of(block);
  if (block instanceof NdArray) return Float64Array.from(block.data);
  if (block instanceof Float64Array) return block;
  const rows = (block as readonly unknown[]).map(flat);
  const all = new Float64Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** x + a·y */
export function along(x: Float64Array, a: number, y: Float64Array): Float64Array {
  return x.map((xi, i) => xi + a * y[i]!);
}

/** The largest absolute element; NaN if there is one. */
export function largest(x: Float64Array): number {
  let most = 0;
  for (const xi of x) most = Math.max(most, Math.abs(xi));
  return most;
}
