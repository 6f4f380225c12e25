// Whether strings are equal that have numbers of the run in them.
import type { Value } from "../ir/func.ts";
import { and, or } from "../ops/bits.ts";
import { eq, ne } from "../ops/compare.ts";
import { num as numLiteral } from "../ops/constant.ts";
import { boolValue, intValue, numValue } from "./convert.ts";
import { opposite } from "./facts.ts";
import type { Machine } from "./machine.ts";
import { isBoolean } from "./shapes.ts";
import { aligned } from "./text-alignment.ts";
import { piecesOf } from "./text-forms.ts";
import { bool, constant, type Abs, type BoolAbs, type ConstAbs } from "./values.ts";

/** Whether two strings are equal, one of which has parts that only a run knows. */
export function sameText(m: Machine, a: Abs, b: Abs): BoolAbs | ConstAbs {
  const [one, other] = [piecesOf(a), piecesOf(b)];
  if (one === undefined || other === undefined) {
    return m.fault(
      "NB2008",
      "this string is not known when compiling, and not made of numbers alone",
      "compare constant strings, or strings like `${i},${j}` of numbers",
    );
  }
  const pairs = aligned(one, other);
  if (pairs === "never") return constant(false);
  if (pairs === undefined) {
    return m.fault(
      "NB2008",
      "whether these strings are equal cannot be told from the numbers in them",
      "put a character between two numbers that is in no number, such as `,`",
    );
  }
  const all: Value[] = [];
  for (const pair of pairs) {
    const is =
      "is" in pair ? samePart(m, pair.one, constant(pair.is)) : samePart(m, pair.one, pair.other);
    if (is.kind === "bool") all.push(is.value);
    else if (is.value === false) return is;
  }
  if (all.length === 0) return constant(true);
  return bool(all.reduce((x, y) => and(m.b, x, y)));
}

/** Whether two numbers or booleans are written alike. */
function samePart(m: Machine, a: Abs, b: Abs): BoolAbs | ConstAbs {
  if (isBoolean(a)) {
    if (b.kind !== "const") return bool(eq(m.b, boolValue(m, a), boolValue(m, b)));
    return bool(b.value === true ? boolValue(m, a) : opposite(m, boolValue(m, a)));
  }
  if (a.kind === "int" && b.kind === "int") return bool(eq(m.b, a.value, b.value));
  const x = numValue(m, a);
  if (b.kind === "const") {
    const known = b.value as number;
    if (a.kind === "int") {
      if (known < a.min || known > a.max || !Number.isInteger(known)) return constant(false);
      return bool(eq(m.b, a.value, intValue(m, b)));
    }
    return bool(Number.isNaN(known) ? ne(m.b, x, x) : eq(m.b, x, numLiteral(m.b, known)));
  }
  const y = numValue(m, b);
  const equal = eq(m.b, x, y);
  if (a.kind === "int" || b.kind === "int") return bool(equal);
  return bool(or(m.b, equal, and(m.b, ne(m.b, x, x), ne(m.b, y, y))));
}
