// Subscripts of kernels in integers, without checks.
import type { Builder } from "../src/ir/builder.ts";
import type { Func, Value } from "../src/ir/func.ts";
import { rewriteFunc, walk } from "../src/ir/rewrite.ts";
import { f64, sameType } from "../src/ir/types.ts";
import { structureOf } from "../src/analysis/structure.ts";
import * as op from "../src/ops/index.ts";

const arithmetic = new Set<unknown>([op.add, op.sub, op.mul]);

/**
 * Kernels are part of nabla: their subscripts are integers inside of the memory, and so are the
 * terms and factors that these are made of. Tests run them as JavaScript, where a subscript that is
 * not would show. Nor do they end with errors.
 *
 *     %1 = mul (to_f64 %i), %n           %1 = mul %i, (clamp_i32 %n)
 *     %j = to_index %1               →   %x = load %m, %1
 *     %k = bounds %j, (length %m)
 *     %x = load %m, %k
 */
export function trustedSubscripts(func: Func): Func {
  const structure = structureOf(func.region);
  const parts = new Set<Value>();
  const visit = (v: Value): void => {
    const instr = structure.definitionOf(v)?.instr;
    if (parts.has(v) || instr === undefined || !arithmetic.has(instr.op)) return;
    parts.add(v);
    instr.args.forEach(visit);
  };
  walk(func.region, ({ op: kind, args }) => {
    if (kind === op.toIndex || kind === op.clampI32) visit(args[0]!);
  });
  const twins = new Map<Value, Value>();
  const integer = (b: Builder, old: Value, now: Value): Value => {
    const instr = structure.definitionOf(old)?.instr;
    if (instr?.op === op.constant) return op.int(b, Number(op.literalOf(instr.attrs)));
    return twins.get(old) ?? op.clampI32(b, now);
  };
  return rewriteFunc(func, (instr, b, old) => {
    const [result] = old.results;
    if (instr.op === op.bounds) return [instr.args[0]!];
    if (instr.op === op.fail) return [];
    if (instr.op === op.toIndex || instr.op === op.clampI32) {
      return [integer(b, old.args[0]!, instr.args[0]!)];
    }
    if (instr.op === op.toF64 && sameType(result!.type, f64)) {
      const made = b.emit1(op.toF64, instr.args);
      if (instr.args[0]!.type.kind === "scalar" && instr.args[0]!.type.dtype === "i32") {
        twins.set(result!, instr.args[0]!);
      }
      return [made];
    }
    if (result === undefined || !parts.has(result)) return undefined;
    const made = b.emit1(instr.op, instr.args, instr.attrs);
    twins.set(
      result,
      b.emit1(
        instr.op,
        old.args.map((a, i) => integer(b, a, instr.args[i]!)),
      ),
    );
    return [made];
  });
}
