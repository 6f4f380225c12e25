// Which arrays are computed where they are used, and which are kept in memory.
import type { Instr, Value } from "../../ir/func.ts";
import { canBeComputed } from "./elements.ts";

const always: ReadonlySet<string> = new Set(["const", "iota", "reshape"]);

export class Plan {
  readonly #virtual: ReadonlySet<Value> = new Set();

  /** Whether the elements of the result are made one by one from those of the operands. */
  isComputed(instr: Instr): boolean {
    return canBeComputed(instr);
  }

  /** Whether that is done where the result is used. */
  isVirtual({ op, results: [v] }: Instr): boolean {
    return always.has(op.name) || this.#virtual.has(v!);
  }
}
