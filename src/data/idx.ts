// The IDX format, in which MNIST and its relatives come (LeCun, Cortes and Burges).
import { sizeOf } from "../ir/types.ts";
import type { NdArray } from "../nd/array.ts";
import { bytesOf, fromBytes, type FileType } from "./bytes.ts";
import { unreadable } from "./fault.ts";

const types: Readonly<Record<number, FileType>> = {
  0x08: "u8",
  0x09: "i8",
  0x0b: "i16",
  0x0c: "i32",
  0x0d: "f32",
  0x0e: "f64",
};

/**
 * The array in a file of IDX format; integers become i32.
 *
 * @param bytes - the file, decompressed
 * @throws NB7001 if it is not one, or is cut short
 */
export function readIdx(bytes: Uint8Array): NdArray {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw unreadable("this is compressed by gzip", "decompress it first, for example by `gunzip`");
  }
  const type = types[bytes[2] ?? 0];
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || type === undefined) {
    throw unreadable("this is no IDX file: it does not start as one does");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + 4 * bytes[3]!;
  if (bytes.length < start) throw unreadable("the IDX file ends within its header");
  const shape = Array.from({ length: bytes[3]! }, (_, i) => view.getUint32(4 + 4 * i));
  const wanted = sizeOf(shape) * bytesOf[type];
  if (bytes.length - start !== wanted) {
    throw unreadable(
      `the IDX file has ${bytes.length - start} bytes of elements, and [${shape.join(",")}] takes ${wanted}`,
    );
  }
  return fromBytes(type, shape, bytes.subarray(start), false);
}
