import type { ArrayType, Dtype } from "./types.ts";

/** Elements of an N-d array, row-major; booleans are 0 or 1. */
export type TensorData = Float64Array | Float32Array | Int32Array | Uint8Array;

/** An immutable N-d array when the program runs. */
export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Room for `size` elements of `dtype`, zero. There are no arrays of i64. */
export function tensorData(dtype: Dtype, size: number): TensorData {
  switch (dtype) {
    case "f64":
      return new Float64Array(size);
    case "f32":
      return new Float32Array(size);
    case "i32":
      return new Int32Array(size);
    case "bool":
      return new Uint8Array(size);
    case "i64":
      throw new Error("internal: an array of i64");
  }
}

export function tensorOf({ dtype, shape }: ArrayType, data: TensorData): Tensor {
  return { dtype, shape, data };
}

/** How far apart elements are along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  return strides;
}
