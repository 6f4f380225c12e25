// Where elements are in row-major arrays: what the reference meanings of operations go by.
import { stridesOf, tensorData, type Tensor, type TensorData } from "../../ir/tensor.ts";
import { sizeOf } from "../../ir/types.ts";

/** For each element of a row-major array of `shape`, in order, its index. The list is used again. */
export function* everyIndex(shape: readonly number[]): Generator<readonly number[]> {
  const index = shape.map(() => 0);
  for (let n = sizeOf(shape); n > 0; n--) {
    yield index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** The elements of the result of `shape`, each from the place in `x` that `from` gives. */
export function rearranged(
  x: Tensor,
  shape: readonly number[],
  from: (index: readonly number[]) => number,
): TensorData {
  const data = tensorData(x.dtype, sizeOf(shape));
  let at = 0;
  for (const index of everyIndex(shape)) data[at++] = x.data[from(index)]!;
  return data;
}

/** The shape without `axes`. */
export function without(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** For each element of an array of `shape`, in order, its place in the array without `axes`. */
export function* placesWithout(
  shape: readonly number[],
  axes: readonly number[],
): Generator<number> {
  const strides = stridesOf(without(shape, axes));
  let kept = 0;
  const along = shape.map((_, axis) => (axes.includes(axis) ? 0 : strides[kept++]!));
  for (const index of everyIndex(shape)) yield along.reduce((sum, s, i) => sum + s * index[i]!, 0);
}

/** The runs of elements along `axis`: for each, in order, the place of its first, and how far apart they are. */
export function* runsAlong(
  shape: readonly number[],
  axis: number,
): Generator<{ readonly first: number; readonly step: number }> {
  const step = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < step; i++) yield { first: o * shape[axis]! * step + i, step };
  }
}
