// Absolute value and extremes: each is one of several linear functions, with kinks between them.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { defop, type Binary, type Kink, type Unary } from "../ir/op.ts";
import { plus, scaled, select } from "./arith.ts";
import { eq, lt } from "./compare.ts";
import { numberLike } from "./constant.ts";
import { strongMul } from "./division.ts";
import { sign } from "./rounding.ts";
import { floats } from "./signatures.ts";

/** The derivative at 0 is 0, the middle of the generalised derivative [-1, 1]. */
export const abs: Unary = defop({
  name: "abs",
  doc: "|x| of floats",
  effect: "pure",
  type: floats(1),
  eval: ([x]) => Math.abs(x as number),
  cost: 1,
  rule: { kind: "jvp", jvp: (b, [x], [dx]) => scaled(b, dx, () => sign(b, x as Value)) },
  kink: {
    says: "`Math.abs` has a kink at 0",
    continuous: true,
    at: (b, [x]) => eq(b, x as Value, numberLike(b, 0, x as Value)),
  },
  samples: [[2], [-3]],
});

// Weight of the first operand where it is the chosen one: 1, or ½ at a tie; NaN stays NaN.
function share(b: Builder, loses: Value, x: Value, y: Value): Value {
  const half = numberLike(b, 0.5, x);
  const won = select(b, eq(b, x, y), half, numberLike(b, 1, x));
  return select(b, loses, numberLike(b, 0, x), won);
}

const tie = (name: "min" | "max"): Kink => ({
  says: `\`Math.${name}\` of two equal numbers, {0}`,
  continuous: true,
  at: (b, [x, y]) => (x === y ? undefined : eq(b, x as Value, y as Value)),
});

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
        dx && strongMul(b, dx, share(b, lt(b, y as Value, x as Value), x as Value, y as Value)),
        dy && strongMul(b, dy, share(b, lt(b, x as Value, y as Value), x as Value, y as Value)),
      ),
  },
  kink: tie("min"),
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
        dx && strongMul(b, dx, share(b, lt(b, x as Value, y as Value), x as Value, y as Value)),
        dy && strongMul(b, dy, share(b, lt(b, y as Value, x as Value), x as Value, y as Value)),
      ),
  },
  kink: tie("max"),
  samples: [
    [2, 3],
    [3, 2],
    [-1, 4],
  ],
});
