// Trees of parameters as vectors, for methods that need products between all of them.
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
