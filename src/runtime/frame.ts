import type { Layout } from "../values/layout.ts";
import { leavesOf } from "../values/leaves.ts";
import { bytesOf, storageOf, type TypedKind } from "../values/typed.ts";
import { NablaError } from "../diagnostics/error.ts";
import { tangentType } from "../ir/tangent.ts";
import type { MemType, Type } from "../ir/types.ts";
import type { Heap, Views } from "./heap.ts";

/** The view of memory whose elements are those of a kind of typed array. */
export const viewOf: Readonly<Record<TypedKind, keyof Views & string>> = {
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

export const elementBytes = (kind: TypedKind): number => bytesOf[storageOf[kind]];

/** Bytes of a reference to memory in memory: address, then length. */
export const cellBytes = 8;

/**
 * One call's arguments in memory. It is used again for the next call with the same layout, so
 * that calls make no garbage; nothing in it is valid after that.
 */
export class Frame {
  readonly heap: Heap;
  /** Components of the parameters, in order. */
  readonly flat: number[];
  /** Where the flat components of each leaf start. */
  readonly slots: readonly number[];
  readonly types: readonly Type[];
  /** Components of all leaves. */
  readonly size: number;
  /** Objects and arrays by the id of their node. */
  readonly references: object[] = [];
  /** For the leaves that are memories: where all that belongs to them ends. */
  readonly ends: number[];
  /** For leaves with a shadow: its address. */
  readonly shadows: number[];
  /**
   * For leaves with a shadow of rows: address and length of every row, in depth-first order. A row
   * belongs to where it was at first: the program may move references, and moves these with them.
   */
  readonly shadowRows: number[][];
  /** Rows of nested arrays and where they are. */
  readonly rows: Map<object, number> = new Map();

  constructor(heap: Heap, layout: Layout, extra: number) {
    this.heap = heap;
    this.types = leavesOf(layout).map((leaf) => leaf.type);
    let slots = 0;
    this.slots = this.types.map((type) => {
      const at = slots;
      slots += type.kind === "mem" ? 2 : 1;
      return at;
    });
    this.size = slots;
    this.flat = Array.from({ length: slots + extra }, () => 0);
    this.ends = this.types.map(() => 0);
    this.shadows = this.types.map(() => 0);
    this.shadowRows = this.types.map(() => []);
  }

  address(leaf: number): number {
    return this.flat[this.slots[leaf]!]!;
  }

  length(leaf: number): number {
    return this.flat[this.slots[leaf]! + 1]!;
  }

  /** Says that memory leaf `leaf` is at `address`, and everything it leads to right behind. */
  place(leaf: number, address: number, length: number): void {
    const slot = this.slots[leaf]!;
    this.flat[slot] = address;
    this.flat[slot + 1] = length;
    this.ends[leaf] = this.heap.end;
  }

  alloc(bytes: number): number {
    return this.heap.alloc(bytes) ?? noRoom(bytes);
  }

  /** Address of a block of the flat components, which are those of `types`, one every 8 bytes. */
  block(types: readonly Type[]): number {
    const address = this.alloc(8 * this.flat.length);
    const { f64, f32, i32 } = this.heap.views;
    let slot = 0;
    for (const type of types) {
      const at = address + 8 * slot;
      const x = this.flat[slot++]!;
      const dtype = type.kind === "scalar" ? type.dtype : "i32";
      if (dtype === "f64") f64[at / 8] = x;
      else if (dtype === "f32") f32[at / 4] = x;
      else i32[at / 4] = x;
      if (type.kind === "mem") i32[(at + 8) / 4] = this.flat[slot++]!;
    }
    return address;
  }

  /**
   * A zero of the tangent type for memory leaf `leaf`, with the same lengths and the same sharing:
   * since all of the leaf is in one piece, a piece of zeros in which references are moved along.
   */
  makeShadow(leaf: number): number {
    const from = this.address(leaf);
    const bytes = this.ends[leaf]! - from;
    const shadow = this.heap.allocZero(bytes) ?? noRoom(bytes);
    this.shadows[leaf] = shadow;
    const type = this.types[leaf] as MemType;
    if (type.elem.kind === "mem") {
      const rows = this.shadowRows[leaf]!;
      rows.length = 0;
      const delta = shadow - from;
      moveReferences(this.heap.views.u32, type.elem, [from, this.length(leaf)], delta, rows);
    }
    return shadow;
  }

  /** Lets go of the values of the last call. */
  release(): void {
    if (this.references.length > 0) this.references.length = 0;
    if (this.rows.size > 0) this.rows.clear();
  }
}

/** Leaves with a shadow: memories that have a tangent type. */
export function shadowedLeaves(layout: Layout): number[] {
  return leavesOf(layout).flatMap(({ type }, leaf) =>
    type.kind === "mem" && tangentType(type) !== undefined ? [leaf] : [],
  );
}

// Fills in the references of a shadow, those of the original `delta` further on, and lists them.
function moveReferences(
  u32: Uint32Array,
  elem: MemType,
  [address, length]: readonly [number, number],
  delta: number,
  rows: number[],
): void {
  for (let i = 0; i < length; i++) {
    const cell = (address + i * cellBytes) >>> 2;
    const twin = (address + delta + i * cellBytes) >>> 2;
    const [start, n] = [u32[cell]!, u32[cell + 1]!];
    u32[twin] = start + delta;
    u32[twin + 1] = n;
    rows.push(start + delta, n);
    if (elem.elem.kind === "mem") moveReferences(u32, elem.elem, [start, n], delta, rows);
  }
}

function noRoom(bytes: number): never {
  throw new NablaError("NB4004", {
    message: `the arguments need ${bytes} more bytes than fit into the 4 GiB of compiled code`,
  });
}
