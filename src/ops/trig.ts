// Circular functions and their inverses: a family closed under differentiation.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { Binary, Unary } from "../ir/op.ts";
import { add, mul, neg, plus, scaled, select, sub } from "./arith.ts";
import { and } from "./bits.ts";
import { eq, le } from "./compare.ts";
import { numberLike } from "./constant.ts";
import { elementary1, elementary2 } from "./elementary.ts";
import { inverseRoot } from "./exponential.ts";
import { div, strongMul } from "./division.ts";

export const sin: Unary = elementary1({
  name: "sin",
  doc: "sine",
  f: Math.sin,
  cost: 20,
  jvp: (b, [x], [dx]) => scaled(b, dx, () => cos(b, x as Value)),
  samples: [[0], [0.5], [-3], [100]],
});

export const cos: Unary = elementary1({
  name: "cos",
  doc: "cosine",
  f: Math.cos,
  cost: 20,
  jvp: (b, [x], [dx]) => scaled(b, dx, () => neg(b, sin(b, x as Value))),
  samples: [[0], [0.5], [-3], [100]],
});

export const tan: Unary = elementary1({
  name: "tan",
  doc: "tangent",
  f: Math.tan,
  cost: 30,
  // 1 + tan²
  jvp: (b, _, [dx], y) => scaled(b, dx, () => add(b, numberLike(b, 1, y), mul(b, y, y))),
  samples: [[0], [0.5], [-1]],
});

// (1 - x)(1 + x), which keeps its digits near ±1 where 1 - x² loses them
function oneMinusSquare(b: Builder, x: Value): Value {
  const one = numberLike(b, 1, x);
  return mul(b, sub(b, one, x), add(b, one, x));
}

export const asin: Unary = elementary1({
  name: "asin",
  doc: "inverse sine",
  f: Math.asin,
  cost: 30,
  jvp: (b, [x], [dx]) => dx && strongMul(b, dx, inverseRoot(b, oneMinusSquare(b, x as Value))),
  samples: [[0], [0.5], [-0.9]],
});

export const acos: Unary = elementary1({
  name: "acos",
  doc: "inverse cosine",
  f: Math.acos,
  cost: 30,
  jvp: (b, [x], [dx]) =>
    dx && neg(b, strongMul(b, dx, inverseRoot(b, oneMinusSquare(b, x as Value)))),
  samples: [[0], [0.5], [-0.9]],
});

export const atan: Unary = elementary1({
  name: "atan",
  doc: "inverse tangent",
  f: Math.atan,
  cost: 30,
  jvp: (b, [x], [dx]) => {
    if (dx === undefined) return undefined;
    const t = x as Value;
    return div(b, dx, add(b, numberLike(b, 1, t), mul(b, t, t)));
  },
  samples: [[0], [0.5], [-3]],
});

const isZero = (b: Builder, x: Value): Value => eq(b, x, numberLike(b, 0, x));

/** √(x² + y²) without overflow on the way; the derivative at the origin is 0. */
export const hypot: Binary = elementary2({
  name: "hypot",
  doc: "√(x² + y²), without overflow on the way",
  f: Math.hypot,
  cost: 20,
  jvp: (b, [x, y], [dx, dy], r) => {
    const zero = numberLike(b, 0, r);
    const ratio = (v: Value): Value => select(b, eq(b, r, zero), zero, div(b, v, r));
    return plus(
      b,
      scaled(b, dx, () => ratio(x as Value)),
      scaled(b, dy, () => ratio(y as Value)),
    );
  },
  kink: {
    says: "`Math.hypot` has no derivative where all is 0",
    continuous: true,
    at: (b, [x, y]) => and(b, isZero(b, x as Value), isZero(b, y as Value)),
  },
  samples: [
    [3, 4],
    [-1e200, 1e200],
    [0, -2],
  ],
});

/** Angle of (x, y), given as `atan2(y, x)`; at the origin the derivative is NaN: none exists. */
export const atan2: Binary = elementary2({
  name: "atan2",
  doc: "angle of the point (y, x) as Math.atan2",
  f: Math.atan2,
  cost: 35,
  // (x dy - y dx) / r², with r = hypot and one division by r at a time, so that r² cannot overflow
  jvp: (b, [first, second], [dy, dx]) => {
    if (dy === undefined && dx === undefined) return undefined;
    const [y, x] = [first as Value, second as Value];
    const r = hypot(b, x, y);
    return plus(
      b,
      dy && strongMul(b, dy, div(b, div(b, x, r), r)),
      dx && strongMul(b, dx, neg(b, div(b, div(b, y, r), r))),
    );
  },
  kink: {
    says: "`Math.atan2({0}, {1})` is where the angle jumps by a whole turn, or is of no direction",
    at: (b, [y, x], [across]) => {
      const cut =
        across === true ? le(b, x as Value, numberLike(b, 0, x as Value)) : isZero(b, x as Value);
      return and(b, isZero(b, y as Value), cut);
    },
  },
  samples: [
    [1, 2],
    [-1, -2],
    [3, -0.5],
    [0, 1],
  ],
});
