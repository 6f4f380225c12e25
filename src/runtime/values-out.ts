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

/** Copies the elements at `address` into `to`. */
export function copyOut(views: Views, kind: TypedKind, address: number, to: TypedArray): void {
  const view = views[storageOf[kind]] as TypedArray;
  const at = address / elementBytes(kind);
  const n = to.length;
  if (n < few) for (let i = 0; i < n; i++) to[i] = view[at + i]!;
  else to.set(view.subarray(at, at + n));
}

export function newTyped(views: Views, kind: TypedKind, address: number, n: number): TypedArray {
  const made = new classOf[kind](n);
  copyOut(views, kind, address, made);
  return made;
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
