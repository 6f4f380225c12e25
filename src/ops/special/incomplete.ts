// Incomplete Γ and B functions, and the densities that they are integrals of.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Binary, Kink, Ternary } from "../../ir/op.ts";
import * as beta from "../../kernels/special/incomplete-beta.ts";
import * as gammas from "../../kernels/special/incomplete-gamma.ts";
import { add, mul, neg, plus, select, sub } from "../arith.ts";
import { or } from "../bits.ts";
import { eq } from "../compare.ts";
import { numberLike } from "../constant.ts";
import { div, strongMul } from "../division.ts";
import { log, log1p } from "../exponential.ts";
import { special } from "./define.ts";
import { digamma } from "./gamma.ts";

/** At an end of the domain, where the derivative is that of one side. */
const ends = (name: string, ...at: readonly number[]): Kink => ({
  says: `\`${name}\` is at an end of its domain`,
  continuous: true,
  at: (b, x, vary) => {
    if (vary.at(-1) !== true) return undefined;
    const last = x.at(-1) as Value;
    const [first, ...more] = at.map((end) => eq(b, last, numberLike(b, end, last)));
    return more.reduce((all, one) => or(b, all, one), first as Value);
  },
});

/** `by` times `y`, 0 where that is 0. */
function times(b: Builder, y: Value, by: Value): Value {
  const none = numberLike(b, 0, y);
  return select(b, eq(b, y, none), none, mul(b, y, by));
}

export const gammainc: Binary = special({
  name: "gammainc",
  doc: "regularised lower incomplete Γ function P(a, x)",
  operands: ["a", "x"],
  f: gammas.gammainc,
  fixed: ["a"],
  cost: 300,
  jvp: (b, [a, x], [, dx]) => dx && strongMul(b, dx, gammaDensity(b, a as Value, x as Value)),
  kink: ends("gammainc", 0),
  samples: [
    [0.5, 0.2],
    [3, 2],
    [2, 7],
    [40, 35],
  ],
});

export const gammaincc: Binary = special({
  name: "gammaincc",
  doc: "regularised upper incomplete Γ function Q(a, x) = 1 - P(a, x)",
  operands: ["a", "x"],
  f: gammas.gammaincc,
  fixed: ["a"],
  cost: 300,
  jvp: (b, [a, x], [, dx]) =>
    dx && neg(b, strongMul(b, dx, gammaDensity(b, a as Value, x as Value))),
  kink: ends("gammaincc", 0),
  samples: [
    [0.5, 0.2],
    [3, 2],
    [2, 7],
    [40, 35],
  ],
});

/** (a - 1) / x, or the like */
function slope(b: Builder, a: Value, x: Value): Value {
  return div(b, sub(b, a, numberLike(b, 1, a)), x);
}

export const gammaDensity: Binary = special({
  name: "gamma_density",
  doc: "xᵃ⁻¹·e⁻ˣ / Γ(a)",
  operands: ["a", "x"],
  f: gammas.gammaDensity,
  cost: 120,
  jvp: (b, [a, x], [da, dx], y) => {
    const [shape, at] = [a as Value, x as Value];
    return plus(
      b,
      da && strongMul(b, da, times(b, y, sub(b, log(b, at), digamma(b, shape)))),
      dx && strongMul(b, dx, mul(b, y, sub(b, slope(b, shape, at), numberLike(b, 1, y)))),
    );
  },
  kink: ends("gamma_density", 0),
  samples: [
    [0.5, 0.2],
    [3, 2],
    [2, 7],
    [40, 35],
  ],
});

export const betainc: Ternary = special({
  name: "betainc",
  doc: "regularised incomplete B function Iₓ(a, b)",
  operands: ["a", "b", "x"],
  f: beta.betainc,
  fixed: ["a", "b"],
  cost: 300,
  jvp: (b, [p, q, x], [, , dx]) =>
    dx && strongMul(b, dx, betaDensity(b, p as Value, q as Value, x as Value)),
  kink: ends("betainc", 0, 1),
  samples: [
    [0.5, 2, 0.2],
    [3, 0.7, 0.6],
    [2, 7, 0.5],
    [40, 35, 0.5],
  ],
});

export const betaDensity: Ternary = special({
  name: "beta_density",
  doc: "xᵃ⁻¹·(1 - x)ᵇ⁻¹ / B(a, b)",
  operands: ["a", "b", "x"],
  f: beta.betaDensity,
  cost: 120,
  jvp: (b, [p, q, x], [dp, dq, dx], y) => {
    const [first, second, at] = [p as Value, q as Value, x as Value];
    const rest = sub(b, numberLike(b, 1, y), at);
    // of log B by one of its arguments
    const inShape = (shape: Value, logarithm: Value): Value => {
      const both = digamma(b, add(b, first, second));
      return times(b, y, add(b, logarithm, sub(b, both, digamma(b, shape))));
    };
    const shapes = plus(
      b,
      dp && strongMul(b, dp, inShape(first, log(b, at))),
      dq && strongMul(b, dq, inShape(second, log1p(b, neg(b, at)))),
    );
    const along = dx && sub(b, slope(b, first, at), slope(b, second, rest));
    return plus(b, shapes, dx && along && strongMul(b, dx, mul(b, y, along)));
  },
  kink: ends("beta_density", 0, 1),
  samples: [
    [0.5, 2, 0.2],
    [3, 0.7, 0.6],
    [2, 7, 0.5],
    [40, 35, 0.5],
  ],
});
