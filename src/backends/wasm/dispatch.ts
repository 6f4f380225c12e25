import type { Instr } from "../../ir/func.ts";
import { controlOps } from "./control.ts";
import type { Emitter } from "./emitter.ts";
import { emitElementary } from "./elementary-calls.ts";
import { memoryOps } from "./memory.ts";
import { rawOps } from "./raw.ts";
import { emitScalar, scalarOps } from "./scalar.ts";

/** Emits one instruction, unless nothing needs it. Gives true if what follows is never reached. */
export function emitInstr(e: Emitter, instr: Instr): boolean {
  if (e.uses.isDead(instr)) return false;
  const { name } = instr.op;
  const scalar = scalarOps[name];
  const other = memoryOps[name] ?? controlOps[name] ?? rawOps[name];
  if (scalar !== undefined) emitScalar(e, instr, scalar);
  else if (other !== undefined) return other(e, instr) === true;
  else if (!emitElementary(e, instr)) {
    throw new Error(`internal: the WebAssembly back end does not know ${name}`);
  }
  return false;
}
