// Modified Bessel functions of the first kind, of whole order.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Binary, Unary } from "../../ir/op.ts";
import * as kernel from "../../kernels/special/bessel.ts";
import { add, mul, neg, scaled, select, sub } from "../arith.ts";
import { eq, lt } from "../compare.ts";
import { numberLike } from "../constant.ts";
import { div } from "../division.ts";
import { abs } from "../extremes.ts";
import { sign } from "../rounding.ts";
import { special } from "./define.ts";

const samples = [[0.5], [-2], [7], [-20], [40]];
const orders = [
  [0, 0.5],
  [2, -2],
  [3, 7],
  [5, -20],
  [1, 40],
];

/** I′ₙ = (Iₙ₋₁ + Iₙ₊₁) / 2, at 0 too. */
export const besselI: Binary = special({
  name: "bessel_i",
  doc: "Iₙ(x), for whole n",
  operands: ["n", "x"],
  f: kernel.besselI,
  fixed: ["n"],
  cost: 80,
  jvp: (b, [n, x], [, dx]) => scaled(b, dx, () => neighbours(b, n as Value, x as Value, besselI)),
  samples: orders,
});

export const besselIe: Binary = special({
  name: "bessel_ie",
  doc: "Iₙ(x)·e^-|x|, for whole n",
  operands: ["n", "x"],
  f: kernel.besselIe,
  fixed: ["n"],
  cost: 80,
  jvp: (b, [n, x], [, dx], y) =>
    scaled(b, dx, () => {
      const less = mul(b, sign(b, x as Value), y);
      return sub(b, neighbours(b, n as Value, x as Value, besselIe), less);
    }),
  kink: {
    says: "`bessel_ie` has no derivative at 0",
    continuous: true,
    at: (b, [n, x]) => {
      const zero = numberLike(b, 0, x as Value);
      // of the others, the derivative of e^-|x| is multiplied by 0
      return select(b, eq(b, n as Value, zero), eq(b, x as Value, zero), lt(b, zero, zero));
    },
  },
  samples: orders,
});

function neighbours(b: Builder, n: Value, x: Value, f: Binary): Value {
  const one = numberLike(b, 1, n);
  const both = add(b, f(b, sub(b, n, one), x), f(b, add(b, n, one), x));
  return mul(b, both, numberLike(b, 0.5, x));
}

export const i0: Unary = special({
  name: "i0",
  doc: "modified Bessel function I₀(x)",
  operands: ["x"],
  f: kernel.i0,
  cost: 80,
  jvp: (b, [x], [dx]) => scaled(b, dx, () => i1(b, x as Value)),
  samples,
});

export const i1: Unary = special({
  name: "i1",
  doc: "modified Bessel function I₁(x)",
  operands: ["x"],
  f: kernel.i1,
  cost: 80,
  jvp: (b, [x], [dx]) =>
    scaled(b, dx, () => neighbours(b, numberLike(b, 1, x as Value), x as Value, besselI)),
  samples,
});

export const i0e: Unary = special({
  name: "i0e",
  doc: "I₀(x)·e^-|x|",
  operands: ["x"],
  f: kernel.i0e,
  cost: 80,
  jvp: (b, [x], [dx]) =>
    scaled(b, dx, () => neg(b, mul(b, sign(b, x as Value), besselGap(b, x as Value)))),
  kink: {
    says: "`i0e` has no derivative at 0",
    continuous: true,
    at: (b, [x]) => eq(b, x as Value, numberLike(b, 0, x as Value)),
  },
  samples,
});

/** I₀ - |I₁| - I₁/x, without the cancellation that there is for large x. */
export const i1e: Unary = special({
  name: "i1e",
  doc: "I₁(x)·e^-|x|",
  operands: ["x"],
  f: kernel.i1e,
  cost: 80,
  jvp: (b, [x], [dx], y) =>
    scaled(b, dx, () => {
      const at = x as Value;
      const two = besselIe(b, numberLike(b, 2, at), at);
      const near = mul(b, sub(b, i0e(b, at), two), numberLike(b, 0.5, at));
      const isNear = lt(b, abs(b, at), numberLike(b, 1, at));
      return sub(b, besselGap(b, at), select(b, isNear, near, div(b, y, at)));
    }),
  samples,
});

export const besselGap: Unary = special({
  name: "bessel_gap",
  doc: "(I₀(x) - |I₁(x)|)·e^-|x|, without cancellation",
  operands: ["x"],
  f: kernel.besselGap,
  cost: 80,
  jvp: (b, [x], [dx], y) =>
    scaled(b, dx, () => {
      const at = x as Value;
      const two = besselIe(b, numberLike(b, 2, at), at);
      const rest = mul(b, sub(b, i0e(b, at), two), numberLike(b, 0.5, at));
      return mul(b, sign(b, at), sub(b, rest, add(b, y, y)));
    }),
  kink: {
    says: "`bessel_gap` has no derivative at 0",
    continuous: true,
    at: (b, [x]) => eq(b, x as Value, numberLike(b, 0, x as Value)),
  },
  samples,
});
