// Random shapes and arrays, sizes of 0 and 1 among them.
import fc, { type GeneratorValue } from "fast-check";
import type { TensorDatum } from "../../../src/backends/interp/index.ts";
import { tensorData } from "../../../src/ir/tensor.ts";
import { sizeOf, type Dtype } from "../../../src/ir/types.ts";

export function tensor(
  dtype: Dtype,
  shape: readonly number[],
  values: Iterable<number>,
): TensorDatum {
  const data = tensorData(dtype, sizeOf(shape));
  data.set([...values]);
  return { kind: "tensor", dtype, shape, data };
}

export class Draw {
  readonly #g: GeneratorValue;
  /** What the elements are that are floats elsewhere. */
  readonly float: Dtype;

  constructor(g: GeneratorValue, float: Dtype) {
    this.#g = g;
    this.float = float;
  }

  int(min: number, max: number): number {
    return this.#g(fc.integer, { min, max });
  }

  flag(): boolean {
    return this.#g(fc.boolean);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }

  /** An extent: mostly small, often 1, at times 0. */
  extent(max = 4): number {
    return Math.min(max, this.pick([0, 1, 1, 2, 2, 3, 3, 4, 5]));
  }

  shape(least: number, most: number): number[] {
    return Array.from({ length: this.int(least, most) }, () => this.extent());
  }

  list(count: number, min: number, max: number): number[] {
    return Array.from({ length: count }, () => this.int(min, max));
  }

  /** Some axes of `shape`, ascending. */
  axes(shape: readonly number[]): number[] {
    return shape.map((_, axis) => axis).filter(() => this.flag());
  }

  permutation(count: number): number[] {
    const rest = Array.from({ length: count }, (_, i) => i);
    return Array.from({ length: count }, () => rest.splice(this.int(0, rest.length - 1), 1)[0]!);
  }

  /** Floats of any sign, some of them 0; sums and products of few of them are exact. */
  floats(shape: readonly number[], dtype: Dtype = this.float): TensorDatum {
    const values = this.list(sizeOf(shape), -12, 12).map((k) => k / 8);
    return tensor(dtype, shape, dtype === "bool" ? values.map((v) => Number(v > 0)) : values);
  }

  /** Floats no two of which are near each other. */
  distinct(shape: readonly number[]): TensorDatum {
    const size = sizeOf(shape);
    const values = this.permutation(size).map((k) => (k - size / 2 + 0.25) / 4);
    const truths = this.float === "bool";
    return tensor(this.float, shape, truths ? values.map((v) => Number(v > 0)) : values);
  }

  /** Numbers from 0 on, below `n`; none if that is 0. */
  indices(n: number, shape: readonly number[]): TensorDatum {
    const own = n === 0 ? [...shape, 0] : shape;
    return tensor("i32", own, this.list(sizeOf(own), 0, Math.max(0, n - 1)));
  }
}
