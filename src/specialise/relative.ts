// Indices that count from the end where they are negative.
import type { Value } from "../ir/func.ts";
import { add, select, sub } from "../ops/arith.ts";
import { ge, lt } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { clampI32 } from "../ops/convert.ts";
import type { AnyArray } from "./array-method.ts";
import { intValue, isIntLike, numValue, rangeOf, toNumber } from "./convert.ts";
import { lengthAbs } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { knownNumber } from "./operators.ts";
import { constant, int, type Abs } from "./values.ts";

/** An index counted from the end if it is negative, held within [0, length]. */
export function relative(m: Machine, abs: Abs | undefined, length: Value, otherwise: Value): Value {
  if (abs === undefined || (abs.kind === "const" && abs.value === undefined)) return otherwise;
  const { b } = m;
  const x = toNumber(m, abs);
  const at = isIntLike(x) ? intValue(m, x) : clampI32(b, numValue(m, x));
  const zero = intLiteral(b, 0);
  const least = (p: Value, q: Value): Value => select(b, lt(b, p, q), p, q);
  const capped = least(at, length);
  if (isIntLike(x) && rangeOf(x)[0] >= 0) return capped;
  const behind = add(b, length, at);
  const back = select(b, lt(b, behind, zero), zero, behind);
  return select(b, lt(b, at, zero), back, capped);
}

/** Start and length of the part that two relative indices mean. */
export function part(
  m: Machine,
  length: Value,
  [from, to]: readonly Abs[],
): readonly [start: Value, count: Value] {
  const { b } = m;
  const start = relative(m, from, length, intLiteral(b, 0));
  const end = relative(m, to, length, length);
  const count = sub(b, end, start);
  const zero = intLiteral(b, 0);
  // a start beyond the end gives an empty part, which must lie inside all the same
  return [start, select(b, lt(b, count, zero), zero, count)];
}

/** The index that `index` means, which counts from the end if it is negative. */
export function fromEnd(m: Machine, array: AnyArray, index: Abs): Abs {
  const { b } = m;
  const x = toNumber(m, index);
  const known = knownNumber(x);
  const count = lengthAbs(m, array);
  if (known !== undefined && (known >= 0 || count.kind === "const")) {
    const whole = Math.trunc(known);
    return constant(whole < 0 ? whole + (count as { value: number }).value : whole);
  }
  const i = isIntLike(x) ? intValue(m, x) : clampI32(b, numValue(m, x));
  const last = add(b, intValue(m, count), i);
  return int(select(b, ge(b, i, intLiteral(b, 0)), i, last));
}
