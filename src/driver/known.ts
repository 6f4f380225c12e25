import type { Known, Library } from "../specialise/library.ts";

const table = new WeakMap<object, Known>();

/** Makes `fn` known to compiled code, by identity; gives it back. */
export function declare<F extends object>(fn: F, known: Known): F {
  table.set(fn, known);
  return fn;
}

export const library: Library = (fn) => table.get(fn);

/** Whether an operator has made `fn`: it is compiled when it is called. */
export function isOperated(fn: object): boolean {
  const known = library(fn);
  return known?.kind === "made" && known.by.kind === "operator" && known.by.name !== "checkpoint";
}
