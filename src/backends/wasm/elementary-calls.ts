// Elementary functions: calls of functions in IR.
import type { Instr } from "../../ir/func.ts";
import type { Emitter } from "./emitter.ts";
import { apply } from "./expr.ts";
import { opcode as o, valType } from "./opcodes.ts";

/** Emits the call of an elementary function; false if `instr` is not one. */
export function emitElementary(e: Emitter, { op, args, results: [r] }: Instr): boolean {
  const number = e.context.elementaryNumber(op.name);
  if (number === undefined) return false;
  const x = args.map((a) => e.use(a));
  if (r!.type.kind === "scalar" && r!.type.dtype === "f32") {
    const wide = x.map((v) => apply(o.f64_promote_f32, valType.f64, [v]));
    e.define(r!, [
      apply(o.f32_demote_f64, valType.f32, [apply(o.call, valType.f64, wide, number)]),
    ]);
  } else {
    e.define(r!, [apply(o.call, valType.f64, x, number)]);
  }
  return true;
}
