// What users give where arrays are wanted, and arrays that are made of it.
import type { TensorData } from "../ir/tensor.ts";
import { tensorData } from "../ir/tensor.ts";
import { arrayOf, sizeOf } from "../ir/types.ts";
import { dense } from "../ops/arrays/index.ts";
import { ne } from "../ops/compare.ts";
import { constant } from "../ops/constant.ts";
import { boolToI32, clampI32, toF32, toF64, widen } from "../ops/convert.ts";
import { NdArray, type NdDtype } from "./array.ts";
import { bind, isCompiling } from "./engine.ts";
import { fault, show, showShape } from "./fault.ts";

/** Numbers, truth values, arrays, or lists of such, nested to one depth. */
export type Nested = number | boolean | NdArray | readonly Nested[];

/** Memory of numbers whose elements arrays are made of. */
export type NumberData =
  | TensorData
  | Int8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Uint32Array;

/** What functions take for an array. A number takes the type of the arrays beside it. */
export type Operand = Nested | NumberData;

/** An array of `data`, which nobody changes later. */
export function made(dtype: NdDtype, shape: readonly number[], data: TensorData): NdArray {
  if (!isCompiling()) return new NdArray(dtype, shape, data);
  return bind(dense, [], { type: arrayOf(dtype, shape), values: [...data] });
}

/** `value`, rounded to `dtype`, everywhere. */
export function filled(value: number, dtype: NdDtype, shape: readonly number[]): NdArray {
  return bind(constant, [], { type: arrayOf(dtype, shape), value: rounded(value, dtype) });
}

function rounded(value: number, dtype: NdDtype): number {
  if (dtype === "f32") return Math.fround(value);
  if (dtype === "i32") return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value || 0)));
  return dtype === "bool" ? Number(value !== 0) : value;
}

/** The array that an operand of the function `name` means. */
export function toArray(name: string, x: Operand): NdArray {
  if (x instanceof NdArray) return x;
  if (typeof x === "number") return filled(x, "f64", []);
  if (typeof x === "boolean") return filled(Number(x), "bool", []);
  if (isData(x)) return ofData(x, true);
  if (Array.isArray(x)) return ofList(name, x as readonly Nested[]);
  return fault(
    "NB6003",
    `\`${name}\`: ${describe(x)} is not an array of numbers`,
    "give an NdArray, a number, lists of numbers, or a Float64Array, Float32Array or Int32Array",
  );
}

/** Whether it is memory of numbers. */
export function isData(x: unknown): x is NumberData {
  return ArrayBuffer.isView(x) && !(x instanceof DataView) && !(x instanceof BigInt64Array);
}

/** The array of one axis with the elements of `data`; without a copy where that is asked and possible. */
export function ofData(data: NumberData, copy: boolean): NdArray {
  const shape = [data.length];
  if (data instanceof Float64Array) return made("f64", shape, copy ? data.slice() : data);
  if (data instanceof Float32Array) return made("f32", shape, copy ? data.slice() : data);
  if (data instanceof Int32Array) return made("i32", shape, copy ? data.slice() : data);
  if (data instanceof Uint32Array) return made("f64", shape, Float64Array.from(data));
  return made("i32", shape, Int32Array.from(data));
}

function describe(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (typeof x === "string") return JSON.stringify(x);
  return typeof x === "object" ? "an object" : `a ${typeof x}`;
}

// Lists with arrays among their items are stacked by whoever has `stack`.
function ofList(name: string, list: readonly Nested[]): NdArray {
  const shape: number[] = [];
  for (let at: Nested = list; Array.isArray(at); at = at[0] as Nested) {
    shape.push(at.length);
    if (at.length === 0) break;
  }
  const values: number[] = [];
  let booleans = 0;
  const visit = (item: Nested, depth: number): void => {
    if (Array.isArray(item) && depth < shape.length && item.length === shape[depth]) {
      for (const inner of item) visit(inner, depth + 1);
      return;
    }
    const fits = depth === shape.length && (typeof item === "number" || typeof item === "boolean");
    if (!fits) uneven(name, item, shape, depth);
    booleans += Number(typeof item === "boolean");
    values.push(Number(item));
  };
  visit(list, 0);
  const dtype = booleans > 0 && booleans === values.length ? "bool" : "f64";
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
export function cast(x: NdArray, dtype: NdDtype): NdArray {
  if (x.dtype === dtype) return x;
  switch (dtype) {
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

/** The elements of `x`, which have to be known also while a program is compiled. */
export function known(name: string, what: string, x: NdArray): TensorData {
  try {
    return x.data;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "NB6004") throw error;
    return fault(
      "NB6004",
      `\`${name}\`: the shape of the result depends on ${what}, which only a run knows`,
      `capture ${what} in a variable outside of the function, where it is a constant`,
    );
  }
}

/** Throws unless the elements of `x` are of one of `dtypes`. */
export function wantDtype(name: string, x: NdArray, ...dtypes: NdDtype[]): void {
  if (dtypes.includes(x.dtype)) return;
  fault(
    "NB6003",
    `\`${name}\` of ${show(x)}`,
    `its elements have to be ${dtypes.join(" or ")}: convert them by \`astype\``,
  );
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
