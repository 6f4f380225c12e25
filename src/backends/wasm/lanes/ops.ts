// Operations on two doubles side by side, or on two truth values or integers of 64 bits each; floats
// of 32 bits, which are only read and written, are in the earlier half of a vector.
import type { Instr } from "../../../ir/func.ts";
import type { Dtype } from "../../../ir/types.ts";
import type { FuncCode } from "../code.ts";
import { apply, f64Const, i64Const, type Expr } from "../expr.ts";
import { opcode as o, valType, type Opcode } from "../opcodes.ts";

const { v128 } = valType;

/** Makes the vector of an operation on vectors. A truth value is all bits, or none. */
type MakeLanes = (x: readonly Expr[], code: FuncCode) => Expr;

type Forms = Partial<Readonly<Record<Dtype, MakeLanes>>>;

export const pair = (op: Opcode, ...x: readonly Expr[]): Expr => apply(op, v128, x);
const direct =
  (op: Opcode): MakeLanes =>
  (x) =>
    pair(op, ...x);

export const bothF64 = (x: Expr): Expr => pair(o.f64x2_splat, x);
export const bothI64 = (x: Expr): Expr => pair(o.i64x2_splat, x);
const number = (x: number): Expr => bothF64(f64Const(x));

/** The vector of two doubles. */
export const both = (first: Expr, second: Expr): Expr =>
  apply(o.f64x2_replace_lane, v128, [bothF64(first), second], 1);

const isZero = (x: Expr): Expr => pair(o.f64x2_eq, x, number(0));

/** A vector that is used more than once. */
const shared = (code: FuncCode, x: Expr): Expr => (x.args.length === 0 ? x : code.keep(x));

const strongMul: MakeLanes = ([x, y], code) => {
  const [a, b] = [shared(code, x!), shared(code, y!)];
  const either = pair(o.v128_or, isZero(a), isZero(b));
  return pair(o.v128_andnot, pair(o.f64x2_mul, a, b), either);
};

const strongDiv: MakeLanes = ([x, y], code) => {
  const a = shared(code, x!);
  return pair(o.v128_bitselect, a, pair(o.f64x2_div, a, y!), isZero(a));
};

// ⌈x⌉, less 1 where that is more than ½ above x
const round: MakeLanes = ([x], code) => {
  const a = shared(code, x!);
  const up = code.keep(pair(o.f64x2_ceil, a));
  const over = pair(o.f64x2_gt, pair(o.f64x2_sub, up, number(0.5)), a);
  return pair(o.f64x2_sub, up, pair(o.v128_and, over, number(1)));
};

// ±1 with the sign of x where |x| > 0, else x: a zero or NaN
const sign: MakeLanes = ([x], code) => {
  const a = shared(code, x!);
  const unit = pair(o.v128_or, pair(o.v128_and, a, number(-0)), number(1));
  return pair(o.v128_bitselect, unit, a, pair(o.f64x2_gt, pair(o.f64x2_abs, a), number(0)));
};

const fromI64: MakeLanes = ([x], code) => {
  const a = shared(code, x!);
  const lane = (k: number): Expr =>
    apply(o.f64_convert_i64_s, valType.f64, [apply(o.i64x2_extract_lane, valType.i64, [a], k)]);
  return both(lane(0), lane(1));
};

const select: MakeLanes = ([c, x, y]) => pair(o.v128_bitselect, x!, y!, c!);

/** By the type of the last operand, which those of a `select` share. */
const forms: Readonly<Record<string, Forms>> = {
  add: { f64: direct(o.f64x2_add), i64: direct(o.i64x2_add) },
  sub: { f64: direct(o.f64x2_sub), i64: direct(o.i64x2_sub) },
  mul: { f64: direct(o.f64x2_mul), i64: direct(o.i64x2_mul) },
  div: { f64: direct(o.f64x2_div) },
  strong_mul: { f64: strongMul },
  strong_div: { f64: strongDiv },
  min: { f64: direct(o.f64x2_min) },
  max: { f64: direct(o.f64x2_max) },
  abs: { f64: direct(o.f64x2_abs) },
  neg: {
    f64: direct(o.f64x2_neg),
    i64: ([x]) => pair(o.i64x2_sub, bothI64(i64Const(0n)), x!),
  },
  sqrt: { f64: direct(o.f64x2_sqrt) },
  floor: { f64: direct(o.f64x2_floor) },
  ceil: { f64: direct(o.f64x2_ceil) },
  trunc: { f64: direct(o.f64x2_trunc) },
  round: { f64: round },
  sign: { f64: sign },
  select: { f64: select, i64: select, bool: select },
  lt: { f64: direct(o.f64x2_lt), i64: direct(o.i64x2_lt_s) },
  le: { f64: direct(o.f64x2_le), i64: direct(o.i64x2_le_s) },
  gt: { f64: direct(o.f64x2_gt), i64: direct(o.i64x2_gt_s) },
  ge: { f64: direct(o.f64x2_ge), i64: direct(o.i64x2_ge_s) },
  eq: { f64: direct(o.f64x2_eq), i64: direct(o.i64x2_eq) },
  ne: { f64: direct(o.f64x2_ne), i64: direct(o.i64x2_ne) },
  is_true: { f64: ([x]) => pair(o.f64x2_gt, pair(o.f64x2_abs, x!), number(0)) },
  and: { bool: direct(o.v128_and), i64: direct(o.v128_and) },
  or: { bool: direct(o.v128_or), i64: direct(o.v128_or) },
  xor: { bool: direct(o.v128_xor), i64: direct(o.v128_xor) },
  not: { bool: direct(o.v128_not) },
  to_f64: { bool: ([x]) => pair(o.v128_and, x!, number(1)), i64: fromI64 },
  widen: { f32: direct(o.f64x2_promote_low_f32x4) },
  to_f32: { f64: direct(o.f32x4_demote_f64x2_zero) },
  f64_bits: { f64: ([x]) => x! },
  f64_from_bits: { i64: ([x]) => x! },
};

/** How an operation is done on vectors; undefined if it is not. */
export function laneForm({ op, args }: Instr): MakeLanes | undefined {
  const last = args.at(-1)?.type;
  return last?.kind === "scalar" ? forms[op.name]?.[last.dtype] : undefined;
}
