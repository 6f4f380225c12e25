/**
 * Letters of a string at places that only a run knows. Where a loop can be unrolled the place is
 * known, and so is all that depends on the letter; the codes are looked up in a table where it cannot.
 */
import type { Value } from "../ir/func.ts";
import { memOf } from "../ir/types.ts";
import { add, select } from "../ops/arith.ts";
import { and } from "../ops/bits.ts";
import { eq, ge, lt } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { clampI32 } from "../ops/convert.ts";
import { load, storeTo } from "../ops/memory.ts";
import { indexValue, intValue, isIntLike, numValue, toNumber } from "./convert.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import { branch } from "./merge.ts";
import { bool, constant, int, undef, type Abs, type Cell, type TypedAbs } from "./values.ts";

/** `text[index]` */
export function letterAt(m: Machine, text: string, index: Abs): Abs {
  const found = find(m, text, indexValue(m, index));
  if (found === undefined) return undef;
  return { kind: "maybe", present: found.inside, value: letterOf(m, text, found), absent: undef };
}

/** What a method gives that is called with a place that only a run knows; undefined for others. */
export function letterMethod(m: Machine, text: string, name: string, index: Abs): Abs | undefined {
  const x = toNumber(m, index);
  const at = isIntLike(x) ? intValue(m, x) : clampI32(m.b, numValue(m, x));
  switch (name) {
    case "at": {
      const { b } = m;
      const behind = add(b, at, intLiteral(b, text.length));
      return letterAt(m, text, int(select(b, lt(b, at, intLiteral(b, 0)), behind, at)));
    }
    case "charAt": {
      const found = find(m, text, at);
      if (found === undefined) return constant("");
      const letter = letterOf(m, text, found);
      return { kind: "choice", first: found.inside, of: [letter, constant("")] };
    }
    case "charCodeAt": {
      const found = find(m, text, at);
      if (found === undefined) return constant(NaN);
      const codes = codesOf(text);
      const code = int(found.code, Math.min(...codes), Math.max(...codes));
      return branch(
        m,
        bool(found.inside),
        () => code,
        () => constant(NaN),
      );
    }
    default:
      return undefined;
  }
}

const codesOf = (text: string): number[] =>
  Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

interface Found {
  /** Whether the string is as long. */
  readonly inside: Value;
  readonly code: Value;
}

function find(m: Machine, text: string, at: Value): Found | undefined {
  if (text.length === 0) return undefined;
  // a place is asked for in the first attempt: what comes after may need to know it
  m.admitLetter();
  const { b } = m;
  const { mem } = tableOf(m, text);
  const zero = intLiteral(b, 0);
  const inside = and(b, ge(b, at, zero), lt(b, at, intLiteral(b, text.length)));
  return { inside, code: load(b, mem, select(b, inside, at, zero)) };
}

/** The codes of a string, in memory that is filled before all else. */
function tableOf(m: Machine, text: string): TypedAbs {
  const { texts, state, prologue: b } = m.host;
  let cell = texts.get(text);
  if (cell === undefined) {
    cell = { name: "text" } satisfies Cell;
    texts.set(text, cell);
    const mem = newMemory(b, memOf("i32"), intLiteral(b, text.length));
    codesOf(text).forEach((code, i) => storeTo(b, mem, intLiteral(b, i), intLiteral(b, code)));
    state.set(cell, { kind: "typed", element: "Int32Array", mem });
  }
  return m.get(cell) as TypedAbs;
}

/** One of the letters of a string, by its code. */
function letterOf(m: Machine, text: string, { code }: Found): Abs {
  const [last, ...others] = [...new Set(codesOf(text))].toReversed();
  const letter = (one: number): Abs => constant(String.fromCharCode(one));
  return others.reduce<Abs>(
    (rest, one) => {
      const first = eq(m.b, code, intLiteral(m.b, one));
      return { kind: "choice", first, of: [letter(one), rest] };
    },
    letter(last as number),
  );
}
