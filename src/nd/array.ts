import type { TensorData } from "../ir/tensor.ts";
import { sizeOf } from "../ir/types.ts";

/** What the elements of an `NdArray` are. `f64` is JavaScript's number. */
export type NdDtype = "f64" | "f32" | "i32" | "bool";

/**
 * An N-d array: an immutable value. Elements are row-major in `data`, which nobody writes to once an
 * array is made of it; booleans are 0 or 1.
 */
export class NdArray {
  readonly dtype: NdDtype;
  readonly shape: readonly number[];
  readonly #data: TensorData;

  /** Takes `data` as it is: see `nd.array` for what checks and copies. */
  constructor(dtype: NdDtype, shape: readonly number[], data: TensorData) {
    this.dtype = dtype;
    this.shape = shape;
    this.#data = data;
  }

  /** The elements, row-major: not to be written to. */
  get data(): TensorData {
    return this.#data;
  }

  /**
   * Whether it stands for a number of JavaScript in compiled code, whose type gives way to that of
   * arrays it is used with.
   */
  get weak(): boolean {
    return false;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }
}
