import { defop, type Binary, type Scalar, type Unary } from "../ir/op.ts";
import type { Type } from "../ir/types.ts";
import { same } from "./signatures.ts";

const why = "an integer has no tangent";

// Integer and truth-value logic: one file, all without derivatives.
function logic(
  name: string,
  doc: string,
  f: (x: number, y: number) => number,
  big: (x: bigint, y: bigint) => bigint,
  ...dtypes: ("bool" | "i32" | "i64")[]
): Binary {
  return defop({
    name,
    doc,
    effect: "pure",
    type: same(2, ...dtypes),
    eval: ([x, y]): Scalar =>
      typeof x === "bigint"
        ? BigInt.asIntN(64, big(x, y as bigint))
        : f(x as number, y as number) | 0,
    cost: 1,
    rule: { kind: "zero", why },
    samples: [
      [6, 3],
      [-1, 31],
    ],
  });
}

const shift = (f: (x: bigint, n: bigint) => bigint) => (x: bigint, n: bigint) => f(x, n & 63n);

export const and: Binary = logic(
  "and",
  "bitwise and",
  (x, y) => x & y,
  (x, y) => x & y,
  "bool",
  "i32",
  "i64",
);
export const or: Binary = logic(
  "or",
  "bitwise or",
  (x, y) => x | y,
  (x, y) => x | y,
  "bool",
  "i32",
  "i64",
);
export const xor: Binary = logic(
  "xor",
  "bitwise exclusive or",
  (x, y) => x ^ y,
  (x, y) => x ^ y,
  "bool",
  "i32",
  "i64",
);
export const shl: Binary = logic(
  "shl",
  "x << y, y modulo the width",
  (x, y) => x << y,
  shift((x, n) => x << n),
  "i32",
  "i64",
);
export const shr: Binary = logic(
  "shr",
  "x >> y, keeping the sign",
  (x, y) => x >> y,
  shift((x, n) => x >> n),
  "i32",
  "i64",
);
export const ushr: Binary = logic(
  "ushr",
  "x >>> y, filling with zeros",
  (x, y) => x >>> y,
  shift((x, n) => BigInt.asUintN(64, x) >> n),
  "i32",
  "i64",
);

export const not: Unary = defop({
  name: "not",
  doc: "the other truth value",
  effect: "pure",
  type: same(1, "bool"),
  eval: ([x]) => 1 - (x as number),
  cost: 1,
  rule: { kind: "zero", why },
  samples: [[0], [1]],
});

export const clz: Unary = defop({
  name: "clz",
  doc: "leading zero bits: Math.clz32",
  effect: "pure",
  type: same(1, "i32"),
  eval: ([x]) => Math.clz32(x as number),
  cost: 1,
  rule: { kind: "zero", why },
  samples: [[0], [1], [-1]],
});

/** Integer quotient, rounded towards zero. Total, so that it may be moved: by 0 it gives 0. */
export const idiv: Binary = defop({
  name: "idiv",
  doc: "quotient of integers towards zero; 0 for y = 0; wraps",
  effect: "pure",
  type: same(2, "i32", "i64"),
  eval: ([x, y], _type: Type): Scalar =>
    typeof x === "bigint"
      ? BigInt.asIntN(64, y === 0n ? 0n : x / (y as bigint))
      : ((x as number) / (y as number)) | 0,
  cost: 20,
  rule: { kind: "zero", why },
  samples: [
    [7, 2],
    [-7, 2],
    [7, 0],
    [-2147483648, -1],
  ],
});
