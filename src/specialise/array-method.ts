// What the methods of arrays have in common.
import { assignedCells } from "./looping.ts";
import type { Machine } from "./machine.ts";
import { describe, type Abs, type ArrayAbs, type Cell, type TypedAbs } from "./values.ts";

export type AnyArray = ArrayAbs | TypedAbs;

export type Method = (m: Machine, array: AnyArray, args: readonly Abs[]) => Abs;

export const isArray = (abs: Abs): abs is AnyArray => abs.kind === "array" || abs.kind === "typed";

/** The function that a method was given, with the `this` that it was given for it. */
export function callback(m: Machine, fn: Abs | undefined, name: string, self?: Abs): Abs {
  if (fn === undefined) return m.fault("NB2011", `\`.${name}\` needs a function`);
  return self === undefined ? fn : bound(fn, self, []);
}

/** `fn.bind(self, ...args)` */
export function bound(fn: Abs, self: Abs, args: readonly Abs[]): Abs {
  return { kind: "made", by: { kind: "bound" }, args: [fn, self, ...args] };
}

/** Cells that calling `fn` may assign. */
export function guessFor(fn: Abs): Cell[] {
  if (fn.kind === "made" && fn.by.kind === "bound") return guessFor(fn.args[0] as Abs);
  return fn.kind === "closure" ? assignedCells([fn.fn], fn.scope) : [];
}

export function plain(m: Machine, array: AnyArray, name: string): ArrayAbs {
  if (array.kind === "array") return array;
  return m.fault("NB2010", `\`.${name}()\` of ${describe(array)}`, "its length cannot change");
}
