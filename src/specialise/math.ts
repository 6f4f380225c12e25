// `Math` and the number functions of the language.
import type { Value } from "../ir/func.ts";
import type { Binary, Unary } from "../ir/op.ts";
import { mul, select } from "../ops/arith.ts";
import { and, clz } from "../ops/bits.ts";
import { eq, gt, le, lt, ne } from "../ops/compare.ts";
import { num as numLiteral } from "../ops/constant.ts";
import { toF32, widen } from "../ops/convert.ts";
import { cbrt, exp, expm1, log, log10, log1p, log2, pow, sqrt } from "../ops/exponential.ts";
import { abs, max, min } from "../ops/extremes.ts";
import { acosh, asinh, atanh, cosh, sinh, tanh } from "../ops/hyperbolic.ts";
import { ceil, floor, round, sign, trunc } from "../ops/rounding.ts";
import { acos, asin, atan, atan2, cos, hypot, sin, tan } from "../ops/trig.ts";
import {
  intValue,
  isIntLike,
  numValue,
  present,
  rangeOf,
  refuseMissing,
  toNumber,
  truth,
} from "./convert.ts";
import type { Machine } from "./machine.ts";
import { ofChoice } from "./choices.ts";
import { convertedNumber, int32 } from "./operators.ts";
import { numberOf, stringOf } from "./text.ts";
import { isNumeric } from "./shapes.ts";
import { bool, constant, int, num, undef, type Abs } from "./values.ts";

export type Builtin = (m: Machine, args: readonly Abs[]) => Abs;

function missingArgument(m: Machine, name: string): never {
  return m.fault("NB2011", `\`${name}\` needs a number here`, "pass one argument more");
}

function number(m: Machine, args: readonly Abs[], i: number, name: string): Abs {
  const arg = args[i];
  if (arg === undefined) return missingArgument(m, name);
  return toNumber(m, arg);
}

function unary(name: string, op: Unary, f: (x: number) => number, integral = false): Builtin {
  return (m, args) => {
    const x = number(m, args, 0, name);
    if (x.kind === "const") return constant(f(x.value as number));
    if (integral && x.kind === "int") return x;
    return num(op(m.b, numValue(m, x)));
  };
}

function binary(name: string, op: Binary, f: (x: number, y: number) => number): Builtin {
  return (m, args) => {
    const [x, y] = [number(m, args, 0, name), number(m, args, 1, name)];
    if (x.kind === "const" && y.kind === "const") {
      return constant(f(x.value as number, y.value as number));
    }
    return num(op(m.b, numValue(m, x), numValue(m, y)));
  };
}

/** `Math.max` and `Math.min` of any number of arguments. */
function extreme(name: string, op: Binary, none: number, f: typeof Math.max): Builtin {
  const wins = name === "Math.max" ? gt : lt;
  return (m, args) => {
    let best: Abs | undefined;
    for (const arg of args) {
      const x = toNumber(m, arg);
      if (best === undefined) best = x;
      else if (best.kind === "const" && x.kind === "const") {
        best = constant(f(best.value as number, x.value as number));
      } else if (isIntLike(best) && isIntLike(x)) {
        const [[a, b], [c, d]] = [rangeOf(best), rangeOf(x)];
        const [p, q] = [intValue(m, best), intValue(m, x)];
        best = int(select(m.b, wins(m.b, p, q), p, q), f(a, c), f(b, d));
      } else {
        best = num(op(m.b, numValue(m, best), numValue(m, x)));
      }
    }
    return best ?? constant(none);
  };
}

const hypotenuse: Builtin = (m, args) => {
  const xs = args.map((arg) => toNumber(m, arg));
  if (xs.every((x) => x.kind === "const")) {
    return constant(Math.hypot(...xs.map((x) => x.value as number)));
  }
  const [first, ...rest] = xs.map((x) => numValue(m, x)) as [Value, ...Value[]];
  if (rest.length === 0) return num(abs(m.b, first));
  return num(rest.reduce((sum, x) => hypot(m.b, sum, x), first));
};

const absolute: Builtin = (m, args) => {
  const x = number(m, args, 0, "Math.abs");
  if (x.kind === "const") return constant(Math.abs(x.value as number));
  if (x.kind === "int" && x.min >= 0) return x;
  return num(abs(m.b, numValue(m, x)));
};

const rounded32: Builtin = (m, args) => {
  const x = number(m, args, 0, "Math.fround");
  if (x.kind === "const") return constant(Math.fround(x.value as number));
  return num(widen(m.b, toF32(m.b, numValue(m, x))));
};

const leadingZeros: Builtin = (m, args) => {
  const x = number(m, args, 0, "Math.clz32");
  return x.kind === "const"
    ? constant(Math.clz32(x.value as number))
    : int(clz(m.b, int32(m, x)), 0, 32);
};

const product32: Builtin = (m, args) => {
  const [x, y] = [number(m, args, 0, "Math.imul"), number(m, args, 1, "Math.imul")];
  if (x.kind === "const" && y.kind === "const") {
    return constant(Math.imul(x.value as number, y.value as number));
  }
  return int(mul(m.b, int32(m, x), int32(m, y)));
};

const random: Builtin = (m) =>
  m.fault(
    "NB2013",
    "`Math.random` gives another number at every call",
    "draw the numbers outside, and pass them as an argument",
  );

const isNotANumber: Builtin = (m, args) => {
  const x = number(m, args, 0, "isNaN");
  if (x.kind === "const") return constant(Number.isNaN(x.value));
  if (x.kind === "int") return constant(false);
  const value = numValue(m, x);
  return bool(ne(m.b, value, value));
};

function finite(m: Machine, value: Value): Value {
  return and(
    m.b,
    lt(m.b, value, numLiteral(m.b, Infinity)),
    gt(m.b, value, numLiteral(m.b, -Infinity)),
  );
}

const isFiniteNumber: Builtin = (m, args) => {
  const x = number(m, args, 0, "isFinite");
  if (x.kind === "const") return constant(Number.isFinite(x.value));
  if (x.kind === "int") return constant(true);
  return bool(finite(m, numValue(m, x)));
};

const isInteger: Builtin = (m, args) => {
  const [x] = args;
  if (x === undefined || !isNumeric(x)) return constant(false);
  if (x.kind === "const") return constant(Number.isInteger(x.value));
  if (x.kind === "int") return constant(true);
  const value = numValue(m, x);
  return bool(and(m.b, finite(m, value), eq(m.b, trunc(m.b, value), value)));
};

const isSafeInteger: Builtin = (m, args) => {
  const whole = isInteger(m, args);
  if (whole.kind !== "bool") return whole;
  const size = abs(m.b, numValue(m, args[0] as Abs));
  return bool(and(m.b, whole.value, le(m.b, size, numLiteral(m.b, Number.MAX_SAFE_INTEGER))));
};

/** `parseFloat` and `parseInt`, whose second argument is the base. */
const parse =
  (f: (text: string, base: number | undefined) => number): Builtin =>
  (m, [x = undef, base = undef]) => {
    if (x.kind === "maybe") return parse(f)(m, [present(m, x), base]);
    if (x.kind === "choice") return ofChoice(m, x, (one) => parse(f)(m, [one, base]));
    if (base.kind !== "const") {
      return m.fault("NB2008", "the base of this number must be known when compiling");
    }
    const known = base.value as number | undefined;
    if (x.kind === "const" && typeof x.value === "string") return constant(f(x.value, known));
    const whole = x.kind === "text" && numberOf(x);
    if (whole && isIntLike(whole) && (known ?? 10) === 10) return whole;
    refuseMissing(m, x);
    return m.fault(
      "NB2008",
      "the text of this number is not known when compiling",
      "compute with the number itself; `Math.round(x * 100) / 100` rounds it",
    );
  };

export const mathFunctions: readonly (readonly [object, Builtin])[] = [
  [Math.sin, unary("Math.sin", sin, Math.sin)],
  [Math.cos, unary("Math.cos", cos, Math.cos)],
  [Math.tan, unary("Math.tan", tan, Math.tan)],
  [Math.asin, unary("Math.asin", asin, Math.asin)],
  [Math.acos, unary("Math.acos", acos, Math.acos)],
  [Math.atan, unary("Math.atan", atan, Math.atan)],
  [Math.sinh, unary("Math.sinh", sinh, Math.sinh)],
  [Math.cosh, unary("Math.cosh", cosh, Math.cosh)],
  [Math.tanh, unary("Math.tanh", tanh, Math.tanh)],
  [Math.asinh, unary("Math.asinh", asinh, Math.asinh)],
  [Math.acosh, unary("Math.acosh", acosh, Math.acosh)],
  [Math.atanh, unary("Math.atanh", atanh, Math.atanh)],
  [Math.exp, unary("Math.exp", exp, Math.exp)],
  [Math.expm1, unary("Math.expm1", expm1, Math.expm1)],
  [Math.log, unary("Math.log", log, Math.log)],
  [Math.log1p, unary("Math.log1p", log1p, Math.log1p)],
  [Math.log2, unary("Math.log2", log2, Math.log2)],
  [Math.log10, unary("Math.log10", log10, Math.log10)],
  [Math.sqrt, unary("Math.sqrt", sqrt, Math.sqrt)],
  [Math.cbrt, unary("Math.cbrt", cbrt, Math.cbrt)],
  [Math.floor, unary("Math.floor", floor, Math.floor, true)],
  [Math.ceil, unary("Math.ceil", ceil, Math.ceil, true)],
  [Math.round, unary("Math.round", round, Math.round, true)],
  [Math.trunc, unary("Math.trunc", trunc, Math.trunc, true)],
  [Math.sign, unary("Math.sign", sign, Math.sign)],
  [Math.atan2, binary("Math.atan2", atan2, Math.atan2)],
  [Math.pow, binary("Math.pow", pow, Math.pow)],
  [Math.max, extreme("Math.max", max, -Infinity, Math.max)],
  [Math.min, extreme("Math.min", min, Infinity, Math.min)],
  [Math.hypot, hypotenuse],
  [Math.abs, absolute],
  [Math.fround, rounded32],
  [Math.clz32, leadingZeros],
  [Math.imul, product32],
  [Math.random, random],
  [isNaN, isNotANumber],
  [isFinite, isFiniteNumber],
  [
    Number.isNaN,
    (m, args) => (args[0] && isNumeric(args[0]) ? isNotANumber(m, args) : constant(false)),
  ],
  [
    Number.isFinite,
    (m, args) => (args[0] && isNumeric(args[0]) ? isFiniteNumber(m, args) : constant(false)),
  ],
  [Number.isInteger, isInteger],
  [Number.isSafeInteger, isSafeInteger],
  [Number, (m, [x]) => (x === undefined ? constant(0) : convertedNumber(m, x))],
  [parseFloat, parse((text) => parseFloat(text))],
  [parseInt, parse((text, base) => parseInt(text, base))],
  [Boolean, (m, [x]) => truth(m, x ?? undef)],
  [String, (m, [x]) => stringOf(m, x ?? constant(""))],
];
