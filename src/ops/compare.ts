import type { Value } from "../ir/func.ts";
import { defop, type Binary, type Scalar, type Unary } from "../ir/op.ts";
import { comparison, reject } from "./signatures.ts";
import { bool, i32, isReference, sameType, type Type } from "../ir/types.ts";

const compare = (name: string, doc: string, f: (x: Scalar, y: Scalar) => boolean): Binary =>
  defop({
    name,
    doc,
    effect: "pure",
    type: comparison,
    eval: ([x, y]) => Number(f(x as Scalar, y as Scalar)),
    cost: 1,
    rule: { kind: "zero", why: "a truth value has no tangent" },
    kink: {
      says: "the two sides of a comparison are equal, {0}: the function may be another on either side",
      // a number is equal to itself on either side
      at: (b, [x, y]) => (x === y ? undefined : eq(b, x as Value, y as Value)),
    },
    samples: [
      [2, 3],
      [3, 3],
      [-0, 0],
      [NaN, 1],
    ],
  });

export const lt: Binary = compare("lt", "x < y", (x, y) => x < y);
export const le: Binary = compare("le", "x ≤ y", (x, y) => x <= y);
export const gt: Binary = compare("gt", "x > y", (x, y) => x > y);
export const ge: Binary = compare("ge", "x ≥ y", (x, y) => x >= y);
export const eq: Binary = compare("eq", "x = y; NaN equals nothing", (x, y) => x === y);
export const ne: Binary = compare("ne", "x ≠ y; NaN differs from all", (x, y) => x !== y);

/** Identity of memories and records. */
export const same: Binary = defop({
  name: "same",
  doc: "whether two references are to the same memory (start and length) or record",
  effect: "pure",
  type: (types) => {
    const [x, y] = types;
    if (types.length !== 2 || !isReference(x as Type) || !sameType(x as Type, y as Type)) {
      reject(types, "two references of one type");
    }
    return [bool];
  },
  cost: 1,
  rule: { kind: "zero", why: "a truth value has no tangent" },
  samples: [],
});

/** A number by which records are told apart, good for hashing; its bits say nothing else. */
export const identity: Unary = defop({
  name: "identity",
  doc: "an integer that is another one for every record, 0 for null; which one is up to the back end",
  effect: "pure",
  type: (types) => {
    if (types.length !== 1 || types[0]?.kind !== "ref") reject(types, "a reference to a record");
    return [i32];
  },
  cost: 1,
  rule: { kind: "zero", why: "an integer has no tangent" },
  samples: [],
});
