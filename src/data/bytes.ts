// Numbers of the types that files have, in little- or big-endian order, as arrays.
import { NdArray, type StoredDtype } from "../nd/array.ts";
import { toBfloat } from "../nd/half.ts";
import { astype } from "../nd/index.ts";

/** A type of number in a file. */
export type FileType =
  | "f64"
  | "f32"
  | "f16"
  | "bf16"
  | "i64"
  | "u64"
  | "i32"
  | "u32"
  | "i16"
  | "u16"
  | "i8"
  | "u8"
  | "bool";

export const bytesOf: Readonly<Record<FileType, number>> = {
  f64: 8,
  f32: 4,
  f16: 2,
  bf16: 2,
  i64: 8,
  u64: 8,
  i32: 4,
  u32: 4,
  i16: 2,
  u16: 2,
  i8: 1,
  u8: 1,
  bool: 1,
};

/** What the numbers of a file become: the smallest type of arrays that holds all of them. */
const dtypes: Readonly<Record<FileType, StoredDtype>> = {
  f64: "f64",
  f32: "f32",
  f16: "f16",
  bf16: "f32",
  i64: "i32",
  u64: "i32",
  i32: "i32",
  u32: "f64",
  i16: "i32",
  u16: "i32",
  i8: "i32",
  u8: "i32",
  bool: "bool",
};

const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The array of `shape` whose elements lie in `bytes`: a copy, aligned. 64-bit integers become i32,
 * or f64 where one does not fit.
 */
export function fromBytes(
  type: FileType,
  shape: readonly number[],
  bytes: Uint8Array,
  littleEndian = true,
): NdArray {
  const size = bytes.length / bytesOf[type];
  const dtype = dtypes[type];
  if (littleEndian === isLittle && (type === dtype || type === "u8")) {
    // not `slice`, which is no copy of a Buffer
    const copy = new Uint8Array(bytes);
    if (type === "f64") return new NdArray(dtype, shape, new Float64Array(copy.buffer));
    if (type === "f32") return new NdArray(dtype, shape, new Float32Array(copy.buffer));
    if (type === "f16") return new NdArray(dtype, shape, new Uint16Array(copy.buffer));
    if (type === "i32") return new NdArray(dtype, shape, new Int32Array(copy.buffer));
    if (type === "u8") return new NdArray(dtype, shape, Int32Array.from(copy));
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = bytesOf[type];
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) values[i] = get(view, type, i * width, littleEndian);
  if (type === "i64" || type === "u64") {
    const fits = values.every((x) => x === (x | 0));
    if (!fits) return new NdArray("f64", shape, values);
  }
  return new NdArray(dtype, shape, holding(dtype, values));
}

function holding(dtype: StoredDtype, values: Float64Array): NdArray["data"] {
  switch (dtype) {
    case "f64":
      return values;
    case "f32":
      return Float32Array.from(values);
    case "f16":
      return Uint16Array.from(values);
    case "i32":
      return Int32Array.from(values);
    case "bool":
      return Uint8Array.from(values, (x) => Number(x !== 0));
  }
}

// numbers of f16 are words, as arrays of them hold
function get(view: DataView, type: FileType, at: number, little: boolean): number {
  switch (type) {
    case "f64":
      return view.getFloat64(at, little);
    case "f32":
      return view.getFloat32(at, little);
    case "f16":
    case "u16":
      return view.getUint16(at, little);
    case "bf16":
      word[0] = view.getUint16(at, little) << 16;
      return single[0]!;
    case "i64":
      return Number(view.getBigInt64(at, little));
    case "u64":
      return Number(view.getBigUint64(at, little));
    case "i32":
      return view.getInt32(at, little);
    case "u32":
      return view.getUint32(at, little);
    case "i16":
      return view.getInt16(at, little);
    case "i8":
      return view.getInt8(at);
    case "u8":
    case "bool":
      return view.getUint8(at);
  }
}

const word = new Int32Array(1);
const single = new Float32Array(word.buffer);

/** The elements of an array in little-endian order: its own memory where that is how they lie. */
export function toBytes({ data }: NdArray): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (isLittle) return bytes;
  const width = data.BYTES_PER_ELEMENT;
  return bytes.map((_, i) => bytes[i - (i % width) + width - 1 - (i % width)]!);
}

/** The elements, rounded to the nearest number of bfloat16, in little-endian order. */
export function toBfloats(array: NdArray): Uint8Array {
  const words = Uint16Array.from(astype(array, "f64").data, toBfloat);
  return toBytes(new NdArray("f16", array.shape, words));
}

/** Byte strings one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
