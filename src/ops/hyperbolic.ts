// Hyperbolic functions and their inverses: a family closed under differentiation.
import type { Value } from "../ir/func.ts";
import type { Unary } from "../ir/op.ts";
import { add, mul, scaled, sub } from "./arith.ts";
import { numberLike } from "./constant.ts";
import { elementary1 } from "./elementary.ts";
import { inverseRoot, notNegative, sqrt } from "./exponential.ts";
import { div, strongDiv, strongMul } from "./division.ts";
import { hypot } from "./trig.ts";

export const sinh: Unary = elementary1({
  name: "sinh",
  doc: "hyperbolic sine",
  f: Math.sinh,
  cost: 25,
  jvp: (b, [x], [dx]) => dx && strongMul(b, dx, cosh(b, x as Value)),
  samples: [[0], [0.5], [-3]],
});

export const cosh: Unary = elementary1({
  name: "cosh",
  doc: "hyperbolic cosine",
  f: Math.cosh,
  cost: 25,
  jvp: (b, [x], [dx]) => dx && strongMul(b, dx, sinh(b, x as Value)),
  samples: [[0], [0.5], [-3]],
});

export const tanh: Unary = elementary1({
  name: "tanh",
  doc: "hyperbolic tangent",
  f: Math.tanh,
  cost: 25,
  // (1 - y)(1 + y)
  jvp: (b, _, [dx], y) =>
    scaled(b, dx, () => {
      const one = numberLike(b, 1, y);
      return mul(b, sub(b, one, y), add(b, one, y));
    }),
  samples: [[0], [0.5], [-3]],
});

export const asinh: Unary = elementary1({
  name: "asinh",
  doc: "inverse hyperbolic sine",
  f: Math.asinh,
  cost: 30,
  jvp: (b, [x], [dx]) => dx && div(b, dx, hypot(b, x as Value, numberLike(b, 1, dx))),
  samples: [[0], [0.5], [-3], [1e200]],
});

export const acosh: Unary = elementary1({
  name: "acosh",
  doc: "inverse hyperbolic cosine",
  f: Math.acosh,
  cost: 30,
  // 1 / (√(x - 1)·√(x + 1)): the product of the radicands would overflow
  jvp: (b, [x], [dx]) => {
    if (dx === undefined) return undefined;
    const one = numberLike(b, 1, dx);
    const v = x as Value;
    return strongMul(b, dx, div(b, inverseRoot(b, sub(b, v, one)), sqrt(b, add(b, v, one))));
  },
  samples: [[1.5], [3], [1e200]],
});

export const atanh: Unary = elementary1({
  name: "atanh",
  doc: "inverse hyperbolic tangent",
  f: Math.atanh,
  cost: 30,
  jvp: (b, [x], [dx]) => {
    if (dx === undefined) return undefined;
    const one = numberLike(b, 1, dx);
    const v = x as Value;
    return strongDiv(b, dx, notNegative(b, mul(b, sub(b, one, v), add(b, one, v))));
  },
  samples: [[0], [0.5], [-0.9]],
});
