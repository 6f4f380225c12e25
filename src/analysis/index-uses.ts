import type { Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import * as op from "../ops/index.ts";

/** What integers are used for. */
export interface IndexUses {
  /** Whether every use of `v` is to be checked against a length. */
  isChecked(v: Value): boolean;
  /** Whether every use of `v` is as the index of an element, which is there. */
  isTaken(v: Value): boolean;
}

/** Linear. */
export function indexUsesOf(region: Region): IndexUses {
  const checked = new Set<Value>();
  const taken = new Set<Value>();
  const others = new Set(region.yields);
  walk(region, (instr) => {
    instr.args.forEach((v, i) => {
      if (instr.op === op.bounds && i === 0) checked.add(v);
      else if ((instr.op === op.load || instr.op === op.store) && i === 1) taken.add(v);
      else others.add(v);
    });
    for (const inner of instr.regions) for (const v of inner.yields) others.add(v);
  });
  return {
    isChecked: (v) => checked.has(v) && !taken.has(v) && !others.has(v),
    isTaken: (v) => taken.has(v) && !checked.has(v) && !others.has(v),
  };
}
