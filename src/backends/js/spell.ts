import type { Attrs } from "../../ir/func.ts";
import { printNumber } from "../../ir/print.ts";
import type { Dtype, Type } from "../../ir/types.ts";
import {
  apply,
  atom,
  binary,
  compose,
  isSimple,
  member,
  not,
  prec,
  ternary,
  unary,
  within,
  type Expr,
} from "./expr.ts";
import type { HelperName } from "./helpers.ts";

/** What spelling an operation may ask for. */
export interface SpellContext {
  /** Name of a helper, which the module is then given. */
  readonly helper: (name: HelperName) => string;
}

type Spell = (x: readonly Expr[], dtype: Dtype, context: SpellContext, attrs: Attrs) => Expr;
type Two = (x: Expr, y: Expr, dtype: Dtype) => Expr;

const zero = atom("0");
const paren = (x: Expr): Expr =>
  x.prec === prec.atom ? x : { ...x, text: `(${x.text})`, prec: prec.atom };

// in parentheses, as few know what binds tighter
const int32 = (e: Expr): Expr => binary("|", prec.bitOr, paren(e), zero);
const int64 = (e: Expr): Expr => apply("BigInt.asIntN", atom("64"), e);
const single = (e: Expr): Expr => apply("Math.fround", e);

/** Rounds to f32, wraps to i32 or i64. */
function fit(e: Expr, dtype: Dtype): Expr {
  if (dtype === "f32") return single(e);
  if (dtype === "i32") return int32(e);
  return dtype === "i64" ? int64(e) : e;
}

const arithmetic =
  (op: string, level: number): Spell =>
  ([x, y], dtype) =>
    fit(binary(op, level, x as Expr, y as Expr), dtype);

const comparison =
  (op: string, level: number): Spell =>
  ([x, y]) =>
    binary(op, level, x as Expr, y as Expr);

const two =
  (spell: Two): Spell =>
  ([x, y], dtype) =>
    spell(x as Expr, y as Expr, dtype);

const one =
  (spell: (x: Expr, dtype: Dtype, context: SpellContext) => Expr): Spell =>
  ([x], dtype, context) =>
    spell(x as Expr, dtype, context);

/** A function of `Math`, which f32 results of are rounded. */
const math =
  (name: string): Spell =>
  (x, dtype) => {
    const y = apply(`Math.${name}`, ...x);
    return dtype === "f32" ? single(y) : y;
  };

const logic = (onBool: string, boolLevel: number, onInt: string, intLevel: number): Spell =>
  two((x, y, dtype) =>
    dtype === "bool" ? binary(onBool, boolLevel, x, y) : binary(onInt, intLevel, x, y),
  );

const count = (y: Expr): Expr => binary("&", prec.bitAnd, y, atom("63n"));

function shift(op: string): Spell {
  return two((x, y, dtype) => {
    if (dtype !== "i64") return binary(op, prec.shift, x, y);
    const shifted = binary(op, prec.shift, x, count(y));
    return op === "<<" ? int64(shifted) : shifted;
  });
}

/** `-x`, with the - of a literal kept apart. */
const negated = (x: Expr): Expr => unary("-", x.text.startsWith("-") ? paren(x) : x);

const strong =
  (name: "strongMul" | "strongDiv"): Spell =>
  ([x, y], dtype, { helper }) =>
    fit(apply(helper(name), x as Expr, y as Expr), dtype);

const power = two((x, y, dtype) => {
  const text = `${within(x, prec.atom)} ** ${within(y, prec.atom)}`;
  return fit(compose(text, prec.power, [x, y]), dtype === "f32" ? "f32" : "f64");
});

const elementary =
  "abs acos acosh asin asinh atan atan2 atanh cbrt ceil cos cosh exp expm1 floor hypot log log10 log1p log2 max min round sign sin sinh sqrt tan tanh trunc".split(
    " ",
  );

/** Spelling of each operation on scalars that is more than a constant. */
export const spelling: ReadonlyMap<string, Spell> = new Map<string, Spell>([
  ...elementary.map((name): [string, Spell] => [name, math(name)]),
  [
    "add",
    two((x, y, dtype) =>
      /^-\d/.test(y.text) && isSimple(y)
        ? fit(binary("-", prec.sum, x, atom(y.text.slice(1))), dtype)
        : fit(binary("+", prec.sum, x, y), dtype),
    ),
  ],
  ["sub", arithmetic("-", prec.sum)],
  [
    "mul",
    two((x, y, dtype) =>
      dtype === "i32" ? apply("Math.imul", x, y) : fit(binary("*", prec.product, x, y), dtype),
    ),
  ],
  ["div", arithmetic("/", prec.product)],
  ["strong_mul", strong("strongMul")],
  ["strong_div", strong("strongDiv")],
  ["rem", arithmetic("%", prec.product)],
  ["neg", one((x, dtype) => fit(negated(x), dtype === "f32" ? "f64" : dtype))],
  ["pow", power],
  ["select", ([c, x, y]) => ternary(c as Expr, x as Expr, y as Expr)],
  ["lt", comparison("<", prec.relation)],
  ["le", comparison("<=", prec.relation)],
  ["gt", comparison(">", prec.relation)],
  ["ge", comparison(">=", prec.relation)],
  ["eq", comparison("===", prec.equality)],
  ["ne", comparison("!==", prec.equality)],
  ["and", logic("&&", prec.and, "&", prec.bitAnd)],
  ["or", logic("||", prec.or, "|", prec.bitOr)],
  ["xor", logic("!==", prec.equality, "^", prec.bitXor)],
  ["shl", shift("<<")],
  ["shr", shift(">>")],
  [
    "ushr",
    two((x, y, dtype) => {
      if (dtype !== "i64") return int32(binary(">>>", prec.shift, x, y));
      return int64(binary(">>", prec.shift, apply("BigInt.asUintN", atom("64"), x), count(y)));
    }),
  ],
  ["not", one((x) => not(x))],
  ["clz", math("clz32")],
  [
    "idiv",
    ([x, y], dtype, { helper }) =>
      dtype === "i64"
        ? apply(helper("idiv64"), x as Expr, y as Expr)
        : int32(binary("/", prec.product, x as Expr, y as Expr)),
  ],
  ["to_f64", one((x, dtype) => (dtype === "i32" ? x : apply("Number", x)))],
  ["to_i64", one((x) => apply("BigInt", x))],
  ["bool_to_i32", one((x) => apply("Number", x))],
  ["wrap_i32", one((x) => apply("Number", apply("BigInt.asIntN", atom("32"), x)))],
  ["to_int32", one((x) => int32(x))],
  ["to_index", one((x, _, { helper }) => apply(helper("toIndex"), x))],
  ["clamp_i32", one((x, _, { helper }) => apply(helper("clampI32"), x))],
  ["is_true", one((x) => apply("Boolean", x))],
  ["f64_bits", one((x, _, { helper }) => apply(helper("f64Bits"), x))],
  ["f64_from_bits", one((x, _, { helper }) => apply(helper("f64FromBits"), x))],
  ["to_f32", one((x) => single(x))],
  ["widen", one((x) => x)],
  ["narrowed", two((_, part) => part)],
  ["stop", one((x) => x)],
]);

/** A literal of a scalar type. */
export function literalText(value: number | bigint, type: Type): Expr {
  if (type.kind === "scalar" && type.dtype === "bool") return atom(value === 0 ? "false" : "true");
  const text = printNumber(value);
  return text.startsWith("-") ? { ...atom(text), prec: prec.unary } : atom(text);
}

/** `x.length`, of a name or of anything. */
export function lengthOf(x: Expr): Expr {
  return isSimple(x)
    ? member(x, ".length")
    : compose(`${within(x, prec.atom)}.length`, prec.atom, [x]);
}
