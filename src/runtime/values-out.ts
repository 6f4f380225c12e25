// Memory into new JavaScript values.
import {
  classOf,
  elementBytes,
  storageOf,
  type TypedArray,
  type TypedKind,
} from "../values/typed.ts";
import type { Views } from "./heap.ts";

const few = 32;

type OnBuffer = new (of: ArrayBufferLike, at: number, n: number) => TypedArray;

/** Copies the elements at `address` into `to`. */
export function copyOut(views: Views, kind: TypedKind, address: number, to: TypedArray): void {
  const view = views[storageOf[kind]] as TypedArray;
  const at = address / elementBytes(kind);
  const n = to.length;
  if (n < few) for (let i = 0; i < n; i++) to[i] = view[at + i]!;
  else to.set(view.subarray(at, at + n));
}

/** A new array of what is at `address`. */
export function newTyped(views: Views, kind: TypedKind, address: number, n: number): TypedArray {
  if (n >= few) {
    const view = views[storageOf[kind]] as TypedArray;
    const at = address / elementBytes(kind);
    // made of another array it is not filled with zeros first
    return new classOf[kind](view.subarray(at, at + n) as never);
  }
  const made = new classOf[kind](n);
  copyOut(views, kind, address, made);
  return made;
}

/** The memory at `address` itself. */
export function viewTyped(views: Views, kind: TypedKind, address: number, n: number): TypedArray {
  return new (classOf[kind] as unknown as OnBuffer)(views.u8.buffer, address, n);
}

export function copyNumbers(views: Views, address: number, n: number, to: unknown[]): void {
  const { f64 } = views;
  const at = address / 8;
  for (let i = 0; i < n; i++) to[i] = f64[at + i]!;
}

export function copyBooleans(views: Views, address: number, n: number, to: unknown[]): void {
  const { u8 } = views;
  for (let i = 0; i < n; i++) to[i] = u8[address + i] !== 0;
}
