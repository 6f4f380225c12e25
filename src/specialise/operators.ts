// Operators of the language on abstract values.
import type { Value } from "../ir/func.ts";
import type { Binary } from "../ir/op.ts";
import { add, mul, neg, sub, select } from "../ops/arith.ts";
import { and, or, shl, shr, ushr, xor } from "../ops/bits.ts";
import { eq, ge, gt, le, lt, same } from "../ops/compare.ts";
import { int as intLiteral, long } from "../ops/constant.ts";
import { toF64, toI64, toInt32 } from "../ops/convert.ts";
import { div, rem } from "../ops/division.ts";
import { pow } from "../ops/exponential.ts";
import type { ArithmeticOp, CompareOp, UnaryOp } from "../syntax/tree.ts";
import { sameElem } from "../values/layout-of.ts";
import { arrayContent, contentOf, putOnHeap } from "./content.ts";
import { liesOnHeap } from "./moved.ts";
import {
  boolValue,
  intValue,
  isIntLike,
  notNumber,
  numValue,
  present,
  rangeOf,
  refuseMissing,
  toNumber,
  truth,
} from "./convert.ts";
import { isStoredFunction } from "./environments.ts";
import { isStored } from "./stored-functions.ts";
import { eachVariant } from "./fields-on-heap.ts";
import { ofChoice } from "./choices.ts";
import { follows, opposite, settled } from "./facts.ts";
import type { Machine } from "./machine.ts";
import { concat, numberOf } from "./text.ts";
import { sameText } from "./text-equality.ts";
import { branch } from "./merge.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { orUnset } from "./unset.ts";
import {
  sitesOf,
  bool,
  constant,
  describe,
  sameAbs,
  I32_MAX,
  int,
  num,
  type Abs,
  type BoolAbs,
  type ChoiceAbs,
  type ConstAbs,
  type ListContent,
  type MaybeAbs,
  type RecordContent,
} from "./values.ts";

const folded: Readonly<Record<ArithmeticOp, (x: number, y: number) => number>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
  "%": (x, y) => x % y,
  "**": (x, y) => x ** y,
  "<<": (x, y) => x << y,
  ">>": (x, y) => x >> y,
  ">>>": (x, y) => x >>> y,
  "&": (x, y) => x & y,
  "|": (x, y) => x | y,
  "^": (x, y) => x ^ y,
};

const floating: Partial<Record<ArithmeticOp, Binary>> = {
  "+": add,
  "-": sub,
  "*": mul,
  "/": div,
  "%": rem,
  "**": pow,
};

const bitwise: Partial<Record<ArithmeticOp, Binary>> = {
  "<<": shl,
  ">>": shr,
  "&": and,
  "|": or,
  "^": xor,
};

export function arithmetic(m: Machine, op: ArithmeticOp, left: Abs, right: Abs): Abs {
  if (op === "+" && (isString(left) || isString(right))) return concat(m, left, right);
  const [x, y] = [toNumber(m, left), toNumber(m, right)];
  if (x.kind === "const" && y.kind === "const") {
    return constant(folded[op](x.value as number, y.value as number));
  }
  if (op in bitwise || op === ">>>") return bits(m, op, x, y);
  if (isIntLike(x) && isIntLike(y)) {
    const result = integral(m, op, x, y);
    if (result !== undefined) return result;
  }
  return num((floating[op] as Binary)(m.b, numValue(m, x), numValue(m, y)));
}

/** The operation on i32, where the result is known to fit and not to be −0. */
function integral(m: Machine, op: ArithmeticOp, x: Abs, y: Abs): Abs | undefined {
  const [a, b] = [rangeOf(x), rangeOf(y)];
  let range: readonly [number, number];
  let emit: Binary;
  if (op === "+") [range, emit] = [[a[0] + b[0], a[1] + b[1]], add];
  else if (op === "-") [range, emit] = [[a[0] - b[1], a[1] - b[0]], sub];
  else if (op === "*" && a[0] >= 0 && b[0] >= 0) [range, emit] = [[a[0] * b[0], a[1] * b[1]], mul];
  else return undefined;
  if (range[0] < -I32_MAX - 1 || range[1] > I32_MAX) return undefined;
  return int(emit(m.b, intValue(m, x), intValue(m, y)), range[0], range[1]);
}

/** ToInt32 of a number. */
export function int32(m: Machine, x: Abs): Value {
  if (x.kind === "const") return intLiteral(m.b, (x.value as number) | 0);
  return isIntLike(x) ? intValue(m, x) : toInt32(m.b, numValue(m, x));
}

function bits(m: Machine, op: ArithmeticOp, x: Abs, y: Abs): Abs {
  if (op === "|" && y.kind === "const" && y.value === 0 && x.kind === "int") return x;
  const [a, b] = [int32(m, x), int32(m, y)];
  if (op === ">>>") {
    const shifted = ushr(m.b, a, b);
    if (y.kind === "const" && ((y.value as number) & 31) > 0) return int(shifted, 0, I32_MAX);
    // unsigned: through i64
    const wide = and(m.b, toI64(m.b, shifted), long(m.b, 0xffffffffn));
    return num(toF64(m.b, wide));
  }
  const value = (bitwise[op] as Binary)(m.b, a, b);
  if (op === "&") {
    const bound = [x, y].find((v) => isIntLike(v) && rangeOf(v)[0] >= 0);
    if (bound !== undefined) return int(value, 0, rangeOf(bound)[1]);
  }
  if (op === ">>" && isIntLike(x) && rangeOf(x)[0] >= 0) return int(value, 0, rangeOf(x)[1]);
  return int(value);
}

export const isString = (abs: Abs): boolean =>
  (abs.kind === "choice" && isString(abs.of[0])) ||
  abs.kind === "text" ||
  (abs.kind === "const" && typeof abs.value === "string");

/** Whether it is a string on some paths at least. */
function mayBeString(abs: Abs): boolean {
  if (abs.kind === "choice") return abs.of.some(mayBeString);
  return abs.kind === "maybe" ? mayBeString(abs.value) : isString(abs);
}

const comparisons: Readonly<Record<"<" | "<=" | ">" | ">=", Binary>> = {
  "<": lt,
  "<=": le,
  ">": gt,
  ">=": ge,
};

export function compare(m: Machine, op: CompareOp, left: Abs, right: Abs): Abs {
  if (op === "==" || op === "===") return equal(m, left, right, op === "===");
  if (op === "!=" || op === "!==") return negate(m, equal(m, left, right, op === "!=="));
  if (mayBeString(left) && mayBeString(right)) return compareStrings(m, op, left, right);
  const [x, y] = [toNumber(m, left), toNumber(m, right)];
  if (x.kind === "const" && y.kind === "const") {
    const [a, b] = [x.value as number, y.value as number];
    return constant({ "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }[op]);
  }
  if (isIntLike(x) && isIntLike(y)) {
    const known = ordered(op, rangeOf(x), rangeOf(y));
    if (known !== undefined) return constant(known);
    return bool(comparisons[op](m.b, intValue(m, x), intValue(m, y)));
  }
  return bool(comparisons[op](m.b, numValue(m, x), numValue(m, y)));
}

type Order = "<" | "<=" | ">" | ">=";

/** Of strings by their letters; what is undefined is neither less nor more. */
function compareStrings(m: Machine, op: Order, left: Abs, right: Abs): Abs {
  if (left.kind === "const" && right.kind === "const") {
    const [a, b] = [left.value as string, right.value as string];
    return constant({ "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }[op]);
  }
  const [one, other] =
    left.kind === "choice" || left.kind === "maybe" ? [left, right] : [right, left];
  const compared = (x: Abs): Abs => {
    if (x.kind === "const" && x.value === undefined) return constant(false);
    return one === left ? compare(m, op, x, other) : compare(m, op, other, x);
  };
  if (one.kind === "maybe" && one.absent.value === undefined) {
    const inner = compared(one.value);
    return bool(and(m.b, one.present, boolValue(m, inner)));
  }
  if (one.kind === "maybe") return compared(present(m, one));
  if (one.kind !== "choice") return unknownText(m);
  if (!one.of.every(mayBeString)) return ofChoice(m, one, compared);
  return chosen(m, one, one.of.map(compared) as [Truth, Truth]);
}

type Range = readonly [number, number];

/** What a comparison gives for all integers in two ranges, if always the same. */
function ordered(op: Order, a: Range, b: Range): boolean | undefined {
  switch (op) {
    case "<":
      return a[1] < b[0] ? true : a[0] >= b[1] ? false : undefined;
    case "<=":
      return a[1] <= b[0] ? true : a[0] > b[1] ? false : undefined;
    case ">":
      return ordered("<", b, a);
    case ">=":
      return ordered("<=", b, a);
  }
}

function unknownText(m: Machine): never {
  return m.fault("NB2008", "this string is not known when compiling", "compare constant strings");
}

export function negate(m: Machine, abs: Abs): Abs {
  const known = truth(m, abs);
  return known.kind === "const" ? constant(!known.value) : bool(opposite(m, known.value));
}

/** `===`, or `==` where it means the same for what is compiled: numbers, null and undefined. */
export function equal(m: Machine, a: Abs, b: Abs, strict: boolean): Truth {
  let [left, right] = [settled(m, a), settled(m, b)];
  for (const side of [left, right]) if (side.kind === "conflict") refuseMissing(m, side);
  if (isNullish(left)) right = orUnset(m, right);
  if (isNullish(right)) left = orUnset(m, left);
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind !== "choice") continue;
    const matches = one.of.map((x) => equal(m, x, other, strict)) as [Truth, Truth];
    return chosen(m, one, matches);
  }
  if (left.kind === "maybe" || right.kind === "maybe") return equalMaybe(m, left, right, strict);
  if (left.kind === "const" && right.kind === "const") {
    // eslint-disable-next-line eqeqeq -- the user's own
    return constant(strict ? left.value === right.value : left.value == right.value);
  }
  if (isNumeric(left) && isNumeric(right)) {
    if (isIntLike(left) && isIntLike(right)) {
      return bool(eq(m.b, intValue(m, left), intValue(m, right)));
    }
    return bool(eq(m.b, numValue(m, left), numValue(m, right)));
  }
  if (isBoolean(left) && isBoolean(right)) {
    return bool(eq(m.b, boolValue(m, left), boolValue(m, right)));
  }
  if (isString(left) && isString(right)) return sameText(m, left, right);
  if (!strict && isNumeric(left) !== isNumeric(right) && !isNullish(left) && !isNullish(right)) {
    return m.fault("NB2010", "`==` between values of different types", "use `===`");
  }
  return sameIdentity(m, left, right);
}

type Truth = BoolAbs | ConstAbs;

/** Which of two truths holds, by which of two values it is. */
function chosen(m: Machine, { first }: ChoiceAbs, [one, other]: readonly [Truth, Truth]): Truth {
  if (one.kind === "const" && other.kind === "const") {
    if (one.value === other.value) return one;
    return bool(one.value === true ? first : opposite(m, first));
  }
  const value = select(m.b, first, boolValue(m, one), boolValue(m, other));
  for (const [known, rest, when] of [
    [one, other, first],
    [other, one, opposite(m, first)],
  ] as const) {
    if (known.kind !== "const") continue;
    const others = [known.value ? when : opposite(m, when), boolValue(m, rest)];
    follows(value, known.value ? "||" : "&&", others);
  }
  return bool(value);
}

/** Equality where one side may be absent: with undefined or null, or with a value that is there. */
function equalMaybe(m: Machine, left: Abs, right: Abs, strict: boolean): Truth {
  const [some, other] = left.kind === "maybe" ? [left, right] : [right as MaybeAbs, left];
  if (isNullish(other)) {
    const matches = !strict || (other as ConstAbs).value === some.absent.value;
    return matches ? bool(opposite(m, isThere(m, some))) : constant(false);
  }
  if (other.kind === "maybe") return equalMaybe(m, some, present(m, other), strict);
  return branch(
    m,
    bool(some.present),
    () => equal(m, some.value, other, strict),
    () => constant(false),
  ) as Truth;
}

/** Whether the value is there, and set if it is an element. */
function isThere(m: Machine, { present: there, value }: MaybeAbs): Value {
  const inner = orUnset(m, value);
  if (inner.kind !== "maybe" || inner === value) return there;
  const both = and(m.b, there, inner.present);
  follows(both, "&&", [there, inner.present]);
  return both;
}

const isNullish = (abs: Abs): boolean =>
  abs.kind === "const" && (abs.value === undefined || abs.value === null);

function sameIdentity(m: Machine, left: Abs, right: Abs): Truth {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind !== "closure" || other.kind !== "object" || !isStored(m, other)) continue;
    m.fault(
      "NB2008",
      "whether this is the function that was kept is known only when running",
      "keep a name or a number beside each function, and compare that",
    );
  }
  if (left.kind !== right.kind) return constant(false);
  switch (left.kind) {
    case "nd":
      if (left.value === (right as typeof left).value) return constant(true);
      return m.fault(
        "NB2010",
        "whether two N-d arrays are the same object",
        "compare their elements, as in `nd.equal(a, b)`",
      );
    case "typed": {
      const { mem, element } = right as typeof left;
      if (left.mem === mem) return constant(true);
      return element === left.element ? bool(same(m.b, left.mem, mem)) : constant(false);
    }
    case "array":
    case "object": {
      const other = (right as typeof left).obj;
      if (left.obj === other) return constant(true);
      const apart = [...left.obj.origins].every((origin) => !other.origins.has(origin));
      if (left.kind === "array" && apart) {
        const [a, b] = [arrayContent(m, left), arrayContent(m, right as typeof left)];
        if (a.kind === "run" && b.kind === "run" && sameElem(a.elem, b.elem)) {
          return bool(same(m.b, a.mem, b.mem));
        }
      }
      const [a, b] = [m.get(left.obj.cell), m.get(other.cell)];
      if (a.kind === b.kind && (a.kind === "record" || a.kind === "list")) {
        return sameRecord(m, a, b as typeof a) as Truth;
      }
      if (apart && (liesOnHeap(a) || liesOnHeap(b))) {
        // it may have gone there on the way
        if (a.kind === "stale") contentOf(m, left.obj);
        if (b.kind === "stale") contentOf(m, other);
      }
      if (apart) return constant(false);
      putOnHeap(m, sitesOf(left.obj, other));
      return m.fault(
        "NB2008",
        "whether these are the same object is not known when compiling",
        "compare what the objects hold",
      );
    }
    case "closure":
      return constant(
        left.fn === (right as typeof left).fn && left.scope === (right as typeof left).scope,
      );
    case "host":
      return constant(left.value === (right as typeof left).value);
    default:
      return m.fault("NB2010", `\`===\` between ${describe(left)} and ${describe(right)}`);
  }
}

function sameRecord(
  m: Machine,
  a: RecordContent | ListContent,
  b: RecordContent | ListContent,
): Abs {
  const { heap } = m.state;
  if (heap.find(a.family) !== heap.find(b.family)) return constant(false);
  return bool(same(m.b, a.ref, b.ref));
}

export function unary(m: Machine, op: Exclude<UnaryOp, "delete">, abs: Abs): Abs {
  switch (op) {
    case "void":
      return constant(undefined);
    case "typeof":
      return typeOf(m, abs);
    case "!":
      return negate(m, abs);
    case "~": {
      const x = toNumber(m, abs);
      if (x.kind === "const") return constant(~(x.value as number));
      return int(xor(m.b, int32(m, x), intLiteral(m.b, -1)));
    }
    case "+":
      return convertedNumber(m, abs);
    case "-": {
      const x = toNumber(m, abs);
      if (x.kind === "const") return constant(-(x.value as number));
      if (x.kind === "int" && (x.min > 0 || x.max < 0) && x.min > -I32_MAX - 1) {
        return int(neg(m.b, x.value), -x.max, -x.min);
      }
      return num(neg(m.b, numValue(m, x)));
    }
  }
}

/** `Number(abs)`, which reads strings. */
export function convertedNumber(m: Machine, abs: Abs): Abs {
  switch (abs.kind) {
    case "const":
      if (typeof abs.value === "string") return constant(Number(abs.value));
      break;
    case "text":
      return numberOf(abs) ?? toNumber(m, abs);
    case "maybe":
      return convertedNumber(m, present(m, abs));
    case "choice":
      return ofChoice(m, abs, (one) => convertedNumber(m, one));
  }
  return toNumber(m, abs);
}

function either(first: Value, one: Abs, other: Abs): Abs {
  return sameAbs(one, other) ? one : { kind: "choice", first, of: [one, other] };
}

function typeOf(m: Machine, abs: Abs): Abs {
  switch (abs.kind) {
    case "const":
      return constant(typeof abs.value);
    case "num": {
      const some = orUnset(m, abs);
      if (some.kind !== "maybe") return constant("number");
      return either(some.present, constant("number"), constant("undefined"));
    }
    case "int":
      return constant("number");
    case "bool":
      return constant("boolean");
    case "text":
      return constant("string");
    case "object": {
      const held = m.get(abs.obj.cell);
      const kind = (prototype: object | null): Abs =>
        constant(isStoredFunction(prototype) ? "function" : "object");
      if (held.kind !== "record") return constant("object");
      return eachVariant(m, held, ({ prototype }) => kind(prototype));
    }
    case "nd":
    case "typed":
    case "array":
      return constant("object");
    case "closure":
    case "method":
    case "made":
      return constant("function");
    case "host":
      return constant(typeof abs.value);
    case "choice":
      return either(abs.first, typeOf(m, abs.of[0]), typeOf(m, abs.of[1]));
    case "maybe":
      return either(abs.present, typeOf(m, abs.value), typeOf(m, abs.absent));
    default:
      refuseMissing(m, abs);
      return notNumber(m, abs);
  }
}

/** The value of a known number, of a run-time one nothing. */
export function knownNumber(abs: Abs): number | undefined {
  return abs.kind === "const" && typeof abs.value === "number"
    ? ((abs as ConstAbs).value as number)
    : undefined;
}
