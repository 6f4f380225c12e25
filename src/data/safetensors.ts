// The safetensors format: a header in JSON, and the elements. https://github.com/huggingface/safetensors
import { sizeOf } from "../ir/types.ts";
import type { NdArray, StoredDtype } from "../nd/array.ts";
import { bytesOf, fromBytes, joined, toBfloats, toBytes, type FileType } from "./bytes.ts";
import { unreadable } from "./fault.ts";

export interface Safetensors {
  readonly tensors: Record<string, NdArray>;
  /** Texts that the file has besides. */
  readonly metadata: Record<string, string>;
}

const types: Readonly<Record<string, FileType>> = {
  F64: "f64",
  F32: "f32",
  F16: "f16",
  BF16: "bf16",
  I64: "i64",
  U64: "u64",
  I32: "i32",
  U32: "u32",
  I16: "i16",
  U16: "u16",
  I8: "i8",
  U8: "u8",
  BOOL: "bool",
};
const names: Readonly<Record<StoredDtype, string>> = {
  f64: "F64",
  f32: "F32",
  f16: "F16",
  i32: "I32",
  bool: "BOOL",
};

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * The arrays of a safetensors file. BF16 becomes f32, of which it is a part; integers i32, or f64
 * where they do not fit.
 *
 * @throws NB7001 if it is not one, is cut short, or has a type of numbers that is not read
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const [header, start] = readHeader(bytes);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: Record<string, NdArray> = {};
  for (const [name, entry] of Object.entries(entries) as [string, Entry][]) {
    const type = types[entry.dtype];
    if (type === undefined)
      throw unreadable(`"${name}" is of type ${entry.dtype}, which is not read`);
    const [from, to] = entry.data_offsets;
    if (to - from !== sizeOf(entry.shape) * bytesOf[type] || start + to > bytes.length) {
      throw unreadable(
        `"${name}" does not have the bytes of ${entry.dtype}[${entry.shape.join(",")}]`,
      );
    }
    tensors[name] = fromBytes(type, entry.shape, bytes.subarray(start + from, start + to));
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function readHeader(bytes: Uint8Array): [Record<string, unknown>, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (8 + size > bytes.length) throw unreadable("this is no safetensors file, or it is cut short");
  try {
    const text = new TextDecoder().decode(bytes.subarray(8, 8 + size));
    return [JSON.parse(text) as Record<string, unknown>, 8 + size];
  } catch {
    throw unreadable("this is no safetensors file: its header is not JSON");
  }
}

/** What `writeSafetensors` takes besides. */
export interface SafetensorsOptions {
  /** Names of the arrays, or whether all of floats are, that are written as BF16, rounded to the nearest. */
  readonly bf16?: boolean | readonly string[] | undefined;
}

/** A safetensors file of these arrays, in their order, with texts besides. */
export function writeSafetensors(
  tensors: Readonly<Record<string, NdArray>>,
  metadata: Readonly<Record<string, string>> = {},
  { bf16 = false }: SafetensorsOptions = {},
): Uint8Array {
  let at = 0;
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header["__metadata__"] = metadata;
  const parts = Object.entries(tensors).map(([name, array]) => {
    const isFloat = array.dtype !== "i32" && array.dtype !== "bool";
    const short = typeof bf16 === "boolean" ? bf16 && isFloat : bf16.includes(name);
    const bytes = short ? toBfloats(array) : toBytes(array);
    const { dtype, shape } = array;
    const of = short ? "BF16" : names[dtype];
    header[name] = { dtype: of, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
    return bytes;
  });
  const text = new TextEncoder().encode(JSON.stringify(header));
  // elements start at a multiple of 8
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  padded.set(text);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(padded.length), true);
  return joined([size, padded, ...parts]);
}
