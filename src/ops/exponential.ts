// Exponentials, logarithms, powers and roots: a family closed under differentiation.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { Binary, Origins, Unary } from "../ir/op.ts";
import { add, mul, plus, scaled, select, sub } from "./arith.ts";
import { div, strongDiv, strongMul } from "./division.ts";
import { eq, ge, gt, le, lt } from "./compare.ts";
import { and, not, or } from "./bits.ts";
import { constant, literalOf, numberLike } from "./constant.ts";
import { elementary1, elementary2 } from "./elementary.ts";
import { isWhole } from "./rounding.ts";

export const exp: Unary = elementary1({
  name: "exp",
  doc: "eˣ",
  f: Math.exp,
  cost: 10,
  jvp: (b, _, [dx], y) => dx && strongMul(b, dx, y),
  samples: [[0], [1], [-3.5], [20]],
});

/** eˣ - 1 without cancellation near 0. */
export const expm1: Unary = elementary1({
  name: "expm1",
  doc: "eˣ - 1",
  f: Math.expm1,
  cost: 15,
  jvp: (b, _, [dx], y) => dx && strongMul(b, dx, add(b, y, numberLike(b, 1, y))),
  samples: [[0], [1e-10], [-3.5], [2]],
});

/** `x`, or NaN where it is negative: outside of the domain there are no derivatives of any order. */
export function notNegative(b: Builder, x: Value): Value {
  const zero = numberLike(b, 0, x);
  return add(b, x, select(b, lt(b, x, zero), numberLike(b, NaN, x), zero));
}

/**
 * Tangent of log eᵛ where `u` is made as eᵛ, of log (1 + eᵛ) if `more` is 1. It is that of v times
 * a finite number, also where eᵛ overflows and the quotient of tangent and operand is ∞ / ∞.
 */
function ofLogExp(
  b: Builder,
  u: Value,
  more: 0 | 1,
  origins: Origins | undefined,
): Value | undefined {
  const made = origins?.instr(u);
  const dv = made?.op === exp ? origins?.tangent(made.args[0] as Value) : undefined;
  if (dv === undefined || more === 0) return dv;
  const one = numberLike(b, 1, u);
  const overflows = eq(b, u, numberLike(b, Infinity, u));
  return mul(b, dv, select(b, overflows, one, div(b, u, add(b, u, one))));
}

// eᵛ if `x` is made as 1 + eᵛ
function lessOne(x: Value, origins: Origins | undefined): Value | undefined {
  const made = origins?.instr(x);
  if (made?.op !== add) return undefined;
  return made.args.find((_, i) => {
    const other = origins?.instr(made.args[1 - i] as Value);
    return other?.op === constant && literalOf(other.attrs) === 1;
  });
}

export const log: Unary = elementary1({
  name: "log",
  doc: "natural logarithm",
  f: Math.log,
  cost: 10,
  jvp: (b, [x], [dx], _, __, origins) => {
    if (dx === undefined) return undefined;
    const inner = lessOne(x as Value, origins);
    return (
      ofLogExp(b, x as Value, 0, origins) ??
      (inner && ofLogExp(b, inner, 1, origins)) ??
      strongDiv(b, dx, notNegative(b, x as Value))
    );
  },
  samples: [[1], [0.1], [20]],
});

/** log(1 + x) without cancellation near 0. */
export const log1p: Unary = elementary1({
  name: "log1p",
  doc: "log(1 + x)",
  f: Math.log1p,
  cost: 15,
  jvp: (b, [x], [dx], _, __, origins) =>
    dx &&
    (ofLogExp(b, x as Value, 1, origins) ??
      strongDiv(b, dx, notNegative(b, add(b, x as Value, numberLike(b, 1, dx))))),
  samples: [[0], [1e-10], [-0.5], [20]],
});

export const log2: Unary = elementary1({
  name: "log2",
  doc: "logarithm to base 2",
  f: Math.log2,
  cost: 15,
  jvp: (b, [x], [dx]) =>
    dx && strongDiv(b, dx, notNegative(b, mul(b, x as Value, numberLike(b, Math.LN2, dx)))),
  samples: [[1], [0.1], [8]],
});

export const log10: Unary = elementary1({
  name: "log10",
  doc: "logarithm to base 10",
  f: Math.log10,
  cost: 15,
  jvp: (b, [x], [dx]) =>
    dx && strongDiv(b, dx, notNegative(b, mul(b, x as Value, numberLike(b, Math.LN10, dx)))),
  samples: [[1], [0.1], [1000]],
});

/**
 * The derivative at 0, where none exists, is 0: so that norms, √(x² + …), have the derivative 0 at
 * the origin, an element of their generalised derivative, and not 0·∞.
 */
export const sqrt: Unary = elementary1({
  name: "sqrt",
  doc: "square root",
  f: Math.sqrt,
  cost: 8,
  jvp: (b, _, [dx], y) =>
    scaled(b, dx, () => {
      const zero = numberLike(b, 0, y);
      return select(b, eq(b, y, zero), zero, div(b, numberLike(b, 0.5, y), y));
    }),
  kink: {
    says: "`Math.sqrt` has no derivative at 0",
    continuous: true,
    at: (b, [x]) => eq(b, x as Value, numberLike(b, 0, x as Value)),
  },
  samples: [[1], [0.04], [20]],
});

/** As for `sqrt`, the derivative at 0 is 0. */
export const cbrt: Unary = elementary1({
  name: "cbrt",
  doc: "cube root",
  f: Math.cbrt,
  cost: 20,
  // 1 / (3 y²)
  jvp: (b, _, [dx], y) =>
    scaled(b, dx, () => {
      const zero = numberLike(b, 0, y);
      const slope = div(b, numberLike(b, 1 / 3, y), mul(b, y, y));
      return select(b, eq(b, y, zero), zero, slope);
    }),
  kink: {
    says: "`Math.cbrt` has no derivative at 0",
    continuous: true,
    at: (b, [x]) => eq(b, x as Value, numberLike(b, 0, x as Value)),
  },
  samples: [[1], [-0.04], [27]],
});

/**
 * JavaScript's `x ** y`: NaN for y = NaN, and for |x| = 1 with an infinite y. In x the derivative
 * is 0 where y = 0, at every x, and at x = 0 where 0 < y < 1, as for `sqrt`; in y it is 0 where x = 0 < y.
 */
export const pow: Binary = elementary2({
  name: "pow",
  doc: "x ** y",
  f: (x, y) => x! ** y!,
  cost: 30,
  jvp: (b, [x, y], [dx, dy], p) => {
    const [base, power] = [x as Value, y as Value];
    const zero = numberLike(b, 0, p);
    const inBase = (): Value => {
      const slope = mul(b, power, pow(b, base, sub(b, power, numberLike(b, 1, p))));
      // a root has no derivative at 0, where sqrt and cbrt take 0 too
      const root = and(b, eq(b, base, zero), lt(b, power, numberLike(b, 1, p)));
      const flat = or(b, eq(b, power, zero), and(b, root, gt(b, power, zero)));
      return select(b, flat, zero, slope);
    };
    const inPower = (): Value => {
      const vanishes = and(b, eq(b, base, zero), gt(b, power, zero));
      return select(b, vanishes, zero, mul(b, p, log(b, base)));
    };
    return plus(b, dx && strongMul(b, dx, inBase()), dy && strongMul(b, dy, inPower()));
  },
  kink: {
    says: "{0} ** {1} has no derivative",
    // in x at 0, unless y is 0, 1, 2, …; in y where x is negative, and at 0 unless y is positive
    at: (b, [x, y], [inBase, inPower]) => {
      const [base, power] = [x as Value, y as Value];
      const zero = numberLike(b, 0, base);
      const atZero = eq(b, base, zero);
      const root = (): Value =>
        and(b, atZero, not(b, and(b, isWhole(b, power), ge(b, power, zero))));
      const undone = (): Value => or(b, lt(b, base, zero), and(b, atZero, le(b, power, zero)));
      if (inBase === true) return inPower === true ? or(b, root(), undone()) : root();
      return undone();
    },
  },
  samples: [
    [2, 3],
    [0.5, -1.5],
    [3, 0.5],
    [1.5, 0],
  ],
});

/** 1 / √x, with a pole at 0 of which all derivatives are infinite: that of `sqrt` is taken to be 0 there. */
export function inverseRoot(b: Builder, x: Value): Value {
  return pow(b, x, numberLike(b, -0.5, x));
}
