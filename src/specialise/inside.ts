// Whether an array has the element that is asked for.
import { and } from "../ops/bits.ts";
import { ge, lt } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { isArray, type AnyArray } from "./array-method.ts";
import { indexValue, intValue } from "./convert.ts";
import { lengthAbs } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { fromEnd } from "./relative.ts";
import { compare, knownNumber } from "./operators.ts";
import { bool, constant, type Abs, type BoolAbs, type ConstAbs } from "./values.ts";

/** Whether `index` is that of an element that may be set. */
export function isInside(m: Machine, array: AnyArray, index: Abs): BoolAbs | ConstAbs {
  // nothing has been put into it
  if (array.kind === "array" && m.get(array.obj.cell).kind === "blank") return constant(false);
  const known = knownNumber(index);
  const count = lengthAbs(m, array);
  const length = knownNumber(count);
  if (length === 0) return constant(false);
  if (known !== undefined && length !== undefined) {
    return constant(Number.isInteger(known) && known >= 0 && known < length);
  }
  const { b } = m;
  const at = indexValue(m, index);
  return bool(and(b, ge(b, at, intLiteral(b, 0)), lt(b, at, intValue(m, count))));
}

/** Whether `pop`, `shift` and `at` find an element; undefined for other functions. */
export function finds(
  m: Machine,
  fn: Abs,
  [index = constant(0)]: readonly Abs[],
): BoolAbs | ConstAbs | undefined {
  if (fn.kind !== "method" || !isArray(fn.of)) return undefined;
  switch (fn.name) {
    case "pop":
    case "shift":
      return compare(m, ">", lengthAbs(m, fn.of), constant(0)) as BoolAbs | ConstAbs;
    case "at":
      return isInside(m, fn.of, fromEnd(m, fn.of, index));
    default:
      return undefined;
  }
}

/** Whether `index` can be that of an element of `of`, which then is an array. */
export function isElement(of: Abs, index: Abs): of is AnyArray {
  const number = index.kind === "num" || index.kind === "int" || knownNumber(index) !== undefined;
  return isArray(of) && number;
}
