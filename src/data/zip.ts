// Archives of files, as far as npz needs them: PKWARE's APPNOTE, without encryption and parts.
import { joined } from "./bytes.ts";
import { unreadable } from "./fault.ts";

/** The files of an archive by name, decompressed; throws NB7001 where it is not one. */
export async function readZip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // the end record has a comment of up to 65535 bytes after it
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw unreadable("this is no zip archive, or its end is missing");
  const files = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
      throw unreadable("the directory of the zip archive is damaged");
    }
    const u16 = (offset: number): number => view.getUint16(at + offset, true);
    const u32 = (offset: number): number => view.getUint32(at + offset, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + u16(28)));
    const [method, crc, packed, size, local] = [u16(10), u32(16), u32(20), u32(24), u32(42)];
    if (packed === 0xffffffff || size === 0xffffffff || local === 0xffffffff) {
      throw unreadable(`"${name}" is larger than 4 GiB`);
    }
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const content = bytes.subarray(start, start + packed);
    if (method !== 0 && method !== 8) {
      throw unreadable(`"${name}" is compressed by method ${method}; read are 0 and 8 (deflate)`);
    }
    const file = method === 0 ? content : await inflate(content, name);
    if (file.length !== size || crc32(file) !== crc) {
      throw unreadable(`"${name}" is damaged: its checksum is another`);
    }
    files.set(name, file);
    at += 46 + u16(28) + u16(30) + u16(32);
  }
  return files;
}

async function inflate(packed: Uint8Array, name: string): Promise<Uint8Array> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw unreadable(`"${name}" is damaged: it cannot be decompressed`);
  }
}

/** An archive of files, not compressed. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const [parts, directory]: [Uint8Array[], Uint8Array[]] = [[], []];
  let at = 0;
  for (const [name, content] of files) {
    const text = new TextEncoder().encode(name);
    const about = [20, 0x800, 0, 0, 0x21] as const; // version, UTF-8, stored, 1980-01-01
    const sizes = [crc32(content), content.length, content.length] as const;
    const local = fields(
      [4, 0x04034b50],
      ...about.map(two),
      ...sizes.map(four),
      [2, text.length],
      [2, 0],
    );
    directory.push(
      fields(
        [4, 0x02014b50],
        [2, 20],
        ...about.map(two),
        ...sizes.map(four),
        [2, text.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, at],
      ),
      text,
    );
    parts.push(local, text, content);
    at += local.length + text.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  if (at + size > 0xffffffff) throw unreadable("an archive of more than 4 GiB is not written");
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.size],
    [2, files.size],
    [4, size],
    [4, at],
    [2, 0],
  );
  return joined([...parts, ...directory, end]);
}

type Field = readonly [bytes: 2 | 4, value: number];
const two = (value: number): Field => [2, value];
const four = (value: number): Field => [4, value];

function fields(...all: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  for (const [size, value] of all) {
    for (let i = 0; i < size; i++) bytes.push((value >>> (8 * i)) & 255);
  }
  return Uint8Array.from(bytes);
}

let table: Int32Array | undefined;

function crc32(bytes: Uint8Array): number {
  table ??= Int32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });
  let crc = -1;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
