import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { bool, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { funcPass, type Pass } from "./pass.ts";

/**
 * Conditions already decided: inside of a branch its condition is known, and so is one whose other
 * branch fails in all that follows.
 *
 *     if %c { fail … } { }        if %c { fail … } { }
 *     if %c { A } { B }      →    if false { A } { B }
 *
 * Of `a and b` that holds both are known, of `a or b` that does not neither holds. What is known is
 * only put in; `fold` takes the branches. Almost linear.
 */
export const conditions: Pass = funcPass(
  "conditions",
  "puts in conditions that are already decided",
  conditionsFunc,
  [op.ifOp],
);

function conditionsFunc(func: Func): Func {
  const made = new Map<Value, Instr>();
  const layers: Map<Value, boolean>[] = [new Map()];
  const learn = (c: Value, value: boolean): void => {
    layers.at(-1)!.set(c, value);
    const instr = made.get(c);
    if (instr?.op === op.not) learn(instr.args[0]!, !value);
    if (instr?.op === (value ? op.and : op.or)) instr!.args.forEach((a) => learn(a, value));
  };
  const known = (c: Value): boolean | undefined => {
    if (!sameType(c.type, bool)) return undefined;
    for (let i = layers.length - 1; i >= 0; i--) {
      const value = layers[i]!.get(c);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return editFunc(func, {
    placed: (instr) => instr.results.forEach((r) => made.set(r, instr)),
    enter: (old, index, _, args) => {
      layers.push(new Map());
      if (old.op === op.ifOp) learn(args[0]!, index === 0);
    },
    leave: () => layers.pop(),
    instr: (instr, b) => {
      const values = instr.args.map(known);
      if (values.some((v) => v !== undefined)) {
        const args = instr.args.map((a, i) => {
          const value = values[i];
          return value === undefined ? a : op.flag(b, value);
        });
        b.append({ ...instr, args });
        return instr.results;
      }
      if (instr.op !== op.ifOp) return undefined;
      const [then, otherwise] = instr.regions as [Region, Region];
      if (fails(then)) learn(instr.args[0]!, false);
      else if (fails(otherwise)) learn(instr.args[0]!, true);
      return undefined;
    },
  });
}

function fails(region: Region): boolean {
  return region.body.some((instr) => instr.op === op.fail);
}
