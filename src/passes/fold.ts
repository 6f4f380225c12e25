import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Value } from "../ir/func.ts";
import type { Scalar } from "../ir/op.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { foldControl } from "./fold-control.ts";
import { identities } from "./identities.ts";
import type { Known } from "./identity.ts";
import { funcPass, type Pass } from "./pass.ts";

/**
 * Constant folding: computes what is known, and applies identities that hold for every operand,
 * NaN, infinities and signed zeros included.
 *
 *     %1 = const 1
 *     %2 = mul %0, %1    →   (uses of %2 become uses of %0)
 *
 * Branches on a known condition, loops without iterations and values carried unchanged go too. It
 * does not use x · 0 = 0 nor x + 0 = x, which are false of doubles, and gives no thought to ranges.
 * Linear.
 */
export const fold: Pass = funcPass("fold", "computes what is known at compile time", foldFunc);

function foldFunc(func: Func): Func {
  const made = new Map<Value, Instr>();
  const known: Known = {
    instr: (v) => made.get(v),
    literal: (v) => {
      const instr = made.get(v);
      return instr?.op === op.constant ? op.literalOf(instr.attrs) : undefined;
    },
  };
  return editFunc(func, {
    placed: (instr) => instr.results.forEach((r) => made.set(r, instr)),
    instr: (instr, b) => {
      if (instr.op === op.constant) return undefined;
      if (instr.regions.length > 0) return foldControl(instr, b, known);
      const value =
        evaluated(instr, b, known) ?? identities.get(instr.op)?.(instr.args, b, known, instr.attrs);
      return value && [value];
    },
  });
}

function evaluated(
  { op: what, args, attrs, results }: Instr,
  b: Builder,
  known: Known,
): Value | undefined {
  const [first] = args;
  if (what.eval === undefined || what.effect !== "pure" || first === undefined) return undefined;
  const values: Scalar[] = [];
  for (const a of args) {
    const value = known.literal(a);
    if (value === undefined) return undefined;
    values.push(value);
  }
  // an integer quotient by zero is only ever reached by code that does not run
  if (what === op.idiv && Number(values[1]) === 0) return undefined;
  const value = what.eval(values, first.type, attrs);
  if (what === op.f64FromBits && Number.isNaN(value)) return undefined; // a literal has no such bits
  return op.literal(b, value, results[0]!.type);
}
