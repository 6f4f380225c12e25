// What users give where arrays are wanted, and arrays that are made of it.
import type { TensorData } from "../ir/tensor.ts";
import { tensorData } from "../ir/tensor.ts";
import { arrayOf, sizeOf } from "../ir/types.ts";
import { concat, reshape } from "../ops/arrays/index.ts";
import { ne } from "../ops/compare.ts";
import { constant } from "../ops/constant.ts";
import { boolToI32, clampI32, toF32, toF64, widen } from "../ops/convert.ts";
import { NdArray, type Computed, type NdDtype, type StoredDtype } from "./array.ts";
import { isCompiling } from "./compiling.ts";
import { commonDtype } from "./dtypes.ts";
import { bind } from "./engine.ts";
import { fault, show, showShape } from "./fault.ts";
import { fromHalves, toHalves } from "./half.ts";

/** Numbers, truth values, arrays, typed memory, or lists of such, nested to one depth. */
export type Nested = number | boolean | NdArray | NumberData | readonly Nested[];

/** Memory of numbers whose elements arrays are made of. */
export type NumberData =
  | TensorData
  | Int8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Uint32Array;

/** What functions take for an array. A number takes the type of the arrays beside it. */
export type Operand = Nested;

/** An array of `data`, which nobody changes later. */
export function made(dtype: NdDtype, shape: readonly number[], data: TensorData): Computed {
  return new NdArray(dtype, shape, data) as Computed;
}

/** `value`, rounded to `dtype`, everywhere. */
export function filled(value: number, dtype: StoredDtype, shape: readonly number[]): Computed {
  const own = computable(dtype);
  return bind(constant, [], { type: arrayOf(own, shape), value: rounded(value, own) });
}

function rounded(value: number, dtype: NdDtype): number {
  switch (dtype) {
    case "f64":
      return value;
    case "f32":
      return Math.fround(value);
    case "i32":
      return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value || 0)));
    case "bool":
      return Number(value !== 0);
  }
}

/** `dtype`, which new arrays can have: throws if it is f16, or none of what it should be. */
export function computable(dtype: StoredDtype): NdDtype {
  switch (dtype) {
    case "f64":
    case "f32":
    case "i32":
    case "bool":
      return dtype;
    case "f16":
      return fault(
        "NB6003",
        "an array of f16 is made of numbers here",
        'f16 is for storage: make it of f32 or f64, and convert it by `nd.astype(x, "f16")`',
      );
  }
  return fault("NB6003", `${describe(dtype)} is no type of elements`, dtypeHelp(dtype));
}

/** What types are called elsewhere. */
const otherNames: Readonly<Record<string, StoredDtype>> = {
  float64: "f64",
  double: "f64",
  float32: "f32",
  float16: "f16",
  int32: "i32",
  boolean: "bool",
};

function dtypeHelp(given: unknown): string {
  const types = 'give "f64", "f32", "i32" or "bool"; for storage there is "f16"';
  if (typeof given === "number") return `${types}. A shape is a list: \`[2, 3]\``;
  const name = (given as { dtype?: unknown } | null)?.dtype;
  if (typeof name === "string") return `the type comes without a name: give "${name}"`;
  const own = typeof given === "string" ? otherNames[given] : undefined;
  return own === undefined ? types : `it is called "${own}" here`;
}

/** The array that an operand of the function `name` means; of f16, as f32, and of a number, f64. */
export function toArray(name: string, x: Operand): Computed {
  const array = toOperand(name, x);
  return array.weak ? (cast(array, commonDtype([array], "any")) as Computed) : array;
}

/** The same, but numbers that only a run knows stay what they are, beside others. */
export function toOperand(name: string, x: Operand): Computed {
  if (x instanceof NdArray) return x.dtype === "f16" ? widened(x) : (x as Computed);
  if (typeof x === "number") return filled(x, "f64", []);
  if (typeof x === "boolean") return filled(Number(x), "bool", []);
  if (isData(x)) {
    const array = ofData(x, true);
    return array.dtype === "f16" ? widened(array) : (array as Computed);
  }
  if (Array.isArray(x)) return ofList(name, x as readonly Nested[]);
  return fault(
    "NB6003",
    `\`${name}\`: ${describe(x)} is not an array of numbers`,
    "give an NdArray, a number, lists of numbers, or a Float64Array, Float32Array or Int32Array",
  );
}

/** An array of f16 as one of f32. */
export function widened({ shape, data }: NdArray): Computed {
  return new NdArray("f32", shape, fromHalves(data as Uint16Array)) as Computed;
}

/** Whether it is memory of numbers. */
export function isData(x: unknown): x is NumberData {
  if (!ArrayBuffer.isView(x) || x instanceof DataView) return false;
  return !(x instanceof BigInt64Array || x instanceof BigUint64Array);
}

/** The array of one axis with the elements of `data`; without a copy where that is asked and possible. */
export function ofData(data: NumberData, copy: boolean): NdArray {
  const shape = [data.length];
  if (data instanceof Float64Array) return made("f64", shape, copy ? data.slice() : data);
  if (data instanceof Float32Array) return made("f32", shape, copy ? data.slice() : data);
  if (data instanceof Int32Array) return made("i32", shape, copy ? data.slice() : data);
  if (data instanceof Uint32Array) return made("f64", shape, Float64Array.from(data));
  if (isHalves(data)) {
    const { buffer, byteOffset, length } = copy ? data.slice() : data;
    return new NdArray("f16", shape, new Uint16Array(buffer, byteOffset, length));
  }
  return made("i32", shape, Int32Array.from(data));
}

// a Float16Array, which not all engines have
function isHalves(data: object): data is NumberData {
  return Object.prototype.toString.call(data) === "[object Float16Array]";
}

function describe(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (typeof x === "string") return JSON.stringify(x);
  return typeof x === "object" ? "an object" : `a ${typeof x}`;
}

/** What nested lists hold, in order; truth values among numbers are 0 and 1. */
interface Leaves {
  readonly leaves: (number | NdArray)[];
  /** The shape of the nesting. */
  readonly shape: readonly number[];
  /** Whether all are truth values. */
  readonly truth: boolean;
}

function leavesOf(name: string, list: readonly Nested[]): Leaves {
  const shape: number[] = [];
  let rows = false;
  for (let at: Nested = list; Array.isArray(at) && !rows; at = at[0] as Nested) {
    shape.push(at.length);
    rows = at.length === 0 || at.some(hasAxes);
  }
  const leaves: (number | NdArray)[] = [];
  let truths = 0;
  const visit = (item: Nested, depth: number): void => {
    if (Array.isArray(item) && depth < shape.length && item.length === shape[depth]) {
      for (const inner of item) visit(inner, depth + 1);
      return;
    }
    const leaf = depth === shape.length ? leafOf(name, item, rows) : undefined;
    if (leaf === undefined) return uneven(name, item, shape, depth);
    truths += Number(leaf instanceof NdArray ? leaf.dtype === "bool" : typeof item === "boolean");
    leaves.push(leaf);
  };
  visit(list, 0);
  return { leaves, shape, truth: truths > 0 && truths === leaves.length };
}

const hasAxes = (item: Nested): boolean =>
  item instanceof NdArray ? item.ndim > 0 : typeof item === "object" && isData(item);

// Beside arrays, lists are arrays too.
function leafOf(name: string, item: Nested, rows: boolean): number | NdArray | undefined {
  if (typeof item === "number" || typeof item === "boolean") return Number(item);
  if (item instanceof NdArray || isData(item)) return toOperand(name, item);
  return rows && Array.isArray(item) ? ofList(name, item as readonly Nested[]) : undefined;
}

function ofList(name: string, list: readonly Nested[]): Computed {
  const found = leavesOf(name, list);
  const strong = found.leaves.some((leaf) => leaf instanceof NdArray && !leaf.weak);
  const plain = found.truth ? "bool" : "f64";
  return assembled(name, found, strong ? commonDtype(found.leaves, "any") : plain);
}

/** The array of nested lists of indices: `toIndex` gives the i32 array or integer of each. */
export function ofIndices(
  name: string,
  list: readonly Nested[],
  toIndex: (leaf: number | NdArray) => number | NdArray,
): NdArray {
  const { leaves, shape, truth } = leavesOf(name, list);
  if (truth) {
    fault(
      "NB6003",
      `\`${name}\`: truth values as indices`,
      "give integers; `booleanIndex` and `compress` take what a mask says",
    );
  }
  return assembled(name, { leaves: leaves.map(toIndex), shape }, "i32");
}

// One array of all leaves: neighbouring numbers are one constant, arrays have one shape.
function assembled(
  name: string,
  { leaves, shape }: Pick<Leaves, "leaves" | "shape">,
  dtype: NdDtype,
): Computed {
  const first = leaves.find((leaf) => leaf instanceof NdArray);
  if (first === undefined) return constants(leaves as number[], dtype, shape);
  const parts: NdArray[] = [];
  let run: number[] = [];
  const close = (): void => {
    if (run.length > 0) parts.push(constants(run, dtype, [run.length]));
    run = [];
  };
  for (const leaf of leaves) {
    const own = leaf instanceof NdArray ? leaf.shape : [];
    if (own.join() !== first.shape.join()) {
      fault(
        "NB6001",
        `\`${name}\` of a list of ${show(first)} and ${leaf instanceof NdArray ? show(leaf) : "a number"}`,
        "all items have to be of one shape",
      );
    }
    if (leaf instanceof NdArray) {
      close();
      parts.push(bind(reshape, [cast(leaf, dtype)], { shape: [1, ...own] }));
    } else run.push(leaf);
  }
  close();
  const whole = parts.length === 1 ? parts[0]! : bind(concat, parts, { axis: 0 });
  return bind(reshape, [whole], { shape: [...shape, ...first.shape] });
}

function constants(values: readonly number[], dtype: NdDtype, shape: readonly number[]): Computed {
  const data = tensorData(dtype, values.length);
  data.set(values);
  return made(dtype, shape, data);
}

function uneven(name: string, item: Nested, shape: readonly number[], depth: number): never {
  if (Array.isArray(item)) {
    const wanted = depth === shape.length ? "a number" : `a list of ${shape[depth]}`;
    fault(
      "NB6005",
      `\`${name}\`: a list of ${item.length} where the first item beside it is ${wanted}`,
      "lists of one level need one length: make them equally long",
    );
  }
  if (depth < shape.length && typeof item === "number") {
    fault(
      "NB6005",
      `\`${name}\`: a number where the first item beside it is a list of ${shape[depth]}`,
      "nest all lists to one depth",
    );
  }
  fault("NB6003", `\`${name}\`: ${describe(item)} among the numbers of a list`, "give numbers");
}

/** `x` with elements of `dtype`. Floats become integers by cutting off, held within their range. */
export function cast(x: NdArray, dtype: StoredDtype): Computed {
  if (x.dtype === dtype) return x as Computed;
  switch (computable(dtype)) {
    case "bool":
      return bind(ne, [x, filled(0, x.dtype, x.shape)]);
    case "i32":
      return x.dtype === "bool" ? bind(boolToI32, [x]) : bind(clampI32, [cast(x, "f64")]);
    case "f32":
      return bind(toF32, [cast(x, "f64")]);
    case "f64":
      return bind(x.dtype === "f32" ? widen : toF64, [x]);
  }
}

/** `x` with elements of `dtype`, f16 among them: rounded to the nearest, of two to the even one. */
export function stored(name: string, x: Operand, dtype: StoredDtype): NdArray {
  if (dtype !== "f16") return cast(toArray(name, x), dtype);
  if (isCompiling()) {
    fault(
      "NB6003",
      `\`${name}\` to f16 in compiled code`,
      "f16 is for storage: give the array back as it is, and convert it outside",
    );
  }
  if (x instanceof NdArray && x.dtype === dtype) return x;
  const { shape, data } = toArray(name, x);
  return new NdArray(dtype, shape, toHalves(data));
}

/** The elements of `x`, which have to be known also while a program is compiled. */
export function known(name: string, what: string, x: NdArray, wayOut?: string): TensorData {
  try {
    return (x as Computed).data;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "NB6004") throw error;
    return fault(
      "NB6004",
      `\`${name}\`: the shape of the result depends on ${what}, which only a run knows`,
      wayOut ?? `capture ${what} in a variable outside of the function, where it is a constant`,
    );
  }
}

/** Throws unless `x` has as many elements as `shape`. */
export function wantSize(name: string, x: NdArray, shape: readonly number[]): void {
  if (sizeOf(shape) === x.size) return;
  fault(
    "NB6005",
    `\`${name}\`: ${show(x)} has ${x.size} elements, ${showShape(shape)} has ${sizeOf(shape)}`,
    "the shape has to have as many elements; -1 in one place is what is left",
  );
}
