import { compile } from "./functions.ts";
import { emitCall } from "./emit-call.ts";
import { newCompiled } from "./compiled.ts";
import { invoke } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { nameOf, type Abs } from "./values.ts";

/** A call of `checkpoint(f)`: the function is compiled on its own, and its call marked. */
export function callCheckpoint(m: Machine, f: Abs, args: readonly Abs[]): Abs {
  const compiled = newCompiled(m, nameOf(f), undefined, args);
  compile(m, compiled, args, (inner) => invoke(m, f, inner, undefined));
  return emitCall(m, compiled, args, { keeps: "inputs" });
}
