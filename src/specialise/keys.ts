// Keys of maps and sets: which values can be one, their hash, and when two are the same.
import type { Value } from "../ir/func.ts";
import {
  hashKey as hashOf,
  hashText,
  isHashable,
  offset,
  prime,
  spread,
} from "../prelude/index.ts";
import { add, mul, select } from "../ops/arith.ts";
import { abs as absolute } from "../ops/extremes.ts";
import { or, and, ushr, xor } from "../ops/bits.ts";
import { eq, identity, ne } from "../ops/compare.ts";
import { int as intLiteral, long, num as numLiteral } from "../ops/constant.ts";
import { f64Bits, wrapI32 } from "../ops/convert.ts";
import { boolValue, numValue } from "./convert.ts";
import { ofChoice, toHeap } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import type { Builtin } from "./math.ts";
import { equal, negate } from "./operators.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { formOf, textOf } from "./text-forms.ts";
import { bool, constant, describe, int, num, undef, type Abs, type TextAbs } from "./values.ts";

/** The key that `abs` stands for as a key: there is one zero. Faults where it cannot be one. */
export function keyOf(m: Machine, abs: Abs): Abs {
  switch (abs.kind) {
    case "num":
      return num(add(m.b, abs.value, numLiteral(m.b, 0)));
    case "int":
    case "bool":
      return abs;
    case "const":
      if (typeof abs.value === "bigint" || typeof abs.value === "symbol") break;
      return abs.value === 0 ? constant(0) : abs;
    case "choice":
      // an item of a pair may be a key for all that is known, or the value
      if (!isKey(abs)) return ofChoice(m, abs, (one) => keyOf(m, one));
      return { ...abs, of: [keyOf(m, abs.of[0]), keyOf(m, abs.of[1])] };
    case "maybe":
      return { ...abs, value: keyOf(m, abs.value) };
    case "text":
      return textKey(m, abs);
    case "object":
      toHeap(m, abs);
      return abs;
  }
  return m.fault(
    "NB2010",
    `a key that is ${describe(abs)}`,
    "use numbers, strings or objects as keys",
  );
}

function textKey(m: Machine, text: TextAbs): Abs {
  const known = formOf(text);
  if (known === undefined) {
    return m.fault(
      "NB2008",
      "a key that is a string which only a run knows, and not made of numbers alone",
      "make it of numbers and literal text, such as `${i},${j}`, or use a number as the key",
    );
  }
  if (!isHashable(known.form.literals)) {
    return m.fault(
      "NB2008",
      "a key that is a string in which numbers cannot be told from what is around them",
      "put a character between two numbers that is in no number, such as `,`",
    );
  }
  return textOf(known.form, known.holes);
}

/** Whether each of the values that it may be can be a key. */
function isKey(abs: Abs): boolean {
  if (abs.kind === "choice") return abs.of.every(isKey);
  if (abs.kind === "maybe") return isKey(abs.value);
  if (abs.kind === "text") return isHashable(formOf(abs)?.form.literals ?? ["", "", ""]);
  return isNumeric(abs) || isBoolean(abs) || abs.kind === "const" || abs.kind === "object";
}

/** `hashKey` of the prelude. */
export const hashKey: Builtin = (m, [key = undef]) =>
  key.kind === "const" ? constant(hashOf(key.value)) : int(hashed(m, key));

function hashed(m: Machine, key: Abs): Value {
  const { b } = m;
  switch (key.kind) {
    case "const":
      return intLiteral(b, hashOf(key.value));
    case "bool":
      return select(b, key.value, intLiteral(b, hashOf(true)), intLiteral(b, hashOf(false)));
    case "choice":
      return select(b, key.first, hashed(m, key.of[0]), hashed(m, key.of[1]));
    case "maybe":
      return select(b, key.present, hashed(m, key.value), hashed(m, key.absent));
    case "text":
      return hashMixed(m, hashedText(m, key));
    case "object":
      return hashMixed(m, identity(b, toHeap(m, key)));
    default: {
      const x = numValue(m, key);
      const hash = hashMixed(m, hashedBits(m, x));
      if (key.kind === "int") return hash;
      return select(b, ne(b, x, x), intLiteral(b, hashOf(NaN)), hash);
    }
  }
}

/** `hashBits` of the prelude. */
function hashedBits({ b }: Machine, x: Value): Value {
  const bits = f64Bits(b, x);
  const high = wrapI32(b, ushr(b, bits, long(b, 32n)));
  return xor(b, wrapI32(b, bits), mul(b, high, intLiteral(b, spread)));
}

/** `hashText` of the prelude, of a string that has numbers of the run in it. */
function hashedText(m: Machine, text: TextAbs): Value {
  const { form, holes } = formOf(text)!;
  const { b } = m;
  return form.literals.reduce(
    (before, literal, i) => {
      let hash = before;
      if (i > 0) hash = afterHole(m, hash, holes[i - 1]!);
      return literal === "" ? hash : after(m, hash, literal);
    },
    intLiteral(b, offset),
  );
}

function after({ b }: Machine, hash: Value, literal: string): Value {
  const { factor, term } = hashText(literal);
  return add(b, mul(b, hash, intLiteral(b, factor)), intLiteral(b, term));
}

function afterHole(m: Machine, hash: Value, hole: Abs): Value {
  const { b } = m;
  if (hole.kind === "bool") {
    return select(b, hole.value, after(m, hash, "true"), after(m, hash, "false"));
  }
  const x = absolute(b, numValue(m, hole));
  const finite = add(b, mul(b, hash, intLiteral(b, prime)), hashedBits(m, x));
  if (hole.kind === "int") return finite;
  const infinite = eq(b, x, numLiteral(b, Infinity));
  const other = select(b, infinite, after(m, hash, "Infinity"), finite);
  return select(b, ne(b, x, x), after(m, hash, "NaN"), other);
}

/** `mixed` of the prelude. */
function hashMixed({ b }: Machine, x: Value): Value {
  const by = (y: Value, n: number): Value => xor(b, y, ushr(b, y, intLiteral(b, n)));
  return by(mul(b, by(x, 16), intLiteral(b, spread)), 15);
}

/** `sameKey` of the prelude. */
export const sameKey: Builtin = (m, [a = undef, b = undef]) => {
  const plain = equal(m, a, b, true);
  if (!hasNumber(a) || !hasNumber(b) || (plain.kind === "const" && plain.value)) return plain;
  const [noA, noB] = [negate(m, equal(m, a, a, true)), negate(m, equal(m, b, b, true))];
  const both = and(m.b, boolValue(m, noA), boolValue(m, noB));
  return bool(or(m.b, boolValue(m, plain), both));
};

/** Whether it may be a number that is not equal to itself. */
function hasNumber(abs: Abs): boolean {
  if (abs.kind === "choice") return abs.of.some(hasNumber);
  if (abs.kind === "maybe") return hasNumber(abs.value);
  return isNumeric(abs) && abs.kind !== "int";
}
