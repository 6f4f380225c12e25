import type { Machine } from "./machine.ts";
import type { Abs, MadeAbs } from "./values.ts";

export function callMade(m: Machine, made: MadeAbs, _args: readonly Abs[]): Abs {
  return m.fault("NB2010", `\`${made.by.kind}\``);
}

export function stopGradient(_m: Machine, abs: Abs): Abs {
  return abs;
}
