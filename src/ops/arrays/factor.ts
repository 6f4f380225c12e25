// Triangular factors of matrices.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Op } from "../../ir/op.ts";
import { arrayOf, type ArrayType, type Type } from "../../ir/types.ts";
import { add, mul, neg, plus, select, sub } from "../arith.ts";
import { eq } from "../compare.ts";
import { numberLike, zero } from "../constant.ts";
import { reject } from "../signatures.ts";
import { reshape } from "./arrange.ts";
import { indexAlong } from "./constants.ts";
import { concatenated } from "./cut.ts";
import { kernelOp, matricesAt, oneSquare, squareAt, squareSizes } from "./kernel.ts";
import { downLike, offDiagonal, partOf, rowsOf, turned } from "./matrices.ts";
import { product } from "./matmul.ts";
import { isSet, shapeOf } from "./signatures.ts";
import { asOneStack, mergedInto, splitFrom } from "./stacks.ts";

interface SolveAttrs {
  readonly left: boolean;
  readonly lower: boolean;
  readonly transpose: boolean;
  readonly unit: boolean;
}

function solveSizes(types: readonly Type[], left: boolean): readonly [number, number, number] {
  const a = squareAt(types, 0);
  const y = matricesAt(types, 1);
  const [batch, n] = a.shape as [number, number];
  const [others, rows, columns] = y.shape as [number, number, number];
  const [length, m] = left ? [rows, columns] : [columns, rows];
  if (types.length !== 2 || a.dtype !== y.dtype || batch !== others || n !== length) {
    reject(types, `as many square matrices, and matrices of their size along ${left ? 1 : 2}`);
  }
  return [batch, n, m];
}

/** Linear in `y`; what is not read of `a` has no derivative. */
export const triangularSolve: Op = kernelOp<[a: Value, y: Value]>({
  name: "triangular_solve",
  doc: "triangular_solve {left, lower, transpose, unit} a, y: the x of op(a)·x = y, or of x·op(a) = y without `left`; op(a) is the lower or upper triangle of a, transposed if `transpose`, with ones for its diagonal if `unit`",
  type: (types, attrs) => {
    solveSizes(types, isSet(attrs, "left"));
    return [types[1]!];
  },
  call: (types, attrs) => {
    const flags = ["left", "lower", "transpose", "unit"].map((name) => Number(isSet(attrs, name)));
    return {
      name: "triangularSolve",
      sizes: [...solveSizes(types, isSet(attrs, "left")), ...flags],
    };
  },
  work: (types, attrs) => {
    const [batch, n, m] = solveSizes(types, isSet(attrs, "left"));
    return batch * n * n * m;
  },
  rule: {
    kind: "linear",
    jvp: (b, [a], [da, dy], x, attrs) => {
      const { left, lower, transpose, unit } = attrs as unknown as SolveAttrs;
      const strict = unit ? "strictly " : "";
      const dop = da && partOf(b, da, `${strict}${lower ? "lower" : "upper"}` as const);
      const moved =
        dop && (left ? product(b, dop, x, transpose, false) : product(b, x, dop, false, transpose));
      const right = plus(b, dy, moved && neg(b, moved));
      return right && solved(b, a as Value, right, attrs as unknown as SolveAttrs);
    },
    transpose: (b, ct, [a], i, attrs) => {
      const { transpose } = attrs as unknown as SolveAttrs;
      if (i === 0) return undefined;
      return b.emit1(triangularSolve, [a as Value, ct], { ...attrs, transpose: !transpose });
    },
  },
  // with one matrix, lanes are more columns
  batch: (b, [a, y], lanes, attrs, op) => {
    if (lanes.batched[0]) return asOneStack()(b, [a!, y!], lanes, attrs, op);
    const axis = isSet(attrs, "left") ? 2 : 1;
    return splitFrom(b, b.emit1(op, [a!, mergedInto(b, y!, axis)], attrs), axis, lanes.size);
  },
});

function solved(b: Builder, a: Value, y: Value, attrs: SolveAttrs): Value {
  return b.emit1(triangularSolve, [a, y], { ...attrs });
}

const plain: SolveAttrs = { left: true, lower: true, transpose: false, unit: false };

/** d L = L·Φ(L⁻¹·dA·L⁻ᵀ), Φ being the lower triangle with half of the diagonal (Murray 2016). */
export const cholesky: Op = kernelOp<[a: Value]>({
  name: "cholesky",
  doc: "cholesky a: the lower factors of positive definite matrices, of which the lower triangles are read, with zeros above; NaN where one is not",
  type: (types) => [oneSquare(types)],
  call: (types) => ({ name: "cholesky", sizes: squareSizes(types) }),
  work: (types) => cubic(types, 1 / 3),
  rule: {
    kind: "jvp",
    jvp: (b, _, [da], l) => {
      if (da === undefined) return undefined;
      const lower = partOf(b, da, "lower");
      const whole = add(b, lower, turned(b, partOf(b, da, "strictly lower")));
      const right = { ...plain, left: false, transpose: true };
      const inner = solved(b, l, solved(b, l, whole, plain), right);
      return product(b, l, partOf(b, halfDiagonal(b, inner), "lower"), false, false);
    },
  },
});

function halfDiagonal(b: Builder, x: Value): Value {
  return offDiagonal(b, x, mul(b, x, numberLike(b, 0.5, x)));
}

/** d L = L·(strictly lower part of F), d U = (upper part of F)·U, where F = L⁻¹·P·dA·U⁻¹. */
export const lu: Op = kernelOp<[a: Value]>({
  name: "lu",
  doc: "lu a: P·a = L·U with partial pivoting; for each n × n matrix n + 1 rows: U, with L below its diagonal, then the numbers of the rows of a that are the rows of P·a",
  type: (types) => {
    const { dtype, shape } = oneSquare(types);
    return [arrayOf(dtype, [shape[0]!, shape[1]! + 1, shape[1]!])];
  },
  call: (types) => ({ name: "lu", sizes: squareSizes(types) }),
  work: (types) => cubic(types, 2 / 3),
  rule: {
    kind: "jvp",
    jvp: (b, [a], [da], f) => {
      if (da === undefined) return undefined;
      const [batch, n] = shapeOf(a as Value) as [number, number];
      const factors = rowsOf(b, f, 0, n);
      const order = b.emit1(reshape, [rowsOf(b, f, n, n + 1)], { shape: [batch, n] });
      const [one, none] = [numberLike(b, 1, da), numberLike(b, 0, da)];
      const column = indexAlong(b, shapeOf(da), 2, (da.type as ArrayType).dtype);
      const permutation = select(b, eq(b, downLike(b, order, da), column), one, none);
      const moved = product(b, permutation, da, false, false);
      const above = { ...plain, left: false, lower: false };
      const inner = solved(b, factors, solved(b, factors, moved, { ...plain, unit: true }), above);
      const below = partOf(b, inner, "strictly lower");
      const lower = offDiagonal(b, partOf(b, factors, "lower"), one);
      const upper = product(
        b,
        partOf(b, inner, "upper"),
        partOf(b, factors, "upper"),
        false,
        false,
      );
      const tangent = add(b, product(b, lower, below, false, false), upper);
      const still = zero(b, arrayOf((da.type as ArrayType).dtype, [batch, 1, n]));
      return concatenated(b, [tangent, still], 1);
    },
  },
});

function qrSizes(types: readonly Type[]): readonly [batch: number, m: number, n: number] {
  if (types.length !== 1) reject(types, "one array");
  const [batch, m, n] = matricesAt(types, 0).shape as [number, number, number];
  if (m < n) reject(types, "matrices with as many rows as columns, or more");
  return [batch, m, n];
}

/**
 * With M = Qᵀ·dA·R⁻¹ and Ω the skew matrix with the strictly lower part of M: d R = (M - Ω)·R and
 * d Q = dA·R⁻¹ - Q·(M - Ω) (Walter and Lehmann 2013). There is none where R is singular.
 */
export const qr: Op = kernelOp<[a: Value]>({
  name: "qr",
  doc: "qr a: a = Q·R, where Q has orthonormal columns and R, which is upper triangular, no negative number on its diagonal; for each m × n matrix, m ≥ n, the m rows of Q and the n of R",
  type: (types) => {
    const [batch, m, n] = qrSizes(types);
    return [arrayOf((types[0] as ArrayType).dtype, [batch, m + n, n])];
  },
  call: (types) => ({ name: "qr", sizes: qrSizes(types) }),
  work: (types) => {
    const [batch, m, n] = qrSizes(types);
    return 4 * batch * m * n * n;
  },
  rule: {
    kind: "jvp",
    jvp: (b, [a], [da], f) => {
      if (da === undefined) return undefined;
      const [, m, n] = qrSizes([a!.type]);
      const [q, r] = [rowsOf(b, f, 0, m), rowsOf(b, f, m, m + n)];
      const scaled = solved(b, r, da, { ...plain, left: false, lower: false });
      const inner = product(b, q, scaled, true, false);
      const below = partOf(b, inner, "strictly lower");
      const upper = add(b, sub(b, inner, below), turned(b, below));
      const dq = sub(b, scaled, product(b, q, upper, false, false));
      return concatenated(b, [dq, product(b, upper, r, false, false)], 1);
    },
  },
});

function cubic(types: readonly Type[], by: number): number {
  const [batch, n] = squareSizes(types);
  return by * batch * n ** 3;
}
