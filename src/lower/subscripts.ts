// Subscripts that i32 may not hold on the way, in i64 instead of f64.
import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Module, Value } from "../ir/func.ts";
import { rewriteFunc, walk } from "../ir/rewrite.ts";
import { i32, sameType } from "../ir/types.ts";
import { indexUsesOf } from "../analysis/index-uses.ts";
import { fitsI32, rangesOf } from "../analysis/ranges.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import { arithmetic, isFaithful } from "../analysis/faithful.ts";
import * as op from "../ops/index.ts";

/**
 * `module` with subscripts computed in integers: `row * n + column` of integers is exact in i64, and
 * a machine has no quick way from f64 to an index.
 *
 *     %1 = mul (to_f64 %row), (to_f64 %n)      %1 = mul (to_i64 %row), (to_i64 %n)
 *     %2 = add %1, (to_f64 %column)        →   %2 = add %1, (to_i64 %column)
 *     %i = to_index %2                         %i = select (%2 + 1 >>> 31 = 0), (wrap_i32 %2), -1
 *
 * Of numbers held within i32 for checks of bounds, which refuse both ends of it, what is outside
 * becomes -1 as well.
 */
export function integerSubscripts(module: Module): Module {
  const funcs = [...module.funcs].map(([name, func]) => [name, lowered(func)] as const);
  return { funcs: new Map(funcs) };
}

function lowered(func: Func): Func {
  const structure = structureOf(func.region);
  const ranges = rangesOf(structure);
  const uses = indexUsesOf(func.region);
  const isInteger = (v: Value): boolean => {
    const instr = structure.definitionOf(v)?.instr;
    if (instr?.op === op.constant) return fitsI32(ranges.of(v));
    return instr?.op === op.toF64 && sameType(instr.args[0]!.type, i32);
  };
  const roots = new Set<Instr>();
  walk(func.region, (instr) => {
    const isClamped = instr.op === op.clampI32 && uses.isChecked(instr.results[0]!);
    if (instr.op !== op.toIndex && !isClamped) return;
    if (isFaithful(instr.args[0]!, structure, ranges, isInteger)) roots.add(instr);
  });
  if (roots.size === 0) return func;
  const wide = partsOf(roots, structure);
  const twins = new Map<Value, Value>();
  return rewriteFunc(func, (instr, b, old) => {
    if (roots.has(old)) return [index(b, twins.get(old.args[0]!)!)];
    const [result] = old.results;
    if (result === undefined || !wide.has(result)) return undefined;
    const results = [{ type: result.type, hint: result.hint }];
    b.append({ ...instr, results });
    twins.set(result, twin(instr, b, old, twins));
    return results;
  });
}

/** All that the subscripts are computed from. */
function partsOf(roots: ReadonlySet<Instr>, structure: Structure): Set<Value> {
  const parts = new Set<Value>();
  const visit = (v: Value): void => {
    if (parts.has(v)) return;
    parts.add(v);
    const instr = structure.definitionOf(v)!.instr!;
    if (arithmetic.has(instr.op)) instr.args.forEach(visit);
  };
  for (const root of roots) visit(root.args[0]!);
  return parts;
}

function twin(instr: Instr, b: Builder, old: Instr, twins: ReadonlyMap<Value, Value>): Value {
  if (instr.op === op.constant) return op.long(b, BigInt(Number(op.literalOf(instr.attrs))));
  if (instr.op === op.toF64) return op.toI64(b, instr.args[0]!);
  return b.emit1(
    instr.op,
    old.args.map((a) => twins.get(a)!),
  );
}

function index(b: Builder, x: Value): Value {
  const high = op.ushr(b, op.add(b, x, op.long(b, 1n)), op.long(b, 31n));
  return op.select(b, op.eq(b, high, op.long(b, 0n)), op.wrapI32(b, x), op.int(b, -1));
}
