// Where control is: ways out of statements are flags in the state, see `State.exits`.
import { not, or } from "../ops/bits.ts";
import { boolValue } from "./convert.ts";
import type { Jumps, Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { bool, no, yes, type Abs, type BoolAbs, type ConstAbs } from "./values.ts";

/** Whether control is still here, and has not left for the target of some jump. */
export function going(m: Machine): BoolAbs | ConstAbs {
  if (m.state.gone) return no;
  let left: Abs | undefined;
  for (const flag of m.state.exits.values()) {
    if (flag.kind === "const") {
      if (flag.value) return no;
    } else {
      left = left === undefined ? flag : bool(or(m.b, boolValue(m, left), flag.value));
    }
  }
  return left === undefined ? yes : bool(not(m.b, boolValue(m, left)));
}

/** Runs `rest` where no jump has led away already. */
export function proceed(m: Machine, rest: () => void): void {
  const go = going(m);
  if (go.kind === "const") return go.value ? rest() : undefined;
  const left = m.state.takeExits();
  branch(m, go, rest, () => m.state.leave(left, true));
}

export function withJumps(m: Machine, jumps: Omit<Jumps, "outer">, run: () => void): void {
  const outer = m.jumps;
  m.jumps = { ...jumps, outer };
  try {
    run();
  } finally {
    m.jumps = outer;
  }
}
