// Vectors of floats: four of 32 bits, or two of 64.
import { apply, f32Const, f64Const, type Expr } from "../expr.ts";
import { opcode as o, valType, type Opcode, type ValType } from "../opcodes.ts";

const { v128 } = valType;

/** How many iterations are made at once. */
export type Width = 2 | 4;

type Name =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "min"
  | "max"
  | "pmin"
  | "pmax"
  | "abs"
  | "neg"
  | "sqrt"
  | "floor"
  | "ceil"
  | "trunc"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "splat"
  | "extract_lane";

/** Instructions on vectors of one type of floats, and on single ones. */
export interface FloatLanes {
  readonly type: ValType;
  readonly lanes: Width;
  readonly vector: Readonly<Record<Name, Opcode>>;
  readonly scalar: Readonly<Record<"add" | "min" | "max", Opcode>>;
  readonly constant: (x: number) => Expr;
}

export const f64Lanes: FloatLanes = {
  type: valType.f64,
  lanes: 2,
  vector: {
    add: o.f64x2_add,
    sub: o.f64x2_sub,
    mul: o.f64x2_mul,
    div: o.f64x2_div,
    min: o.f64x2_min,
    max: o.f64x2_max,
    pmin: o.f64x2_pmin,
    pmax: o.f64x2_pmax,
    abs: o.f64x2_abs,
    neg: o.f64x2_neg,
    sqrt: o.f64x2_sqrt,
    floor: o.f64x2_floor,
    ceil: o.f64x2_ceil,
    trunc: o.f64x2_trunc,
    eq: o.f64x2_eq,
    ne: o.f64x2_ne,
    lt: o.f64x2_lt,
    le: o.f64x2_le,
    gt: o.f64x2_gt,
    ge: o.f64x2_ge,
    splat: o.f64x2_splat,
    extract_lane: o.f64x2_extract_lane,
  },
  scalar: { add: o.f64_add, min: o.f64_min, max: o.f64_max },
  constant: f64Const,
};

export const f32Lanes: FloatLanes = {
  type: valType.f32,
  lanes: 4,
  vector: {
    add: o.f32x4_add,
    sub: o.f32x4_sub,
    mul: o.f32x4_mul,
    div: o.f32x4_div,
    min: o.f32x4_min,
    max: o.f32x4_max,
    pmin: o.f32x4_pmin,
    pmax: o.f32x4_pmax,
    abs: o.f32x4_abs,
    neg: o.f32x4_neg,
    sqrt: o.f32x4_sqrt,
    floor: o.f32x4_floor,
    ceil: o.f32x4_ceil,
    trunc: o.f32x4_trunc,
    eq: o.f32x4_eq,
    ne: o.f32x4_ne,
    lt: o.f32x4_lt,
    le: o.f32x4_le,
    gt: o.f32x4_gt,
    ge: o.f32x4_ge,
    splat: o.f32x4_splat,
    extract_lane: o.f32x4_extract_lane,
  },
  scalar: { add: o.f32_add, min: o.f32_min, max: o.f32_max },
  constant: f32Const,
};

export const floatsOf = (width: Width): FloatLanes => (width === 4 ? f32Lanes : f64Lanes);

/** The number everywhere. */
export const everywhere = ({ vector, constant }: FloatLanes, x: number): Expr =>
  apply(vector.splat, v128, [constant(x)]);

export const laneOf = ({ vector, type }: FloatLanes, x: Expr, lane: number): Expr =>
  apply(vector.extract_lane, type, [x], lane);
