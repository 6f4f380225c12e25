import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { defop, type Binary, type Scalar, type Ternary, type Unary } from "../ir/op.ts";
import { bool, dtypeOf, isReference, sameType, withDtype, type Type } from "../ir/types.ts";
import { numberLike } from "./constant.ts";
import { fit, reject, same } from "./signatures.ts";

/** Sum of two tangents either of which may be zero (undefined). */
export function plus(b: Builder, p: Value | undefined, q: Value | undefined): Value | undefined {
  if (p === undefined) return q;
  return q === undefined ? p : add(b, p, q);
}

/** Tangent `d`, which may be zero, times a finite coefficient that is made only when it is not. */
export function scaled(b: Builder, d: Value | undefined, by: () => Value): Value | undefined {
  return d === undefined ? undefined : mul(b, d, by());
}

const arithmetic =
  (f: (x: number, y: number) => number, big: (x: bigint, y: bigint) => bigint) =>
  (x: readonly Scalar[], type: Type): Scalar =>
    typeof x[0] === "bigint"
      ? BigInt.asIntN(64, big(x[0], x[1] as bigint))
      : fit(f(x[0] as number, x[1] as number), type);

export const add: Binary = defop({
  name: "add",
  doc: "x + y; integers wrap",
  effect: "pure",
  type: same(2, "f64", "f32", "i32", "i64"),
  eval: arithmetic(
    (x, y) => x + y,
    (x, y) => x + y,
  ),
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx, dy]) => plus(b, dx, dy),
    transpose: (_, ct) => ct,
  },
  samples: [
    [2, 3],
    [1e16, 1],
    [-0, 0],
  ],
});

export const sub: Binary = defop({
  name: "sub",
  doc: "x - y; integers wrap",
  effect: "pure",
  type: same(2, "f64", "f32", "i32", "i64"),
  eval: arithmetic(
    (x, y) => x - y,
    (x, y) => x - y,
  ),
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, _, [dx, dy]) => {
      if (dy === undefined) return dx;
      return dx === undefined ? neg(b, dy) : sub(b, dx, dy);
    },
    transpose: (b, ct, _, i) => (i === 0 ? ct : neg(b, ct)),
  },
  samples: [
    [2, 3],
    [1e16, 1],
    [0, 0],
  ],
});

/** Linear in each operand while the other is held. */
export const mul: Binary = defop({
  name: "mul",
  doc: "x · y; integers wrap",
  effect: "pure",
  type: same(2, "f64", "f32", "i32", "i64"),
  eval: ([x, y], type) => {
    if (typeof x === "bigint") return BigInt.asIntN(64, x * (y as bigint));
    return dtypeOf(type) === "i32"
      ? Math.imul(x as number, y as number)
      : fit((x as number) * (y as number), type);
  },
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, [x, y], [dx, dy]) =>
      plus(b, dx && mul(b, dx, y as Value), dy && mul(b, x as Value, dy)),
    transpose: (b, ct, [x, y], i) => (i === 0 ? mul(b, ct, y as Value) : mul(b, x as Value, ct)),
  },
  samples: [
    [2, 3],
    [0, -1],
    [-1.5, 0.25],
  ],
});

export const neg: Unary = defop({
  name: "neg",
  doc: "-x, of floats also of zero",
  effect: "pure",
  type: same(1, "f64", "f32", "i32", "i64"),
  eval: ([x], type) => (typeof x === "bigint" ? BigInt.asIntN(64, -x) : fit(-(x as number), type)),
  cost: 1,
  rule: { kind: "linear", jvp: (b, _, [dx]) => dx && neg(b, dx), transpose: (b, ct) => neg(b, ct) },
  samples: [[2], [-0], [-7]],
});

/** `select(c, x, y)`: both are computed; the derivative of the other one does not leak. */
export const select: Ternary = defop({
  name: "select",
  doc: "x if c else y; both are values already computed",
  effect: "pure",
  type: (types) => {
    const [c, x, y] = types;
    const fits =
      c !== undefined && (sameType(c, bool) || sameType(c, withDtype(x as Type, "bool")));
    if (types.length !== 3 || !fits || !sameType(x as Type, y as Type)) {
      reject(types, "bool and two of one type");
    }
    return [x as Type];
  },
  eval: ([c, x, y]) => (c === 0 ? (y as Scalar) : (x as Scalar)),
  cost: 1,
  rule: {
    kind: "linear",
    jvp: (b, [c, x], [, dx, dy]) => {
      if (dx === undefined && dy === undefined) return undefined;
      if (isReference((x as Value).type))
        throw new Error("internal: tangent of a chosen reference");
      const none = (): Value => numberLike(b, 0, x as Value);
      return select(b, c as Value, dx ?? none(), dy ?? none());
    },
    transpose: (b, ct, [c], i) => {
      const none = numberLike(b, 0, ct);
      if (i === 0) return undefined;
      return i === 1 ? select(b, c as Value, ct, none) : select(b, c as Value, none, ct);
    },
  },
  samples: [
    [1, 2, 3],
    [0, 2, 3],
  ],
});
