import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Module, Value } from "../ir/func.ts";
import { rewriteFunc } from "../ir/rewrite.ts";
import { f32, f64, sameType, type Type } from "../ir/types.ts";
import {
  f64FromBits,
  ifElse,
  ne,
  noteValue,
  printNoted,
  select,
  sub,
  widen,
  zero,
} from "../ops/index.ts";

/** The level of `print` that goes to who looks for numbers that are not finite. */
export const watchLevel = "watch";

/**
 * `module` where each operation on floats whose result is not finite tells the host so: the result,
 * the operands, and, as the format, the name of the operation. Not a pass that makes anything
 * quicker: some times the code, and a comparison for each operation.
 */
export function watched(module: Module): Module {
  const funcs = [...module.funcs].map(([name, func]): [string, Func] => [
    name,
    rewriteFunc(func, (instr, b) => (isWatched(instr) ? [watchedInstr(instr, b)] : undefined)),
  ]);
  return { funcs: new Map(funcs) };
}

const isNumber = (type: Type): boolean => sameType(type, f64) || sameType(type, f32);

// What hands on a number, or makes one of bits, has not made it what it is.
function isWatched({ op, args, results }: Instr): boolean {
  if (op.eval === undefined || op === select || op === f64FromBits) return false;
  const [r] = results;
  return r !== undefined && isNumber(r.type) && args.some((a) => isNumber(a.type));
}

function watchedInstr(instr: Instr, b: Builder): Value {
  const { op, args, attrs } = instr;
  const r = b.emit1(op, args, attrs);
  // ∞ - ∞ and NaN - NaN are NaN
  const none = sub(b, r, r);
  ifElse(
    b,
    ne(b, none, zero(b, none.type as Type)),
    (inner) => {
      for (const x of [r, ...args.filter((a) => isNumber(a.type))]) {
        noteValue(inner, sameType(x.type, f32) ? widen(inner, x) : x);
      }
      printNoted(inner, watchLevel, op.name);
      return [];
    },
    () => [],
  );
  return r;
}
