// NumPy's format for one array: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { sizeOf } from "../ir/types.ts";
import { NdArray, type StoredDtype } from "../nd/array.ts";
import { bytesOf, fromBytes, joined, toBytes, type FileType } from "./bytes.ts";
import { unreadable } from "./fault.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const types: Readonly<Record<string, FileType>> = {
  f8: "f64",
  f4: "f32",
  f2: "f16",
  i8: "i64",
  i4: "i32",
  i2: "i16",
  i1: "i8",
  u8: "u64",
  u4: "u32",
  u2: "u16",
  u1: "u8",
  b1: "bool",
};
const descriptions: Readonly<Record<StoredDtype, string>> = {
  f64: "<f8",
  f32: "<f4",
  f16: "<f2",
  i32: "<i4",
  bool: "|b1",
};

/**
 * The array in an npy file. Integers become i32, or f64 where they do not fit.
 *
 * @throws NB7001 if it is not one, is cut short, or holds objects, strings or complex numbers
 */
export function readNpy(bytes: Uint8Array): NdArray {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw unreadable("this is no npy file: it does not start as one does");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6]! > 1;
  const start = long ? 12 : 10;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const description = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const dims = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  const type = types[description?.slice(1) ?? ""];
  if (type === undefined || dims === undefined) {
    throw unreadable(`the npy file is of a type that is not read: ${header.trim()}`);
  }
  const shape = dims
    .split(",")
    .map((n) => n.trim())
    .filter((n) => n !== "")
    .map(Number);
  const elements = bytes.subarray(end);
  const wanted = sizeOf(shape) * bytesOf[type];
  if (elements.length !== wanted) {
    throw unreadable(
      `the npy file has ${elements.length} bytes of elements, and [${shape.join(",")}] takes ${wanted}`,
    );
  }
  const little = !description!.startsWith(">");
  if (!/'fortran_order':\s*True/.test(header)) return fromBytes(type, shape, elements, little);
  return rowMajor(fromBytes(type, shape.toReversed(), elements, little));
}

/** A file of NumPy's npy format, version 1.0, with the array in little-endian row-major order. */
export function writeNpy(array: NdArray): Uint8Array {
  const { shape } = array;
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const about = `{'descr': '${descriptions[array.dtype]}', 'fortran_order': False, 'shape': (${dims}), }`;
  // elements start at a multiple of 64
  const header = about.padEnd(Math.ceil((about.length + 11) / 64) * 64 - 11) + "\n";
  const size = [header.length & 255, header.length >> 8];
  const head = Uint8Array.of(...magic, 1, 0, ...size);
  return joined([head, new TextEncoder().encode(header), toBytes(array)]);
}

/** The array with its axes in reverse. */
function rowMajor({ dtype, shape, data }: NdArray): NdArray {
  const axes = shape.length;
  const to = shape.toReversed();
  const out = data.slice();
  const index = to.map(() => 0);
  // how far apart elements of `data` are along each axis of the result
  const strides = to.map((_, i) => sizeOf(to.slice(0, i)));
  for (let at = 0; at < out.length; at++) {
    out[at] = data[index.reduce((sum, n, i) => sum + n * strides[i]!, 0)]!;
    for (let axis = axes - 1; axis >= 0; axis--) {
      if (++index[axis]! < to[axis]!) break;
      index[axis] = 0;
    }
  }
  return new NdArray(dtype, to, out);
}
