// Between N-d arrays and memory.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { memOf, type ArrayType, type Type } from "../../ir/types.ts";
import { attr, isType, reject } from "../signatures.ts";
import { oneArray } from "./signatures.ts";

function holds(type: Type | undefined, { dtype }: ArrayType): boolean {
  return type?.kind === "mem" && type.elem.kind === "store" && type.elem.storage === dtype;
}

/** The array whose elements are those that a memory holds now; attribute `type`. */
export const arrayFrom: Op = defop<[memory: Value]>({
  name: "array",
  doc: "array {type} m: the array with the elements that m holds now, row-major; m must be as long",
  effect: "read",
  type: (types, attrs) => {
    const type = attr(attrs, "type", isType);
    if (type.kind !== "array" || types.length !== 1 || !holds(types[0], type)) {
      reject(types, "an array type, and memory of its elements");
    }
    return [type];
  },
  cost: 1,
  rule: { kind: "structural" },
  samples: [],
});

/** The elements of an array as memory, which nobody writes to. */
export const elements: Op = defop<[array: Value]>({
  name: "elements",
  doc: "elements a: memory with the elements of the array a, row-major; never written",
  effect: "pure",
  type: (types) => {
    const { dtype } = oneArray(types);
    return [memOf(dtype)];
  },
  cost: 1,
  rule: { kind: "structural" },
  samples: [],
});

/** Writes the elements of an array to a memory. */
export const put: Op = defop<[memory: Value, array: Value]>({
  name: "put",
  doc: "put m, a: the elements of m, which must be as many, become those of the array a",
  effect: "write",
  type: (types) => {
    const [, array] = types;
    if (types.length !== 2 || array?.kind !== "array" || !holds(types[0], array)) {
      reject(types, "memory and an array of its elements");
    }
    return [];
  },
  cost: 1,
  rule: { kind: "structural" },
  samples: [],
});

export function arrayOfMemory(b: Builder, type: ArrayType, memory: Value): Value {
  return b.emit1(arrayFrom, [memory], { type });
}
