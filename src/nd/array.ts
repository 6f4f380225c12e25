import type { TensorData } from "../ir/tensor.ts";
import { stridesOf } from "../ir/tensor.ts";
import { sizeOf } from "../ir/types.ts";
import { fault, show } from "./fault.ts";
import { fromHalf } from "./half.ts";
import type { Methods } from "./methods.ts";

/** What the elements of an `NdArray` are. `f64` is JavaScript's number. */
export type NdDtype = "f64" | "f32" | "i32" | "bool";

/** What an array may hold: f16 is for storage, and is read as f32 wherever it is computed with. */
export type StoredDtype = NdDtype | "f16";

/** The type that an array is computed with in. */
export function computedDtype({ dtype }: { readonly dtype: StoredDtype }): NdDtype {
  return dtype === "f16" ? "f32" : dtype;
}

/** The functions that arrays have as methods. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- `install` of methods.ts defines them
export interface NdArray extends Methods {}

/** An array that operations run on. */
export interface Computed extends NdArray {
  readonly dtype: NdDtype;
  readonly data: TensorData;
}

/**
 * An N-d array: an immutable value. Elements are row-major in `data`, which nobody writes to once an
 * array is made of it; booleans are 0 or 1, and numbers of f16 the words of 16 bits that mean them.
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export class NdArray {
  readonly dtype: StoredDtype;
  readonly shape: readonly number[];
  readonly #data: TensorData | Uint16Array;

  /** Takes `data` as it is: see `nd.array` for what checks and copies. */
  constructor(dtype: StoredDtype, shape: readonly number[], data: TensorData | Uint16Array) {
    this.dtype = dtype;
    this.shape = shape;
    this.#data = data;
  }

  /** The elements, row-major, as they lie in memory: not to be written to. Of f16, words of 16 bits. */
  get data(): TensorData | Uint16Array {
    return this.#data;
  }

  /**
   * Whether it stands for a number of JavaScript in compiled code, whose type gives way to that of
   * arrays it is used with.
   */
  get weak(): boolean {
    return false;
  }

  /** Whether it stands for a list of numbers in compiled code: those that are integers may be indices. */
  get listed(): boolean {
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

  /** The element at an index for each axis; negative ones count from the end. Truth values are 0 or 1. */
  at(...index: number[]): number {
    if (index.length !== this.ndim) {
      fault(
        "NB6005",
        `\`at\` with ${index.length} indices of ${show(this)}`,
        "give one for each axis; parts of arrays are given by `slice`",
      );
    }
    let place = 0;
    const strides = stridesOf(this.shape);
    for (const [axis, i] of index.entries()) {
      const n = this.shape[axis]!;
      if (!(Number.isInteger(i) && i >= -n && i < n)) {
        fault("NB4001", `\`at\`: index ${i} along axis ${axis} of ${show(this)}`);
      }
      place += strides[axis]! * (i < 0 ? i + n : i);
    }
    return elementOf(this, place);
  }

  /** The number of an array of one element. */
  item(): number {
    if (this.size === 1) return elementOf(this, 0);
    return fault("NB6005", `\`item\` of ${show(this)}`, "it has not one element: use `at`");
  }

  /** The elements in lists nested as the axes are; of truth values, `true` and `false`. */
  tolist(): NestedList {
    return nested(this, 0, 0);
  }

  /** Where a number is asked for, as by `Number(a)`, that of an array of one element. */
  [Symbol.toPrimitive](hint: string): number | string {
    return hint === "number" ? this.item() : this.toString();
  }

  toString(): string {
    return `${show(this)} ${JSON.stringify(this.tolist(), (_, v: unknown) => (typeof v === "number" && !Number.isFinite(v) ? String(v) : v))}`;
  }

  /** The elements by rows, as `JSON.stringify` writes them. */
  toJSON(): NestedList {
    return this.tolist();
  }
}

function elementOf({ dtype, data }: NdArray, place: number): number {
  return dtype === "f16" ? fromHalf(data[place]!) : data[place]!;
}

/** Numbers or truth values in lists of lists. */
export type NestedList = number | boolean | NestedList[];

function nested(x: NdArray, axis: number, from: number): NestedList {
  if (axis === x.ndim) return x.dtype === "bool" ? x.data[from] !== 0 : elementOf(x, from);
  const step = sizeOf(x.shape.slice(axis + 1));
  return Array.from({ length: x.shape[axis]! }, (_, i) => nested(x, axis + 1, from + i * step));
}
