import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { defop, type Kink, type Unary } from "../ir/op.ts";
import { sub } from "./arith.ts";
import { and } from "./bits.ts";
import { eq, ne } from "./compare.ts";
import { numberLike } from "./constant.ts";
import { fit, floats } from "./signatures.ts";

interface Step {
  readonly name: string;
  readonly doc: string;
  readonly f: (x: number) => number;
  readonly cost: number;
  /** Whether there is a step at `x`. */
  readonly at: (b: Builder, x: Value) => Value;
}

// One file: all are piecewise constant.
function step({ name, doc, f, cost, at }: Step): Unary {
  const kink: Kink = { says: `\`Math.${name}\` jumps at {0}`, at: (b, [x]) => at(b, x as Value) };
  return defop({
    name,
    doc,
    effect: "pure",
    type: floats(1),
    eval: ([x], type) => fit(f(x as number), type),
    cost,
    rule: { kind: "zero", why: "piecewise constant" },
    kink,
    samples: [[2.5], [-2.5], [0.3], [-0.3], [-0], [0.49999999999999994], [2251799813685249.5]],
  });
}

/** Whether `x` is an integer. */
export const isWhole = (b: Builder, x: Value): Value => eq(b, trunc(b, x), x);

/** Whether `x` is an integer other than 0: towards 0, nothing happens there. */
export const isWholeBeyondZero = (b: Builder, x: Value): Value =>
  and(b, isWhole(b, x), ne(b, x, numberLike(b, 0, x)));

export const floor: Unary = step({
  name: "floor",
  doc: "largest integer ≤ x",
  f: Math.floor,
  cost: 1,
  at: isWhole,
});
export const ceil: Unary = step({
  name: "ceil",
  doc: "smallest integer ≥ x",
  f: Math.ceil,
  cost: 1,
  at: isWhole,
});
export const trunc: Unary = step({
  name: "trunc",
  doc: "x without its fraction",
  f: Math.trunc,
  cost: 1,
  at: isWholeBeyondZero,
});
export const round: Unary = step({
  name: "round",
  doc: "Math.round: nearest, halves up",
  f: Math.round,
  cost: 3,
  at: (b, x) => eq(b, sub(b, x, floor(b, x)), numberLike(b, 0.5, x)),
});
export const sign: Unary = step({
  name: "sign",
  doc: "-1, -0, 0, 1 or NaN",
  f: Math.sign,
  cost: 3,
  at: (b, x) => eq(b, x, numberLike(b, 0, x)),
});
