// How references and what they lead to lie in a flat, byte-addressed memory: what generated code
// and the host that fills and reads its memory agree on. Little-endian.
import { sizeOf, type Elem, type RecordType, type Storage, type Type } from "./types.ts";

/** Bytes of one stored number or boolean. */
export const bytesOf: Readonly<Record<Storage, number>> = {
  f64: 8,
  i64: 8,
  f32: 4,
  i32: 4,
  u32: 4,
  i16: 2,
  u16: 2,
  i8: 1,
  u8: 1,
  bool: 1,
};

/**
 * Bytes of one element. A reference to a memory is its address and its length, 4 bytes each, and so
 * is an N-d array; one to a record is its address, where 0 is null.
 */
export function elemSize(elem: Elem): number {
  if (elem.kind === "store") return bytesOf[elem.storage];
  return elem.kind === "ref" ? 4 : 8;
}

/** Bytes of an element, with those of the array that it may hold. */
export function heldSize(elem: Elem): number {
  return elemSize(elem) + (elem.kind === "array" ? sizeOf(elem.shape) * bytesOf[elem.dtype] : 0);
}

/** Where the fields of a record lie. */
export interface RecordLayout {
  /** Multiple of 8. */
  readonly size: number;
  readonly offsets: ReadonlyMap<string, number>;
  /** A word that is zero except while records are being walked over. */
  readonly mark: number;
}

const layouts = new WeakMap<RecordType, RecordLayout>();

/** Fields in order, each at the next multiple of its own size (of 4 for a reference to a memory). */
export function recordLayout(record: RecordType): RecordLayout {
  let layout = layouts.get(record);
  if (layout === undefined) layouts.set(record, (layout = layoutWith(record, () => false)));
  return layout;
}

/** The same where of some references to memories there is the address only. */
export function layoutWith(
  record: RecordType,
  isAddress: (field: string) => boolean,
): RecordLayout {
  const offsets = new Map<string, number>();
  let end = 0;
  for (const { name, type } of record.fields) {
    const short = type.kind === "mem" && isAddress(name);
    const { size, align } = short ? { size: 4, align: 4 } : fieldExtent(type);
    const offset = Math.ceil(end / align) * align;
    offsets.set(name, offset);
    end = offset + size;
  }
  const mark = Math.ceil(end / 4) * 4;
  return { size: Math.ceil((mark + 4) / 8) * 8, offsets, mark };
}

function fieldExtent(type: Type): { readonly size: number; readonly align: number } {
  if (type.kind === "mem" || type.kind === "array") return { size: 8, align: 4 };
  const size = type.kind === "ref" ? 4 : bytesOf[type.dtype];
  return { size, align: size };
}

/** Addresses that generated code and the host share. */
export const fixed = {
  /** u32: first free byte of the arena. */
  heap: 8,
  /** u32: end of the memory there is. */
  limit: 12,
  /** u32: bytes from here to the end have never been written. */
  clean: 16,
  /** u32: where the piece of the arena begins that a thread has; what it made before stays. */
  piece: 20,
  /** Start of the words that threads agree by, see `runtime/threads`. */
  threads: 64,
  /** Where an entry with several results leaves them, one every 8 bytes; those after the last go to the arena. */
  results: 1024,
  /** Results that fit there. */
  resultSlots: 1024,
  /** Start of what is handed out: tables of constants first, then the arena. */
  base: 16384,
} as const;
