import type { Value } from "../ir/func.ts";
import { defop, type Kink, type Scalar, type Unary } from "../ir/op.ts";
import type { Dtype } from "../ir/types.ts";
import { eq } from "./compare.ts";
import { flag, numberLike } from "./constant.ts";
import { isWholeBeyondZero } from "./rounding.ts";
import { conversion } from "./signatures.ts";

const exact = "an integer has no tangent";
const stepped = "piecewise constant";

function integral(
  name: string,
  doc: string,
  from: readonly Dtype[],
  to: Dtype,
  f: (x: Scalar) => Scalar,
  why: string,
  samples: number[][],
  kink?: Kink,
): Unary {
  return defop({
    name,
    doc,
    effect: "pure",
    type: conversion(from, to),
    eval: ([x]) => f(x as Scalar),
    cost: 1,
    rule: { kind: "zero", why },
    kink,
    samples,
  });
}

/** Exact. */
export const toF64: Unary = integral(
  "to_f64",
  "the same number as f64 (i64: rounded)",
  ["i32", "i64", "bool"],
  "f64",
  Number,
  exact,
  [[3], [-1]],
);
export const toI64: Unary = integral(
  "to_i64",
  "the same integer as i64",
  ["i32", "bool"],
  "i64",
  (x) => BigInt(x),
  exact,
  [[3], [-1]],
);
export const boolToI32: Unary = integral(
  "bool_to_i32",
  "1 or 0",
  ["bool"],
  "i32",
  (x) => x,
  exact,
  [[0], [1]],
);
export const wrapI32: Unary = integral(
  "wrap_i32",
  "low 32 bits of an i64",
  ["i64"],
  "i32",
  (x) => Number(BigInt.asIntN(32, x as bigint)),
  exact,
  [[5], [-1], [2147483648], [4294967299]],
);

/** JavaScript's ToInt32, as in `x | 0`. */
export const toInt32: Unary = integral(
  "to_int32",
  "ToInt32: modulo 2³² towards zero, NaN and ±∞ to 0",
  ["f64"],
  "i32",
  (x) => (x as number) | 0,
  stepped,
  [[2.9], [-2.9], [4294967301], [-2147483649], [1e300], [NaN], [Infinity]],
  // whoever meant rounding has said so: what is made an integer in passing loses its derivative
  { says: "{0} becomes an integer, which has no derivative", at: (b) => flag(b, true) },
);

/** The index `x` means: itself where it is an integer in [0, 2³¹ - 1), else -1, which is outside of every memory. */
export const toIndex: Unary = integral(
  "to_index",
  "x if an integer in [0, 2³¹ - 1), else -1",
  ["f64"],
  "i32",
  (x) =>
    (x as number) >= 0 && (x as number) < 2147483647 && (x as number) % 1 === 0
      ? (x as number) | 0
      : -1,
  stepped,
  [[3], [3.5], [-1], [-0], [NaN], [2147483647]],
  { says: "{0} is used as an index, which has no derivative", at: (b) => flag(b, true) },
);

/** Nearest i32 towards zero: what the bounds of a counted loop are made with. NaN gives 0. */
export const clampI32: Unary = integral(
  "clamp_i32",
  "x towards zero, held within i32; NaN to 0",
  ["f64"],
  "i32",
  (x) => Math.max(-2147483648, Math.min(2147483647, Math.trunc((x as number) || 0))) | 0,
  stepped,
  [[3.7], [1e10], [-1e10], [NaN]],
  {
    says: "{0} becomes a count or a place in a list, which jumps there",
    at: (b, [x]) => isWholeBeyondZero(b, x as Value),
  },
);

export const isTrue: Unary = integral(
  "is_true",
  "whether x is neither 0 nor NaN",
  ["f64"],
  "bool",
  (x) => Number(x !== 0 && !Number.isNaN(x)),
  "a truth value has no tangent",
  [[0], [-0], [NaN], [2]],
  {
    says: "a number is used as a condition, and it is 0",
    at: (b, [x]) => eq(b, x as Value, numberLike(b, 0, x as Value)),
  },
);

const view = new DataView(new ArrayBuffer(8));

/** The bits of a double, for elementary functions. */
export const f64Bits: Unary = integral(
  "f64_bits",
  "the bits of x",
  ["f64"],
  "i64",
  (x) => {
    view.setFloat64(0, x as number);
    return view.getBigInt64(0);
  },
  "bits have no tangent",
  [[1.5], [-0]],
);

export const f64FromBits: Unary = integral(
  "f64_from_bits",
  "the double with these bits",
  ["i64"],
  "f64",
  (x) => {
    view.setBigInt64(0, x as bigint);
    return view.getFloat64(0);
  },
  "bits have no tangent",
  [[0], [1], [-1], [4607182418800017408], [-4611686018427387904]],
);

/** Rounds; linear up to that. */
export const toF32: Unary = defop({
  name: "to_f32",
  doc: "nearest f32: Math.fround",
  effect: "pure",
  type: conversion(["f64"], "f32"),
  eval: ([x]) => Math.fround(x as number),
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx]) => dx && toF32(b, dx),
    transpose: (b, ct) => widen(b, ct),
  },
  samples: [[0.1], [-3]],
});

export const widen: Unary = defop({
  name: "widen",
  doc: "the same number as f64",
  effect: "pure",
  type: conversion(["f32"], "f64"),
  eval: ([x]) => x as number,
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx]) => dx && widen(b, dx),
    transpose: (b, ct) => toF32(b, ct),
  },
  samples: [[0.5], [-3]],
});
