// New records that are linked like others: what remembers links that are about to change.
import type { Attrs, Value } from "../ir/func.ts";
import { defop, type Op } from "../ir/op.ts";
import { originField } from "../ir/links.ts";
import { isFloat, isReference, sameType, type RecordType, type Type } from "../ir/types.ts";
import { zerosLike } from "./memory.ts";
import { attr, isType, reject } from "./signatures.ts";

/** Attribute `type`: the reference type of the result. */
export const skeleton: Op = defop<[like: Value]>({
  name: "skeleton",
  doc: "skeleton {type} r: new records and memory of references, linked like those that r leads to, by fields of the same names; integers are copied, floats are 0, arrays and memory of numbers are the same; a field `:of` is the record that one was made of, other new fields are 0 or null; parts shared in r are shared in the result",
  effect: "alloc",
  type: (types, attrs) => {
    const to = skeletonType(attrs);
    const [from] = types;
    if (types.length !== 1 || from?.kind !== "ref" || to.kind !== "ref") {
      reject(types, "one reference to a record, and such a type as attribute");
    }
    return [to];
  },
  cost: 40,
  rule: { kind: "structural" },
  samples: [],
});

export function skeletonType(attrs: Attrs): Type {
  return attr(attrs, "type", isType);
}

/** Operations that make something new by what their operand leads to. */
export const looksInside: ReadonlySet<Op> = new Set<Op>([zerosLike, skeleton]);

/** What becomes of a field of a record in its skeleton; of a field that is not here, nothing. */
export type Copied =
  | { readonly name: string; readonly how: "same" | "origin" }
  | { readonly name: string; readonly how: "twin"; readonly from: Type; readonly to: Type };

/** Memory of numbers is not made anew. */
export const isNumberMemory = (type: Type): boolean =>
  type.kind === "mem" && type.elem.kind === "store";

/** The fields of the skeleton `to` of a record `from` that are not 0 or null. */
export function copiedFields(from: RecordType, to: RecordType): Copied[] {
  return to.fields.flatMap(({ name, type }): Copied[] => {
    if (name === originField) return [{ name, how: "origin" }];
    const source = from.fields.find((field) => field.name === name);
    if (source === undefined || (type.kind === "scalar" && isFloat(type))) return [];
    if (isReference(type) && !isNumberMemory(type)) {
      return [{ name, how: "twin", from: source.type, to: type }];
    }
    if (!sameType(source.type, type)) throw new Error(`internal: another type of ${name}`);
    return [{ name, how: "same" }];
  });
}
