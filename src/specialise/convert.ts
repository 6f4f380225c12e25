// From abstract values to values of the IR, with JavaScript's conversions.
import type { Value } from "../ir/func.ts";
import type { ArrayType } from "../ir/types.ts";
import { flag, int as intLiteral, num as numLiteral } from "../ops/constant.ts";
import { select } from "../ops/arith.ts";
import { and } from "../ops/bits.ts";
import { ne } from "../ops/compare.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { boolToI32, isTrue, toF64, toIndex } from "../ops/convert.ts";
import type { Expr } from "../syntax/tree.ts";
import { ofChoice } from "./interpreter.ts";
import { failHere } from "./fail.ts";
import type { Machine } from "./machine.ts";
import {
  noItem,
  bool,
  constant,
  describe,
  I32_MAX,
  type Abs,
  type BoolAbs,
  type ChoiceAbs,
  type ConstAbs,
  type Held,
  type TextAbs,
} from "./values.ts";

/** Whether `held` is known to be an integer that an i32 holds, and not −0. */
export function isIntLike(held: Held): boolean {
  if (held.kind === "int") return true;
  return (
    held.kind === "const" && typeof held.value === "number" && Object.is(held.value | 0, held.value)
  );
}

/** The range of an `isIntLike` value. */
export function rangeOf(held: Held): readonly [min: number, max: number] {
  if (held.kind === "int") return [held.min, held.max];
  const value = (held as ConstAbs).value as number;
  return [value, value];
}

/** An f64. */
export function numValue(m: Machine, held: Held): Value {
  switch (held.kind) {
    case "num":
      return held.value;
    case "int":
      return toF64(m.b, held.value);
    case "bool":
      return toF64(m.b, held.value);
    case "maybe":
      return numValue(m, present(m, held));
    case "choice":
      return numValue(m, toNumber(m, held));
    case "const":
      if (typeof held.value === "number" || typeof held.value === "boolean") {
        return numLiteral(m.b, Number(held.value));
      }
  }
  return notNumber(m, held);
}

/** An i32, of an `isIntLike` value. */
export function intValue(m: Machine, held: Held): Value {
  if (held.kind === "int") return held.value;
  if (isIntLike(held)) return intLiteral(m.b, (held as ConstAbs).value as number);
  throw new Error(`internal: ${held.kind} is not known to be an integer`);
}

/** A bool of each of two values, by which of them it is. */
export function eachChoice(
  m: Machine,
  { first, of: [one, other] }: ChoiceAbs,
  run: (abs: Abs) => Value,
): Value {
  return select(m.b, first, run(one), run(other));
}

/** The value that is there; where it is absent the program ends with an error. */
export function present(m: Machine, abs: Abs): Abs {
  if (abs.kind !== "maybe" || m.state.knows(abs.present) === true) {
    return abs.kind === "maybe" ? abs.value : abs;
  }
  const name = String(abs.absent.value);
  ifElse(
    m.b,
    abs.present,
    () => [],
    (inner) => {
      failWith(inner, "NB2004", `this is ${name}`);
      return [];
    },
  );
  return abs.value;
}

export function boolValue(m: Machine, held: Held): Value {
  if (held.kind === "maybe") return boolValue(m, present(m, held));
  if (held.kind === "bool") return held.value;
  if (held.kind === "const" && typeof held.value === "boolean") return flag(m.b, held.value);
  throw new Error(`internal: ${held.kind} is not a boolean`);
}

/** A number, or a fault; JavaScript's `ToNumber` of what has one that is not NaN by accident. */
export function toNumber(m: Machine, abs: Abs): Abs {
  switch (abs.kind) {
    case "num":
    case "int":
      return abs;
    case "maybe":
      return toNumber(m, present(m, abs));
    case "choice":
      return ofChoice(m, abs, (one) => toNumber(m, one));
    case "bool":
      return { kind: "int", value: boolToI32(m.b, abs.value), min: 0, max: 1 };
    case "const":
      if (typeof abs.value === "number") return abs;
      if (typeof abs.value === "boolean") return constant(Number(abs.value));
  }
  return notNumber(m, abs);
}

export function notNumber(m: Machine, held: Held): never {
  refuseMissing(m, held);
  return m.fault(
    "NB2005",
    `this is ${describe(held)}, where a number is needed`,
    held.kind === "nd"
      ? "call functions on arrays, as in `a.add(b)`; `a.item()` is the number of an array of one"
      : 'compute with numbers only; strings can choose what is computed, as in `if (kind === "a")`',
  );
}

/** A fault if `held` is or may be undefined, null, or of different kinds. */
export function refuseMissing(m: Machine, held: Held): void {
  if (held === noItem && m.depth > 0) failHere(m, "NB4001", "an item of an empty array");
  if (held.kind === "conflict") {
    m.fault(
      "NB2006",
      `this is ${describe(held)}, depending on the path that led here`,
      "give it one kind of value on every path: initialise it with a value of that kind",
    );
  }
  if (held.kind === "const" && (held.value === undefined || held.value === null)) {
    m.fault("NB2004", `this is ${String(held.value)}`, "give it a value before it is used");
  }
}

/** An array is true whatever is in it: one that a call just gave as a condition is a mistake. */
export function refuseArray(m: Machine, node: Expr, value: Abs): void {
  if (node.kind !== "call" || value.kind !== "nd") return;
  if ((value.value.type as ArrayType).dtype !== "bool") return;
  const help = "ask for its one element: `nd.any(…).item()`, `nd.all(…).item()`";
  m.fault("NB2005", `this is ${describe(value)}, which counts as true whatever is in it`, help);
}

/** Truth as JavaScript sees it. */
export function truth(m: Machine, abs: Abs): BoolAbs | ConstAbs {
  switch (abs.kind) {
    case "bool":
      return abs;
    case "const":
      return constant(Boolean(abs.value));
    case "num":
      return bool(isTrue(m.b, abs.value));
    case "int":
      if (abs.min > 0 || abs.max < 0) return constant(true);
      return bool(ne(m.b, abs.value, intLiteral(m.b, 0)));
    case "choice":
      return bool(eachChoice(m, abs, (one) => boolValue(m, truth(m, one))));
    case "maybe": {
      const inner = truth(m, abs.value);
      return bool(and(m.b, abs.present, boolValue(m, inner)));
    }
    case "conflict":
    case "never":
      refuseMissing(m, abs);
      return m.fault("NB2006", `this is ${describe(abs)}`);
    case "text":
      if (abs.parts.some(isWritten)) return constant(true);
      return m.fault("NB2008", "whether this string is empty is not known when compiling");
    default:
      return constant(true);
  }
}

/** Whether a part of a string is not empty. */
function isWritten(part: TextAbs["parts"][number]): boolean {
  if (typeof part === "string") return part !== "";
  return ["num", "int", "bool"].includes(part.value.kind);
}

/** The i32 index that a value means, −1 if none: good for `bounds`. */
export function indexValue(m: Machine, abs: Abs): Value {
  if (abs.kind === "const" && typeof abs.value === "number") {
    const index = abs.value;
    const inside = index >= 0 && index < I32_MAX && Number.isInteger(index);
    return intLiteral(m.b, inside ? index : -1);
  }
  if (abs.kind === "int") return abs.value;
  return toIndex(m.b, numValue(m, abs));
}
