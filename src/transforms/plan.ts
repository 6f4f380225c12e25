import type { Value } from "../ir/func.ts";
import { constant, nullRef } from "../ops/index.ts";
import type { LinearProgram } from "./linear-program.ts";
import type { Policy, Scope } from "./scope.ts";

/** Keeps everything that is needed, but for constants and what rules make. */
export function policyOf(
  lin: LinearProgram,
  outermost: (v: Value, scope: Scope) => Value,
): Policy {
  return {
    recomputes: (_, by) =>
      by.op === constant || by.op === nullRef || lin.coefficients.has(by),
    outermost,
  };
}
