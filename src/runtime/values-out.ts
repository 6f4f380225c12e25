// Memory into new JavaScript values.
import type { TypedArray, TypedKind } from "../values/typed.ts";
import type { Views } from "./heap.ts";
import { elementBytes, viewOf } from "./frame.ts";

type TypedConstructor = new (length: number) => TypedArray;

const constructors: Readonly<Record<TypedKind, TypedConstructor>> = {
  Float64Array,
  Float32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
};

const few = 32;

/** Copies the elements at `address` into `to`. */
export function copyOut(views: Views, kind: TypedKind, address: number, to: TypedArray): void {
  const view = views[viewOf[kind]] as TypedArray;
  const at = address / elementBytes(kind);
  const n = to.length;
  if (n < few) for (let i = 0; i < n; i++) to[i] = view[at + i]!;
  else to.set(view.subarray(at, at + n));
}

export function newTyped(views: Views, kind: TypedKind, address: number, n: number): TypedArray {
  const made = new constructors[kind](n);
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
