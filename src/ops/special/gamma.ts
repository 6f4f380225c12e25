// The Γ function and its kin.
import type { Value } from "../../ir/func.ts";
import type { Binary, Unary } from "../../ir/op.ts";
import * as kernel from "../../kernels/special/gamma.ts";
import * as sums from "../../kernels/special/zeta.ts";
import { add, mul, neg, scaled } from "../arith.ts";
import { numberLike } from "../constant.ts";
import { special, within } from "./define.ts";

export const gamma: Unary = special({
  name: "gamma",
  doc: "Γ(x)",
  operands: ["x"],
  f: kernel.gamma,
  cost: 60,
  jvp: (b, [x], [dx], y) => scaled(b, dx, () => mul(b, y, digamma(b, x as Value))),
  samples: [[1], [0.3], [-1.4], [4.5], [11]],
});

export const lgamma: Unary = special({
  name: "lgamma",
  doc: "log |Γ(x)|",
  operands: ["x"],
  f: kernel.lgamma,
  cost: 60,
  jvp: (b, [x], [dx]) => scaled(b, dx, () => digamma(b, x as Value)),
  samples: [[1], [0.3], [-1.4], [4.5], [30]],
});

export const digamma: Unary = special({
  name: "digamma",
  doc: "derivative of log Γ(x)",
  operands: ["x"],
  f: kernel.digamma,
  cost: 60,
  jvp: (b, [x], [dx], y) =>
    scaled(b, dx, () => within(b, y, polygamma(b, numberLike(b, 1, y), x as Value))),
  samples: [[1], [0.3], [-1.4], [4.5], [30]],
});

export const polygamma: Binary = special({
  name: "polygamma",
  doc: "derivative n = 0, 1, … of digamma(x)",
  operands: ["n", "x"],
  f: sums.polygamma,
  fixed: ["n"],
  cost: 300,
  jvp: (b, [n, x], [, dx], y) =>
    scaled(b, dx, () => {
      const next = add(b, n as Value, numberLike(b, 1, y));
      return within(b, y, polygamma(b, next, x as Value));
    }),
  samples: [
    [0, 1.5],
    [1, 0.3],
    [2, 4.5],
    [3, 30],
  ],
});

export const zeta: Binary = special({
  name: "zeta",
  doc: "Hurwitz's zeta function: the sum of (q + k)⁻ˢ for k = 0, 1, …",
  operands: ["s", "q"],
  f: sums.zeta,
  fixed: ["s"],
  cost: 300,
  jvp: (b, [s, q], [, dq], y) =>
    scaled(b, dq, () => {
      const next = add(b, s as Value, numberLike(b, 1, y));
      return within(b, y, mul(b, neg(b, s as Value), zeta(b, next, q as Value)));
    }),
  samples: [
    [1.5, 1],
    [2, 0.3],
    [4, 4.5],
    [2.5, 30],
  ],
});
