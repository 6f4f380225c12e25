// Quotients and remainders, and the products and quotients with a strong zero that rules are made of.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { defop, type Binary } from "../ir/op.ts";
import { neg, plus, select, sub } from "./arith.ts";
import { and } from "./bits.ts";
import { eq, ne } from "./compare.ts";
import { numberLike } from "./constant.ts";
import { trunc } from "./rounding.ts";
import { fit, floats } from "./signatures.ts";

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
    jvp: (b, [, y], [dx, dy], q) =>
      dy === undefined
        ? dx && div(b, dx, y as Value)
        : quotientTangent(b, [q, y as Value], [dx, dy]),
    transpose: (b, ct, [, y], i) => (i === 0 ? div(b, ct, y as Value) : undefined),
  },
  samples: [
    [2, 3],
    [-1, 0.5],
    [0, 4],
  ],
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
    jvp: (b, [x, y], [dx, dy], r) => {
      const [one, none] = [numberLike(b, 1, r), numberLike(b, NaN, r)];
      const there = eq(b, r, r);
      const slope = (): Value =>
        select(b, there, neg(b, trunc(b, div(b, x as Value, y as Value))), none);
      return plus(
        b,
        dx && strongMul(b, dx, select(b, there, one, none)),
        dy && strongMul(b, dy, slope()),
      );
    },
  },
  kink: {
    says: "`{0} % {1}` jumps",
    at: (b, [x, y]) => {
      const zero = numberLike(b, 0, x as Value);
      const multiple = eq(b, rem(b, x as Value, y as Value), zero);
      // at 0 itself, nothing happens
      return and(b, multiple, ne(b, x as Value, zero));
    },
  },
  samples: [
    [5.5, 2],
    [-5.5, 2],
    [0.3, 7],
    [-7.25, -2],
  ],
});

/**
 * A product with a strong zero: what the rules of operations with poles multiply tangents by. A
 * direction that does not change an argument, and an adjoint that is zero because the value was not
 * used, then count for nothing also where the coefficient is infinite or NaN.
 *
 * It is an operation of its own, and not a choice between 0 and the product, because its second
 * derivatives are those of the product at a zero tangent too.
 */
export const strongMul: Binary = defop({
  name: "strong_mul",
  doc: "x · y, but 0 where either is 0, whatever the other is",
  effect: "pure",
  type: floats(2),
  eval: ([x, y], type) => (x === 0 || y === 0 ? 0 : fit((x as number) * (y as number), type)),
  cost: 2,
  rule: {
    kind: "linear",
    jvp: (b, [x, y], [dx, dy]) =>
      plus(b, dx && strongMul(b, dx, y as Value), dy && strongMul(b, x as Value, dy)),
    transpose: (b, ct, [x, y], i) => strongMul(b, ct, (i === 0 ? y : x) as Value),
  },
  samples: [
    [2, 3],
    [0, -1],
    [-1.5, 0.25],
  ],
});

/** Linear in the first operand. */
export const strongDiv: Binary = defop({
  name: "strong_div",
  doc: "x / y, but x where x is 0, whatever y is",
  effect: "pure",
  type: floats(2),
  eval: ([x, y], type) => (x === 0 ? x : fit((x as number) / (y as number), type)),
  cost: 6,
  rule: {
    kind: "linear",
    jvp: (b, [, y], [dx, dy], q) => quotientTangent(b, [q, y as Value], [dx, dy]),
    transpose: (b, ct, [, y], i) => (i === 0 ? strongDiv(b, ct, y as Value) : undefined),
  },
  samples: [
    [2, 3],
    [-1, 0.5],
    [0, 4],
  ],
});

/** d(x/y) = (dx - (x/y) dy) / y, for the quotient `q` of anything by `y`. */
export function quotientTangent(
  b: Builder,
  [q, y]: readonly [q: Value, y: Value],
  [dx, dy]: readonly [dx: Value | undefined, dy: Value | undefined],
): Value | undefined {
  if (dy === undefined) return dx && strongDiv(b, dx, y);
  const part = strongMul(b, dy, q);
  return strongDiv(b, dx === undefined ? neg(b, part) : sub(b, dx, part), y);
}
