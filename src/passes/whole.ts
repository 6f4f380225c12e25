import type { Func, Instr, Region, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { funcPass, type Pass } from "./pass.ts";

/**
 * Numbers that have been checked to be indices are whole, not below 0, and fit.
 *
 *     %n = to_index %x            %n = to_index %x
 *     if lt %n, 0 { fail … } {}   if lt %n, 0 { fail … } {}
 *     %hi = clamp_i32 (ceil %x)   for %lo, %n …
 *     for %lo, %hi …          →
 *
 * So a loop up to the length of an array made with that length is known to stay in it. Linear.
 */
export const whole: Pass = funcPass(
  "whole",
  "uses the index that a number has been checked to be",
  wholeFunc,
  [op.ifOp],
);

/** More than any index. */
const FAR = 2147483646;

function wholeFunc(func: Func): Func {
  const made = new Map<Value, Instr>();
  const layers: Map<Value, Value>[] = [new Map()];
  /** The index that `x` is, if it has been checked. */
  const indexOf = (x: Value): Value | undefined => layers.findLast((layer) => layer.has(x))?.get(x);
  const by = (v: Value, what: Op): Instr | undefined => {
    const instr = made.get(v);
    return instr?.op === what ? instr : undefined;
  };
  /** `x` of ⌈x⌉, which it is if it is whole. */
  const below = (v: Value): Value => by(v, op.ceil)?.args[0] ?? v;
  /** Whether `c` is false because a number is whole. */
  const isFalse = (c: Value): boolean => {
    const differs = by(c, op.ne);
    if (differs !== undefined) {
      return differs.args[0] === differs.args[1] && indexOf(differs.args[0]!) !== undefined;
    }
    const [x, most] = by(c, op.gt)?.args ?? [];
    const limit = most && made.get(most);
    if (x === undefined || limit?.op !== op.constant) return false;
    return indexOf(below(x)) !== undefined && Number(op.literalOf(limit.attrs)) >= FAR;
  };
  const instead = (v: Value): Value | undefined => {
    const clamped = by(v, op.clampI32)?.args[0];
    if (clamped !== undefined) return indexOf(below(clamped));
    const choice = made.get(v);
    if (choice?.op !== op.select || !isFalse(choice.args[0]!)) return undefined;
    return instead(choice.args[2]!) ?? choice.args[2]!;
  };
  return editFunc(func, {
    placed: (instr) => instr.results.forEach((r) => made.set(r, instr)),
    enter: () => layers.push(new Map()),
    leave: () => layers.pop(),
    instr: (instr, b) => {
      if (layers.some((layer) => layer.size > 0)) {
        const args = instr.args.map((a) => (isFalse(a) ? op.flag(b, false) : (instead(a) ?? a)));
        if (args.some((a, i) => a !== instr.args[i])) {
          b.append({ ...instr, args });
          return instr.results;
        }
      }
      const checked = instr.op === op.ifOp ? checkedIndex(instr, made) : undefined;
      const from = checked && by(checked, op.toIndex)?.args[0];
      if (from !== undefined) layers.at(-1)!.set(from, checked!);
      return undefined;
    },
  });
}

/** The value that is not below 0 behind `check`. */
function checkedIndex(
  { args, regions }: Instr,
  made: ReadonlyMap<Value, Instr>,
): Value | undefined {
  const test = made.get(args[0]!);
  if (test?.op !== op.lt || !fails(regions[0]!)) return undefined;
  const zero = made.get(test.args[1]!);
  return zero?.op === op.constant && Number(op.literalOf(zero.attrs)) === 0
    ? test.args[0]!
    : undefined;
}

function fails(region: Region): boolean {
  return region.body.some((instr) => instr.op === op.fail);
}
