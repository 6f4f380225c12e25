import { bytesOf } from "../ir/storage.ts";
import type { NdDtype } from "../nd/array.ts";
import type { Storage } from "../ir/types.ts";

/** Kinds of typed array that compiled code works on, by the name of their constructor. */
export type TypedKind =
  | "Float64Array"
  | "Float32Array"
  | "Int8Array"
  | "Int16Array"
  | "Int32Array"
  | "Uint8Array"
  | "Uint8ClampedArray"
  | "Uint16Array"
  | "Uint32Array";

export type TypedArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** How the elements of each kind lie in memory. */
export const storageOf: Readonly<Record<TypedKind, Exclude<Storage, "bool" | "i64">>> = {
  Float64Array: "f64",
  Float32Array: "f32",
  Int8Array: "i8",
  Int16Array: "i16",
  Int32Array: "i32",
  Uint8Array: "u8",
  Uint8ClampedArray: "u8",
  Uint16Array: "u16",
  Uint32Array: "u32",
};

/** The typed array that holds the elements of an N-d array. */
export const kindOfDtype: Readonly<Record<NdDtype, TypedKind>> = {
  f64: "Float64Array",
  f32: "Float32Array",
  i32: "Int32Array",
  bool: "Uint8Array",
};

/** Bytes of one element. */
export const elementBytes = (kind: TypedKind): number => bytesOf[storageOf[kind]];

/** The class of each kind. */
export const classOf: Readonly<Record<TypedKind, new (length: number) => TypedArray>> = {
  Float64Array,
  Float32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
};

// the accessor of the shared prototype, which no property of the array can hide
const tag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Float64Array.prototype) as object,
  Symbol.toStringTag,
)?.get as (this: unknown) => string | undefined;

/** The kind of a typed array; undefined for everything else, arrays of bigints included. */
export function typedKind(value: unknown): TypedKind | undefined {
  const name = tag.call(value);
  return name !== undefined && name in storageOf ? (name as TypedKind) : undefined;
}
