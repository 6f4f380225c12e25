import { Builder } from "../ir/builder.ts";
import type { Func } from "../ir/func.ts";
import * as op from "../ops/index.ts";
import { promotable } from "./cells.ts";
import { funcPass, type Pass } from "./pass.ts";
import { Promoter, writtenCells, type Plan } from "./promoter.ts";

/**
 * Memory to values: the elements of a small memory, or fields of a record, that is only read and
 * written in place become values, carried through branches and loops.
 *
 *     %m = alloc 1
 *     for 0, %n { (%i)                        %s = for 0, %n, 0 { (%i, %c)
 *       %1 = load %m, 0                         %2 = add %c, %x
 *       %2 = add %1, %x                 →       yield %2
 *       store %m, 0, %2                       }
 *     }
 *
 * Only of constant length, with constant indices, and where the reference itself goes nowhere: not
 * into memory, a call, a view, a loop or out of the function. Linear in the program and the number
 * of values carried.
 */
export const promote: Pass = funcPass(
  "promote",
  "turns small local memory into values",
  promoteFunc,
  [op.alloc, op.recordNew],
);

function promoteFunc(func: Func): Func {
  const slots = promotable(func.region);
  if (slots.size === 0) return func;
  const plan: Plan = {
    cellsOf: (instr) => slots.get(instr.args[0]!)?.cellsOf(instr),
    special: (instr, b, promoter) => {
      const made = slots.get(instr.results[0]!);
      if (made !== undefined) {
        made.start(instr, b, promoter.now, (v) => promoter.use(v));
        return true;
      }
      const measured = instr.op === op.length ? slots.get(instr.args[0]!) : undefined;
      if (measured === undefined) return false;
      promoter.map.set(instr.results[0]!, op.int(b, measured.length));
      return true;
    },
  };
  const written = writtenCells(
    func.region,
    plan,
    (instr) => slots.get(instr.results[0]!)?.all ?? [],
  );
  return { ...func, region: new Promoter(plan, written).region(func.region, new Builder(), []) };
}
