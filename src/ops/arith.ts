import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { defop, type Binary, type Scalar, type Ternary, type Unary } from "../ir/op.ts";
import { bool, i32, isReference, sameType, type Type } from "../ir/types.ts";
import { numberLike } from "./constant.ts";
import { fit, floats, reject, same } from "./signatures.ts";
import { sign, trunc } from "./rounding.ts";
import { eq, lt } from "./compare.ts";

/** Sum of two tangents either of which may be zero (undefined). */
export function plus(b: Builder, p: Value | undefined, q: Value | undefined): Value | undefined {
  if (p === undefined) return q;
  return q === undefined ? p : add(b, p, q);
}

/** Tangent `d`, which may be zero, times a coefficient that is made only when it is not. */
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
    return sameType(type, i32)
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

/** Linear in the numerator. */
export const div: Binary = defop({
  name: "div",
  doc: "x / y of floats",
  effect: "pure",
  type: floats(2),
  eval: ([x, y], type) => fit((x as number) / (y as number), type),
  cost: 5,
  rule: {
    kind: "linear",
    // d(x/y) = (dx - (x/y) dy) / y
    jvp: (b, [, y], [dx, dy], q) => {
      const top = dy === undefined ? dx : dy && mul(b, q, dy);
      if (dy === undefined) return dx && div(b, dx, y as Value);
      return div(b, dx === undefined ? neg(b, top as Value) : sub(b, dx, top as Value), y as Value);
    },
    transpose: (b, ct, [, y], i) => (i === 0 ? div(b, ct, y as Value) : undefined),
  },
  samples: [
    [2, 3],
    [-1, 0.5],
    [0, 4],
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

/** JavaScript's `%`: the sign is the dividend's. */
export const rem: Binary = defop({
  name: "rem",
  doc: "x % y of floats: x - y·trunc(x / y), exact",
  effect: "pure",
  type: floats(2),
  eval: ([x, y], type) => fit((x as number) % (y as number), type),
  cost: 20,
  rule: {
    kind: "jvp",
    jvp: (b, [x, y], [dx, dy]) => {
      const slope = dy && mul(b, trunc(b, div(b, x as Value, y as Value)), dy);
      if (slope === undefined) return dx;
      return dx === undefined ? neg(b, slope) : sub(b, dx, slope);
    },
  },
  samples: [
    [5.5, 2],
    [-5.5, 2],
    [0.3, 7],
    [-7.25, -2],
  ],
});

/** The derivative at 0 is 0, the middle of the generalised derivative [-1, 1]. */
export const abs: Unary = defop({
  name: "abs",
  doc: "|x| of floats",
  effect: "pure",
  type: floats(1),
  eval: ([x]) => Math.abs(x as number),
  cost: 1,
  rule: { kind: "jvp", jvp: (b, [x], [dx]) => scaled(b, dx, () => sign(b, x as Value)) },
  samples: [[2], [-3]],
});

// Weight of the first operand where it is the chosen one: 1, or ½ at a tie; NaN stays NaN.
function share(b: Builder, loses: Value, x: Value, y: Value): Value {
  const half = numberLike(b, 0.5, x);
  const won = select(b, eq(b, x, y), half, numberLike(b, 1, x));
  return select(b, loses, numberLike(b, 0, x), won);
}

/** At a tie each operand gets half of the derivative. */
export const min: Binary = defop({
  name: "min",
  doc: "Math.min(x, y): NaN if either is, -0 below 0",
  effect: "pure",
  type: floats(2),
  eval: ([x, y]) => Math.min(x as number, y as number),
  cost: 1,
  rule: {
    kind: "jvp",
    jvp: (b, [x, y], [dx, dy]) =>
      plus(
        b,
        scaled(b, dx, () => share(b, lt(b, y as Value, x as Value), x as Value, y as Value)),
        scaled(b, dy, () => share(b, lt(b, x as Value, y as Value), x as Value, y as Value)),
      ),
  },
  samples: [
    [2, 3],
    [3, 2],
    [-1, 4],
  ],
});

/** At a tie each operand gets half of the derivative. */
export const max: Binary = defop({
  name: "max",
  doc: "Math.max(x, y): NaN if either is, 0 above -0",
  effect: "pure",
  type: floats(2),
  eval: ([x, y]) => Math.max(x as number, y as number),
  cost: 1,
  rule: {
    kind: "jvp",
    jvp: (b, [x, y], [dx, dy]) =>
      plus(
        b,
        scaled(b, dx, () => share(b, lt(b, x as Value, y as Value), x as Value, y as Value)),
        scaled(b, dy, () => share(b, lt(b, y as Value, x as Value), x as Value, y as Value)),
      ),
  },
  samples: [
    [2, 3],
    [3, 2],
    [-1, 4],
  ],
});

/** `select(c, x, y)`: both are computed; the derivative of the other one does not leak. */
export const select: Ternary = defop({
  name: "select",
  doc: "x if c else y; both are values already computed",
  effect: "pure",
  type: (types) => {
    const [c, x, y] = types;
    if (types.length !== 3 || !sameType(c as Type, bool) || !sameType(x as Type, y as Type)) {
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
