// Operations on two doubles side by side, or on two truth values or integers of 64 bits each, with
// floats of 32 bits in the earlier half of a vector; or on four such floats, or truth values.
import type { Instr } from "../../../ir/func.ts";
import type { Dtype } from "../../../ir/types.ts";
import type { FuncCode } from "../code.ts";
import { apply, i64Const, type Expr } from "../expr.ts";
import { opcode as o, shuffle, valType, type Opcode } from "../opcodes.ts";
import { everywhere, f32Lanes, f64Lanes, type FloatLanes, type Width } from "./floats.ts";

const { v128 } = valType;

/** Makes the vector of an operation on vectors. A truth value is all bits, or none. */
type MakeLanes = (x: readonly Expr[], code: FuncCode) => Expr;

export const pair = (op: Opcode, ...x: readonly Expr[]): Expr => apply(op, v128, x);
const direct =
  (op: Opcode): MakeLanes =>
  (x) =>
    pair(op, ...x);

export const bothF64 = (x: Expr): Expr => pair(o.f64x2_splat, x);
export const bothI64 = (x: Expr): Expr => pair(o.i64x2_splat, x);

/** The vector of two doubles. */
export const both = (first: Expr, second: Expr): Expr =>
  apply(o.f64x2_replace_lane, v128, [bothF64(first), second], 1);

/** A vector that is used more than once. */
const shared = (code: FuncCode, x: Expr): Expr => (x.args.length === 0 ? x : code.keep(x));

type FloatForms = Readonly<Record<string, MakeLanes>>;

/** What gives floats of the same type, or compares them. */
function floatForms(floats: FloatLanes): {
  readonly numbers: FloatForms;
  readonly comparisons: FloatForms;
} {
  const { vector } = floats;
  const number = (x: number): Expr => everywhere(floats, x);
  const isZero = (x: Expr): Expr => pair(vector.eq, x, number(0));
  const all = (...names: readonly (keyof typeof vector)[]): Record<string, MakeLanes> =>
    Object.fromEntries(names.map((name) => [name, direct(vector[name])]));
  const strongMul: MakeLanes = ([x, y], code) => {
    const [a, b] = [shared(code, x!), shared(code, y!)];
    const either = pair(o.v128_or, isZero(a), isZero(b));
    return pair(o.v128_andnot, pair(vector.mul, a, b), either);
  };
  const strongDiv: MakeLanes = ([x, y], code) => {
    const a = shared(code, x!);
    return pair(o.v128_bitselect, a, pair(vector.div, a, y!), isZero(a));
  };
  // ⌈x⌉, less 1 where that is more than ½ above x
  const round: MakeLanes = ([x], code) => {
    const a = shared(code, x!);
    const up = code.keep(pair(vector.ceil, a));
    const over = pair(vector.gt, pair(vector.sub, up, number(0.5)), a);
    return pair(vector.sub, up, pair(o.v128_and, over, number(1)));
  };
  // ±1 with the sign of x where |x| > 0, else x: a zero or NaN
  const sign: MakeLanes = ([x], code) => {
    const a = shared(code, x!);
    const unit = pair(o.v128_or, pair(o.v128_and, a, number(-0)), number(1));
    return pair(o.v128_bitselect, unit, a, pair(vector.gt, pair(vector.abs, a), number(0)));
  };
  return {
    numbers: {
      ...all("add", "sub", "mul", "div", "min", "max", "abs", "neg", "sqrt"),
      ...all("floor", "ceil", "trunc"),
      strong_mul: strongMul,
      strong_div: strongDiv,
      round,
      sign,
    },
    comparisons: {
      ...all("lt", "le", "gt", "ge", "eq", "ne"),
      is_true: ([x]) => pair(vector.gt, pair(vector.abs, x!), number(0)),
    },
  };
}

const fromI64: MakeLanes = ([x], code) => {
  const a = shared(code, x!);
  const lane = (k: number): Expr =>
    apply(o.f64_convert_i64_s, valType.f64, [apply(o.i64x2_extract_lane, valType.i64, [a], k)]);
  return both(lane(0), lane(1));
};

const select: MakeLanes = ([c, x, y]) => pair(o.v128_bitselect, x!, y!, c!);

const doubles = floatForms(f64Lanes);
const singles = floatForms(f32Lanes);

type Forms = Readonly<Partial<Record<Dtype, FloatForms>>>;

const truths: FloatForms = {
  select,
  and: direct(o.v128_and),
  or: direct(o.v128_or),
  xor: direct(o.v128_xor),
  not: direct(o.v128_not),
};

/** By the width, and the type of the last operand, which those of a `select` share. */
const forms: Readonly<Record<Width, Forms>> = {
  2: {
    f64: {
      ...doubles.numbers,
      ...doubles.comparisons,
      select,
      to_f32: direct(o.f32x4_demote_f64x2_zero),
      f64_bits: ([x]) => x!,
    },
    // in the earlier half: a comparison would give truth values of half the length
    f32: { ...singles.numbers, widen: direct(o.f64x2_promote_low_f32x4) },
    i64: {
      add: direct(o.i64x2_add),
      sub: direct(o.i64x2_sub),
      mul: direct(o.i64x2_mul),
      neg: ([x]) => pair(o.i64x2_sub, bothI64(i64Const(0n)), x!),
      select,
      lt: direct(o.i64x2_lt_s),
      le: direct(o.i64x2_le_s),
      gt: direct(o.i64x2_gt_s),
      ge: direct(o.i64x2_ge_s),
      eq: direct(o.i64x2_eq),
      ne: direct(o.i64x2_ne),
      and: direct(o.v128_and),
      or: direct(o.v128_or),
      xor: direct(o.v128_xor),
      to_f64: fromI64,
      f64_from_bits: ([x]) => x!,
    },
    bool: { ...truths, to_f64: ([x]) => pair(o.v128_and, x!, everywhere(f64Lanes, 1)) },
  },
  4: { f32: { ...singles.numbers, ...singles.comparisons, select }, bool: truths },
};

/** How an operation is done on vectors of so many; undefined if it is not. */
export function laneForm({ op, args }: Instr, width: Width): MakeLanes | undefined {
  const last = args.at(-1)?.type;
  return last?.kind === "scalar" ? forms[width][last.dtype]?.[op.name] : undefined;
}

/** What a function of vectors of two doubles makes of vectors of floats of 32 bits. */
export function promoted(
  x: readonly Expr[],
  width: Width,
  code: FuncCode,
  call: (x: readonly Expr[]) => Expr,
): Expr {
  const wide = (v: Expr): Expr => pair(o.f64x2_promote_low_f32x4, v);
  const narrow = (v: Expr): Expr => pair(o.f32x4_demote_f64x2_zero, v);
  const kept = x.map((v) => shared(code, v));
  const early = narrow(call(kept.map(wide)));
  if (width === 2) return early;
  const first = code.keep(early);
  const later = kept.map((v) => apply(o.i8x16_shuffle, v128, [v, v], shuffle.halvesSwapped));
  const second = narrow(call(later.map(wide)));
  return apply(o.i8x16_shuffle, v128, [first, second], shuffle.low64);
}
