// The error function, the normal distribution, and their inverses.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Unary } from "../../ir/op.ts";
import * as kernel from "../../kernels/special/error.ts";
import { mul, neg, scaled, select, sub } from "../arith.ts";
import { gt } from "../compare.ts";
import { numberLike } from "../constant.ts";
import { div, strongMul } from "../division.ts";
import { exp } from "../exponential.ts";
import { special } from "./define.ts";

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/** factor·e^(by·x²) */
function gaussian(b: Builder, x: Value, by: number, factor: number): Value {
  const power = mul(b, mul(b, x, x), numberLike(b, by, x));
  return mul(b, exp(b, power), numberLike(b, factor, x));
}

export const erf: Unary = special({
  name: "erf",
  doc: "error function 2/√π·∫₀ˣ e^(-t²) dt",
  operands: ["x"],
  f: kernel.erf,
  cost: 30,
  jvp: (b, [x], [dx]) => scaled(b, dx, () => gaussian(b, x as Value, -1, twoOverRootPi)),
  samples: [[0], [0.3], [-0.9], [1.7], [-3]],
});

export const erfc: Unary = special({
  name: "erfc",
  doc: "1 - erf(x)",
  operands: ["x"],
  f: kernel.erfc,
  cost: 30,
  jvp: (b, [x], [dx]) => scaled(b, dx, () => gaussian(b, x as Value, -1, -twoOverRootPi)),
  samples: [[0], [0.3], [-0.9], [1.7], [-3], [5]],
});

export const erfcx: Unary = special({
  name: "erfcx",
  doc: "e^(x²)·erfc(x)",
  operands: ["x"],
  f: kernel.erfcx,
  cost: 30,
  jvp: (b, [x], [dx], y) => dx && strongMul(b, dx, erfcxSlope(b, x as Value, y)),
  samples: [[0], [0.3], [-0.9], [1.7], [-3], [5], [8.5], [300]],
});

/** 2x·erfcx(x) - 2/√π, which cancels for large x: there it is the asymptotic series. */
function erfcxSlope(b: Builder, x: Value, y: Value): Value {
  const number = (value: number): Value => numberLike(b, value, x);
  const near = sub(b, mul(b, number(2), mul(b, x, y)), number(twoOverRootPi));
  const far = gt(b, x, number(FAR));
  const large = select(b, far, x, number(FAR));
  const t = div(b, number(0.5), mul(b, large, large));
  // t - 3t² + 15t³ - 105t⁴ …
  let series = number(1);
  for (let k = TERMS; k > 0; k--) {
    const factor = mul(b, number(2 * k + 1), mul(b, t, series));
    series = sub(b, number(1), factor);
  }
  return select(b, far, mul(b, number(-twoOverRootPi), mul(b, t, series)), near);
}

/** From where on so many terms are exact in doubles. */
const [FAR, TERMS] = [8, 16];

export const erfinv: Unary = special({
  name: "erfinv",
  doc: "inverse of erf",
  operands: ["y"],
  f: kernel.erfinv,
  cost: 150,
  jvp: (b, _, [dx], y) => dx && strongMul(b, dx, gaussian(b, y, 1, 1 / twoOverRootPi)),
  samples: [[0], [0.3], [-0.7], [0.999]],
});

const density = 1 / Math.sqrt(2 * Math.PI);

export const ndtr: Unary = special({
  name: "ndtr",
  doc: "normal distribution function",
  operands: ["x"],
  f: kernel.ndtr,
  cost: 30,
  jvp: (b, [x], [dx]) => scaled(b, dx, () => gaussian(b, x as Value, -0.5, density)),
  samples: [[0], [0.3], [-0.9], [1.7], [-5]],
});

export const ndtri: Unary = special({
  name: "ndtri",
  doc: "inverse of the normal distribution function",
  operands: ["p"],
  f: kernel.ndtri,
  cost: 150,
  jvp: (b, _, [dx], y) => dx && strongMul(b, dx, gaussian(b, y, 0.5, 1 / density)),
  samples: [[0.5], [0.3], [0.01], [0.9]],
});

/** The derivative is φ/Φ, the ratio of Mills: √(2/π) / erfcx(-x/√2), right in both tails. */
export const logNdtr: Unary = special({
  name: "log_ndtr",
  doc: "logarithm of the normal distribution function",
  operands: ["x"],
  f: kernel.logNdtr,
  cost: 50,
  jvp: (b, [x], [dx]) =>
    scaled(b, dx, () => {
      const scale = numberLike(b, Math.SQRT1_2, x as Value);
      const z = mul(b, neg(b, x as Value), scale);
      return div(b, numberLike(b, Math.sqrt(2 / Math.PI), z), erfcx(b, z));
    }),
  samples: [[0], [0.3], [-0.9], [3], [-10]],
});
