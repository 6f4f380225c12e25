import type { Func, Instr, Value } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import type { Memory } from "../analysis/memory.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { Keys } from "./keys.ts";
import { memoryPass, type Pass } from "./pass.ts";

/**
 * Common subexpressions: computes equal things once, and checks equal bounds once.
 *
 *     %1 = sin %0
 *     %2 = sin %0        →   %1 = sin %0
 *     %3 = mul %1, %2        %2 = mul %1, %1
 *
 * What is computed before an instruction, in its own region or one around it, serves it. Reads of
 * memory are left to `forward`. Nothing is moved: of two branches that compute the same, each
 * keeps its own. Almost linear.
 */
export const cse: Pass = memoryPass("cse", "computes equal things once", cseFunc);

function cseFunc(func: Func, memory: Memory): Func {
  const keys = new Keys();
  const scopes: Map<string, readonly Value[]>[] = [new Map()];
  return editFunc(func, {
    enter: () => scopes.push(new Map()),
    leave: () => scopes.pop(),
    instr: (instr, _, old) => {
      if (!repeats(instr, old, memory)) return undefined;
      const key = keys.keyOf(instr);
      for (const scope of scopes) {
        const known = scope.get(key);
        if (known !== undefined) return known;
      }
      scopes.at(-1)!.set(key, instr.results);
      return undefined;
    },
  });
}

// Whether the same operands give the same results, whenever.
function repeats(instr: Instr, old: Instr, memory: Memory): boolean {
  if (instr.op.effect === "pure" || instr.op === op.bounds) return true;
  if (instr.op !== op.callOp || instr.results.some((r) => isReference(r.type))) return false;
  const effects = memory.effectsOf(old);
  return effects.reads.size === 0 && effects.writes.size === 0;
}
