// The smallest or largest of all. The engine's `min` and `max` of vectors take eight instructions for
// NaN and for zeros of both signs, each waiting for the one before; a comparison takes one. So what
// comparisons do not see is kept beside: whether there was NaN, and signs.
import type { FuncCode } from "../code.ts";
import { apply, getLocal, type Expr } from "../expr.ts";
import { opcode as o, valType } from "../opcodes.ts";
import { everywhere, type FloatLanes } from "./floats.ts";

const { v128 } = valType;

/** Locals, of vectors. */
export interface Extreme {
  readonly kind: "min" | "max";
  /** Parts of the result, but for NaN and the sign of zero. */
  readonly best: readonly Expr[];
  /** Where there was NaN. */
  readonly strange: Expr;
  /** Its sign is the one that a zero has. */
  readonly signs: Expr;
}

export function startExtreme(
  code: FuncCode,
  floats: FloatLanes,
  kind: Extreme["kind"],
  best: readonly Expr[],
): Extreme {
  const keep = (x: number): Expr => {
    const local = code.newLocal(v128);
    code.set(local, everywhere(floats, x));
    return getLocal(local, v128);
  };
  // the largest is -0 if all are negative, the smallest if any is
  return { kind, best, strange: keep(0), signs: keep(kind === "max" ? -0 : 0) };
}

/** Takes `x`, which may be emitted any number of times, into part `k`; gives the part. */
export function stepExtreme(
  code: FuncCode,
  floats: FloatLanes,
  { kind, best, strange, signs }: Extreme,
  x: Expr,
  k: number,
): Expr {
  const part = best[k % best.length]!;
  const set = (local: Expr, value: Expr): void => code.set(Number(local.imm), value);
  const or = (p: Expr, q: Expr): Expr => apply(o.v128_or, v128, [p, q]);
  set(part, better(floats, kind, part, x));
  set(strange, or(strange, apply(floats.vector.ne, v128, [x, x])));
  set(signs, kind === "min" ? or(signs, x) : apply(o.v128_and, v128, [signs, x]));
  return part;
}

/** The vector of the results of all lanes. */
export function finishExtreme(
  code: FuncCode,
  floats: FloatLanes,
  { kind, best, strange, signs }: Extreme,
): Expr {
  const all = code.keep(best.reduce((p, q) => better(floats, kind, p, q)));
  const isZero = apply(floats.vector.eq, v128, [all, everywhere(floats, 0)]);
  const zero = apply(o.v128_and, v128, [signs, everywhere(floats, -0)]);
  const choose = (c: Expr, x: Expr, y: Expr): Expr => apply(o.v128_bitselect, v128, [x, y, c]);
  return choose(strange, everywhere(floats, NaN), choose(isZero, zero, all));
}

/** `y` if it is smaller, or larger, than `x`; else `x`. */
function better({ vector }: FloatLanes, kind: Extreme["kind"], x: Expr, y: Expr): Expr {
  return apply(kind === "min" ? vector.pmin : vector.pmax, v128, [x, y]);
}
