import type { Layout } from "../values/layout.ts";
import { leavesOf } from "../values/leaves.ts";
import { NablaError } from "../diagnostics/error.ts";
import type { Type } from "../ir/types.ts";
import type { TypedArray } from "../values/typed.ts";
import { isEmptied, type Heap } from "./heap.ts";

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
  /** Objects and arrays by the id of their node. */
  readonly references: object[] = [];
  /** Rows of nested arrays and where they are. */
  readonly rows: Map<object, number> = new Map();

  constructor(heap: Heap, layout: Layout) {
    this.heap = heap;
    this.types = leavesOf(layout).map((leaf) => leaf.type);
    let slots = 0;
    this.slots = this.types.map((type) => {
      const at = slots;
      slots += type.kind === "mem" ? 2 : 1;
      return at;
    });
    this.flat = Array.from({ length: slots }, () => 0);
  }

  address(leaf: number): number {
    return this.flat[this.slots[leaf]!]!;
  }

  length(leaf: number): number {
    return this.flat[this.slots[leaf]! + 1]!;
  }

  /** Says that memory leaf `leaf` is at `address`. */
  place(leaf: number, address: number, length: number): void {
    const slot = this.slots[leaf]!;
    this.flat[slot] = address;
    this.flat[slot + 1] = length;
  }

  /** @throws NablaError NB5011 for an array that was a borrowed result, and is empty now */
  refuseEmptied(array: TypedArray): void {
    if (array.length > 0 || !isEmptied(array)) return;
    throw new NablaError("NB5011", {
      message: "an argument is a borrowed result, which this call takes the memory of",
      help: "copy what is to be kept, or handed on: `array.slice()`",
    });
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

  /** Lets go of the values of the last call. */
  release(): void {
    if (this.references.length > 0) this.references.length = 0;
    if (this.rows.size > 0) this.rows.clear();
  }
}

function noRoom(bytes: number): never {
  throw new NablaError("NB4004", {
    message: `the arguments need ${bytes} more bytes than fit into the 4 GiB of compiled code`,
  });
}
