import type { Func } from "../ir/func.ts";
import { rangesOf } from "../analysis/ranges.ts";
import { structureOf } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { funcPass, type Pass } from "./pass.ts";

/**
 * Drops checks of bounds that cannot fail.
 *
 *     %n = length %m
 *     for 0, %n { (%i)            for 0, %n { (%i)
 *       %j = bounds %i, %n   →
 *       %x = load %m, %j            %x = load %m, %i
 *
 * Only what ranges show: loops up to a length, constant indices, and sums of these. Linear.
 */
export const bounds: Pass = funcPass(
  "bounds",
  "drops checks of bounds that cannot fail",
  (func: Func) => {
    const ranges = rangesOf(structureOf(func.region));
    return editFunc(func, {
      instr: (instr, _, old) => {
        if (instr.op !== op.bounds || !ranges.isInside(old.args[0]!, old.args[1]!))
          return undefined;
        return [instr.args[0]!];
      },
    });
  },
  [op.bounds],
);
