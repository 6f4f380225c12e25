// Scalar operations: one expression each.
import type { Instr } from "../../ir/func.ts";
import type { Dtype, Type } from "../../ir/types.ts";
import { rem } from "../../lower/elementary/remainder.ts";
import {
  apply,
  f32Const,
  f64Const,
  getLocal,
  i32Const,
  i64Const,
  isConst,
  tee,
  type Expr,
} from "./expr.ts";
import type { Emitter } from "./emitter.ts";
import { opcode as o, valType, type Opcode, type ValType } from "./opcodes.ts";
import { componentsOf, constantOf } from "./representation.ts";
import { toInt32Func } from "./library.ts";

const { i32, i64, f32, f64 } = valType;

/** Makes the expression of an operation whose first operand has the type `from`, its result `to`. */
type MakeExpr = (
  e: Emitter,
  x: readonly Expr[],
  at: { readonly from: Dtype; readonly to: ValType; readonly instr: Instr },
) => Expr;

type Opcodes = Partial<Readonly<Record<Dtype, Opcode>>>;

/** One instruction, chosen by the type of the operands. */
function direct(codes: Opcodes): MakeExpr {
  return (_, x, { from, to, instr }) => {
    const op = codes[from];
    if (op === undefined) throw new Error(`internal: ${instr.op.name} of ${from}`);
    return apply(op, to, x);
  };
}

/** As for i32, also on truth values. */
const withBool = (codes: Opcodes & { readonly i32: Opcode }): MakeExpr =>
  direct({ ...codes, bool: codes.i32 });

const keepLocal = (e: Emitter, type: ValType): number => e.code.newLocal(type);

const neg: MakeExpr = (_, [x], { from, to }) => {
  if (from === "f64") return apply(o.f64_neg, to, [x!]);
  if (from === "f32") return apply(o.f32_neg, to, [x!]);
  return from === "i64"
    ? apply(o.i64_sub, i64, [i64Const(0n), x!])
    : apply(o.i32_sub, i32, [i32Const(0), x!]);
};

/** A call of a library function of doubles; floats are widened for it and its result is rounded. */
const viaDouble =
  (number: (e: Emitter) => number): MakeExpr =>
  (e, x, { from }) => {
    const f = number(e);
    if (from === "f64") return apply(o.call, f64, x, f);
    const wide = x.map((v) => apply(o.f64_promote_f32, f64, [v]));
    return apply(o.f32_demote_f64, f32, [apply(o.call, f64, wide, f)]);
  };

// ⌈x⌉, less 1 where that is more than ½ above x
const round: MakeExpr = (e, [x], { from, to }) => {
  const wide = from === "f64";
  const half = wide ? f64Const(0.5) : f32Const(0.5);
  const [sub, gt] = wide ? [o.f64_sub, o.f64_gt] : [o.f32_sub, o.f32_gt];
  const [ceil, convert] = wide
    ? [o.f64_ceil, o.f64_convert_i32_s]
    : [o.f32_ceil, o.f32_convert_i32_s];
  const [kept, up] = [keepLocal(e, to), keepLocal(e, to)];
  const above = tee(up, apply(ceil, to, [tee(kept, x!)]));
  const over = apply(gt, i32, [apply(sub, to, [getLocal(up, to), half]), getLocal(kept, to)]);
  return apply(sub, to, [above, apply(convert, to, [over])]);
};

// ±1 with the sign of x where |x| > 0, else x: a zero or NaN
const sign: MakeExpr = (e, [x], { from, to }) => {
  const wide = from === "f64";
  const [zero, one] = wide ? [f64Const(0), f64Const(1)] : [f32Const(0), f32Const(1)];
  const [copysign, gt, abs] = wide
    ? [o.f64_copysign, o.f64_gt, o.f64_abs]
    : [o.f32_copysign, o.f32_gt, o.f32_abs];
  const kept = keepLocal(e, to);
  const unit = apply(copysign, to, [one, tee(kept, x!)]);
  const there = apply(gt, i32, [apply(abs, to, [getLocal(kept, to)]), zero]);
  return apply(o.select, to, [unit, getLocal(kept, to), there]);
};

// whether x = -x
function isZero(x: Expr, to: ValType): Expr {
  const [eq, negate] = to === f64 ? [o.f64_eq, o.f64_neg] : [o.f32_eq, o.f32_neg];
  return apply(eq, i32, [x, apply(negate, to, [x])]);
}

const strongMul: MakeExpr = (e, [x, y], { to }) => {
  const [keptX, keptY] = [keepLocal(e, to), keepLocal(e, to)];
  const product = apply(to === f64 ? o.f64_mul : o.f32_mul, to, [tee(keptX, x!), tee(keptY, y!)]);
  const either = apply(o.i32_or, i32, [
    isZero(getLocal(keptX, to), to),
    isZero(getLocal(keptY, to), to),
  ]);
  const zero = to === f64 ? f64Const(0) : f32Const(0);
  return apply(o.select, to, [zero, product, either]);
};

const strongDiv: MakeExpr = (e, [x, y], { to }) => {
  const kept = keepLocal(e, to);
  const again = getLocal(kept, to);
  const quotient = apply(to === f64 ? o.f64_div : o.f32_div, to, [again, y!]);
  return apply(o.select, to, [tee(kept, x!), quotient, isZero(again, to)]);
};

// 0 for y = 0, -x for y = -1, else x / y: the machine's division stops at 0, and at the smallest
// integer by -1
const idiv: MakeExpr = (e, [x, y], { to }) => {
  const wide = to === i64;
  const [div, add, sub, and, gt] = wide
    ? [o.i64_div_s, o.i64_add, o.i64_sub, o.i64_and, o.i64_gt_u]
    : [o.i32_div_s, o.i32_add, o.i32_sub, o.i32_and, o.i32_gt_u];
  const n = (v: number): Expr => (wide ? i64Const(BigInt(v)) : i32Const(v));
  const literal = isConst(y!) ? Number(y!.imm) : 0;
  if (literal !== 0 && literal !== -1) return apply(div, to, [x!, y!]);
  const [keptX, keptY] = [keepLocal(e, to), keepLocal(e, to)];
  const again = getLocal(keptY, to);
  const usual = (): Expr => apply(gt, i32, [apply(add, to, [again, n(1)]), n(1)]);
  const divisor = apply(o.select, to, [tee(keptY, y!), n(1), usual()]);
  const quotient = apply(div, to, [tee(keptX, x!), divisor]);
  const other = apply(sub, to, [n(0), apply(and, to, [getLocal(keptX, to), again])]);
  return apply(o.select, to, [quotient, other, usual()]);
};

const toF64: MakeExpr = (_, [x], { from }) =>
  apply(from === "i64" ? o.f64_convert_i64_s : o.f64_convert_i32_s, f64, [x!]);

const toI64: MakeExpr = (_, [x], { from }) =>
  apply(from === "bool" ? o.i64_extend_i32_u : o.i64_extend_i32_s, i64, [x!]);

const toInt32: MakeExpr = (e, [x]) =>
  apply(o.call, i32, [x!], e.context.libraryNumber(toInt32Func()));

// t = x towards zero; it is the index if it equals x and is in [0, 2³¹ - 1)
const toIndex: MakeExpr = (e, [x]) => {
  const [kept, t] = [keepLocal(e, f64), keepLocal(e, i32)];
  const whole = tee(t, apply(o.i32_trunc_sat_f64_s, i32, [tee(kept, x!)]));
  const exact = apply(o.f64_eq, i32, [
    apply(o.f64_convert_i32_s, f64, [getLocal(t, i32)]),
    getLocal(kept, f64),
  ]);
  const inside = apply(o.i32_lt_u, i32, [getLocal(t, i32), i32Const(0x7fffffff)]);
  return apply(o.select, i32, [whole, i32Const(-1), apply(o.i32_and, i32, [exact, inside])]);
};

const compare = (...[a, b, c, d]: readonly [Opcode, Opcode, Opcode, Opcode]): MakeExpr =>
  withBool({ f64: a, f32: b, i64: c, i32: d });

/** Every operation on scalars that has a short form in WebAssembly. */
export const scalarOps: Readonly<Record<string, MakeExpr>> = {
  const: (_, __, { instr }) =>
    constantOf(instr.attrs["type"] as Type, instr.attrs["value"] as number | bigint),
  add: direct({ f64: o.f64_add, f32: o.f32_add, i64: o.i64_add, i32: o.i32_add }),
  sub: direct({ f64: o.f64_sub, f32: o.f32_sub, i64: o.i64_sub, i32: o.i32_sub }),
  mul: direct({ f64: o.f64_mul, f32: o.f32_mul, i64: o.i64_mul, i32: o.i32_mul }),
  div: direct({ f64: o.f64_div, f32: o.f32_div }),
  strong_mul: strongMul,
  strong_div: strongDiv,
  min: direct({ f64: o.f64_min, f32: o.f32_min }),
  max: direct({ f64: o.f64_max, f32: o.f32_max }),
  abs: direct({ f64: o.f64_abs, f32: o.f32_abs }),
  sqrt: direct({ f64: o.f64_sqrt, f32: o.f32_sqrt }),
  floor: direct({ f64: o.f64_floor, f32: o.f32_floor }),
  ceil: direct({ f64: o.f64_ceil, f32: o.f32_ceil }),
  trunc: direct({ f64: o.f64_trunc, f32: o.f32_trunc }),
  neg,
  rem: viaDouble((e) => e.context.libraryNumber(rem())),
  round,
  sign,
  idiv,
  and: withBool({ i64: o.i64_and, i32: o.i32_and }),
  or: withBool({ i64: o.i64_or, i32: o.i32_or }),
  xor: withBool({ i64: o.i64_xor, i32: o.i32_xor }),
  shl: direct({ i64: o.i64_shl, i32: o.i32_shl }),
  shr: direct({ i64: o.i64_shr_s, i32: o.i32_shr_s }),
  ushr: direct({ i64: o.i64_shr_u, i32: o.i32_shr_u }),
  not: (_, [x]) => apply(o.i32_eqz, i32, [x!]),
  clz: direct({ i32: o.i32_clz }),
  lt: compare(o.f64_lt, o.f32_lt, o.i64_lt_s, o.i32_lt_s),
  le: compare(o.f64_le, o.f32_le, o.i64_le_s, o.i32_le_s),
  gt: compare(o.f64_gt, o.f32_gt, o.i64_gt_s, o.i32_gt_s),
  ge: compare(o.f64_ge, o.f32_ge, o.i64_ge_s, o.i32_ge_s),
  eq: compare(o.f64_eq, o.f32_eq, o.i64_eq, o.i32_eq),
  ne: compare(o.f64_ne, o.f32_ne, o.i64_ne, o.i32_ne),
  to_f64: toF64,
  to_i64: toI64,
  bool_to_i32: (_, [x]) => x!,
  narrowed: (_, [, part]) => part!,
  stop: (_, [x]) => x!,
  wrap_i32: direct({ i64: o.i32_wrap_i64 }),
  to_int32: toInt32,
  to_index: toIndex,
  clamp_i32: direct({ f64: o.i32_trunc_sat_f64_s }),
  is_true: (_, [x]) => apply(o.f64_gt, i32, [apply(o.f64_abs, f64, [x!]), f64Const(0)]),
  f64_bits: direct({ f64: o.i64_reinterpret_f64 }),
  f64_from_bits: direct({ i64: o.f64_reinterpret_i64 }),
  to_f32: direct({ f64: o.f32_demote_f64 }),
  widen: direct({ f32: o.f64_promote_f32 }),
};

/** Emits an operation of `scalarOps`. */
export function emitScalar(e: Emitter, instr: Instr, make: MakeExpr): void {
  const [result] = instr.results;
  const [to] = componentsOf(result!.type);
  const first = instr.args[0]?.type ?? result!.type;
  const from = first.kind === "scalar" ? first.dtype : "i32";
  const x = instr.args.map((a) => e.use(a));
  e.define(result!, [make(e, x, { from, to: to!, instr })]);
}
