// The innermost part: a few rows and columns of the product, held in registers.
import { FuncCode } from "../code.ts";
import { apply, f32Const, f64Const, loadFrom, type Expr } from "../expr.ts";
import { opcode as o, valType, type Opcode, type ValType } from "../opcodes.ts";
import { advance, during, less, number, plus, put, when } from "./asm.ts";

const { i32, v128 } = valType;

/** What differs between the two types of floats. */
export interface Float {
  readonly name: "f32" | "f64";
  readonly type: ValType;
  readonly size: 4 | 8;
  readonly align: 2 | 3;
  /** Numbers in a vector. */
  readonly lanes: 4 | 2;
  readonly load: Opcode;
  readonly store: Opcode;
  readonly splat: Opcode;
  readonly loadSplat: Opcode;
  readonly add: Opcode;
  readonly mul: Opcode;
  readonly madd: Opcode;
  readonly lane: Opcode;
  readonly add1: Opcode;
  readonly mul1: Opcode;
  readonly zero: Expr;
}

export const floats: Readonly<Record<"f32" | "f64", Float>> = {
  f32: {
    name: "f32",
    type: valType.f32,
    size: 4,
    align: 2,
    lanes: 4,
    load: o.f32_load,
    store: o.f32_store,
    splat: o.f32x4_splat,
    loadSplat: o.v128_load32_splat,
    add: o.f32x4_add,
    mul: o.f32x4_mul,
    madd: o.f32x4_relaxed_madd,
    lane: o.f32x4_extract_lane,
    add1: o.f32_add,
    mul1: o.f32_mul,
    zero: f32Const(0),
  },
  f64: {
    name: "f64",
    type: valType.f64,
    size: 8,
    align: 3,
    lanes: 2,
    load: o.f64_load,
    store: o.f64_store,
    splat: o.f64x2_splat,
    loadSplat: o.v128_load64_splat,
    add: o.f64x2_add,
    mul: o.f64x2_mul,
    madd: o.f64x2_relaxed_madd,
    lane: o.f64x2_extract_lane,
    add1: o.f64_add,
    mul1: o.f64_mul,
    zero: f64Const(0),
  },
};

/** How products are made. */
export interface Shape {
  readonly float: Float;
  /** Rows of a tile, and vectors in each. */
  readonly rows: number;
  readonly vectors: number;
  /** Whether products are added without rounding between, by an instruction not all engines have. */
  readonly fused: boolean;
}

export const columnsOf = ({ float, vectors }: Shape): number => float.lanes * vectors;
/** Of a name: which shape it is for. */
export const shapeName = ({ float, rows, vectors, fused }: Shape): string =>
  `${float.name}_${rows}x${vectors}${fused ? "_fused" : ""}`;

export function vectorAt({ align }: Float, base: Expr, offset = 0): Expr {
  return loadFrom(o.v128_load, v128, base, { align, offset });
}

export function splatAt({ align, loadSplat }: Float, base: Expr, offset = 0): Expr {
  return loadFrom(loadSplat, v128, base, { align, offset });
}

/** `sum + x · y` */
export function madd({ float, fused }: Shape, sum: Expr, x: Expr, y: Expr): Expr {
  return fused
    ? apply(float.madd, v128, [x, y, sum])
    : apply(float.add, v128, [sum, apply(float.mul, v128, [x, y])]);
}

export const zeroVector = (float: Float): Expr => apply(float.splat, v128, [float.zero]);

/**
 * `(k, a, b, c, cRow, add)`: a tile of c, whose rows are `cRow` bytes apart, of `k` terms. Panels a
 * and b have for each term the numbers of all rows, or columns, side by side.
 */
export function packedTile(shape: Shape, name: string): FuncCode {
  const { float, rows, vectors } = shape;
  const code = new FuncCode(name, { params: Array(6).fill(i32), results: [] });
  const [k, a, b, c, cRow, add] = params(code);
  const sums = startSums(code, shape);
  // one term in each turn: of more V8 moves the loads to the front, and has too few registers
  during(code, less(number(0), k), () => {
    const columns = vectorsOf(code, shape, b);
    for (let r = 0; r < rows; r++) {
      addTo(code, shape, sums[r]!, code.keep(splatAt(float, a, r * float.size)), columns);
    }
    advance(code, a, number(rows * float.size));
    advance(code, b, number(vectors * 16));
    advance(code, k, number(-1));
  });
  finish(code, shape, sums, { c, cRow, add });
  return code;
}

/**
 * `(k, a, aRow, aTerm, b, bTerm, c, cRow, add, rows)`: the same of matrices as they lie: numbers of
 * a are `aRow` and `aTerm` bytes apart, terms of b `bTerm` bytes. Of `rows` fewer than there are in
 * the tile, the others are the last one again.
 */
export function looseTile(shape: Shape, name: string): FuncCode {
  const { float, rows } = shape;
  const code = new FuncCode(name, { params: Array(10).fill(i32), results: [] });
  const [k, a, aRow, aTerm, b, bTerm, c, cRow, add, used] = params(code);
  const sums = startSums(code, shape);
  const starts = [a];
  for (let r = 1; r < rows; r++) {
    const next = plus(starts[r - 1]!, aRow);
    starts.push(code.keep(apply(o.select, i32, [next, starts[r - 1]!, less(number(r), used)])));
  }
  during(code, less(number(0), k), () => {
    const columns = vectorsOf(code, shape, b);
    starts.forEach((start, r) => {
      addTo(code, shape, sums[r]!, code.keep(splatAt(float, start)), columns);
      advance(code, start, aTerm);
    });
    advance(code, b, bTerm);
    advance(code, k, number(-1));
  });
  finish(code, shape, sums, { c, cRow, add });
  return code;
}

type Params = readonly [Expr, Expr, Expr, Expr, Expr, Expr, Expr, Expr, Expr, Expr, Expr, Expr];

/** The parameters of a function; those that it does not have must not be used. */
export function params(code: FuncCode): Params {
  return code.signature.params.map((_, i) => code.param(i)) as unknown as Params;
}

function startSums(code: FuncCode, { float, rows, vectors }: Shape): Expr[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: vectors }, () => code.keep(zeroVector(float))),
  );
}

function vectorsOf(code: FuncCode, { float, vectors }: Shape, b: Expr): Expr[] {
  return Array.from({ length: vectors }, (_, v) => code.keep(vectorAt(float, b, 16 * v)));
}

function addTo(
  code: FuncCode,
  shape: Shape,
  sums: readonly Expr[],
  x: Expr,
  columns: readonly Expr[],
): void {
  sums.forEach((sum, v) => put(code, sum, madd(shape, sum, x, columns[v]!)));
}

interface Target {
  readonly c: Expr;
  readonly cRow: Expr;
  readonly add: Expr;
}

function finish(
  code: FuncCode,
  { float }: Shape,
  sums: readonly (readonly Expr[])[],
  { c, cRow, add }: Target,
): void {
  const starts = [c];
  for (let r = 1; r < sums.length; r++) starts.push(code.keep(plus(starts[r - 1]!, cRow)));
  const each = (visit: (sum: Expr, start: Expr, offset: number) => void): void =>
    sums.forEach((row, r) => row.forEach((sum, v) => visit(sum, starts[r]!, 16 * v)));
  when(code, add, () =>
    each((sum, start, offset) =>
      put(code, sum, apply(float.add, v128, [vectorAt(float, start, offset), sum])),
    ),
  );
  each((sum, start, offset) => code.store(o.v128_store, start, sum, float.align, offset));
}
