// What a program tells the host while it runs: what it logs, and what is in the errors that it throws.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { defop, type Op } from "../ir/op.ts";
import { f64, sameType, type Type } from "../ir/types.ts";
import { attr, isString, reject } from "./signatures.ts";

const rule = { kind: "zero", why: "it gives nothing back" } as const;

/** Hands a number to the host, for the next `print` or `fail`. */
export const note: Op = defop<[]>({
  name: "note",
  doc: "note x: hands x to the host, for the next `print` or `fail` that is reached",
  effect: "write",
  type: (types) => {
    if (types.length !== 1 || !sameType(types[0] as Type, f64)) reject(types, "f64");
    return [];
  },
  cost: 5,
  rule,
  samples: [],
});

/** `level` is the method of `console`; `format` says how the numbers make what is printed. */
export const print: Op = defop<[]>({
  name: "print",
  doc: "print {level, format}: on the console of the host, what `format` makes of the numbers handed to it since the last `print`",
  effect: "write",
  type: (types, attrs) => {
    if (types.length > 0) reject(types, "nothing");
    attr(attrs, "level", isString);
    attr(attrs, "format", isString);
    return [];
  },
  cost: 10,
  rule,
  samples: [],
});

export function noteValue(b: Builder, x: Value): void {
  b.emit(note, [x]);
}

export function printNoted(b: Builder, level: string, format: string): void {
  b.emit(print, [], { level, format });
}
