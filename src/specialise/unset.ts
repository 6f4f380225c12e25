// Numbers of `new Array(n)` that have not been set: a NaN of its own says so in memory.
import { ne } from "../ops/compare.ts";
import { literal } from "../ops/constant.ts";
import { f64Bits, f64FromBits } from "../ops/convert.ts";
import type { Value } from "../ir/func.ts";
import { i64 } from "../ir/types.ts";
import { isPrelude, Restart, type Machine } from "./machine.ts";
import type { Elem } from "../values/layout.ts";
import { undef, type Abs } from "./values.ts";

/** The bits of a quiet NaN that no arithmetic makes of other numbers. */
const unset = 0x7ff8_756e_7365_7421n;

/** What an element holds that has not been set. As a number it is NaN, as undefined is. */
export function unsetNumber(m: Machine): Value {
  const { hints } = m;
  if (!hints.unset) {
    hints.unset = true;
    if (m.asked) throw new Restart();
  }
  return f64FromBits(m.b, literal(m.b, unset, i64));
}

/**
 * Whether the program asks of elements that are no numbers whether they are there: then those of
 * `new Array(n)` lie on the heap, and are undefined at first.
 */
export function isAskedFor(m: Machine, elem: Elem): boolean {
  if (elem.kind === "number") return false;
  m.hasParts = true;
  return m.hints.askedParts;
}

/** `abs` where the program asks whether it is there: a number may be an element that is not set. */
export function orUnset(m: Machine, abs: Abs): Abs {
  if (isPrelude(m.frame.code)) return abs;
  if (abs.kind === "bool" || abs.kind === "array" || abs.kind === "typed") {
    if (m.hasParts && !m.hints.askedParts) {
      m.hints.askedParts = true;
      throw new Restart();
    }
    m.hints.askedParts = true;
  }
  if (abs.kind !== "num") return abs;
  m.asked = true;
  if (!m.hints.unset) return abs;
  const present = ne(m.b, f64Bits(m.b, abs.value), literal(m.b, unset, i64));
  return { kind: "maybe", present, value: abs, absent: undef };
}
