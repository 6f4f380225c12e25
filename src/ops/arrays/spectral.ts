/**
 * Eigenvalues and singular values. Vectors of values that are equal (to rounding) may turn among
 * themselves, so they have no derivative: it is NaN, in directions and adjoints that would need it.
 * What depends on the values only has a derivative all the same, since zeros are strong here.
 */
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Op } from "../../ir/op.ts";
import { arrayOf, type ArrayType, type Type } from "../../ir/types.ts";
import { add, mul, select, sub } from "../arith.ts";
import { le } from "../compare.ts";
import { numberLike } from "../constant.ts";
import { div, strongDiv, strongMul } from "../division.ts";
import { abs, max } from "../extremes.ts";
import { reject } from "../signatures.ts";
import { reshape } from "./arrange.ts";
import { broadcast } from "./broadcast.ts";
import { concatenated, slicedAlong } from "./cut.ts";
import { kernelOp, matricesAt, oneSquare, squareSizes } from "./kernel.ts";
import {
  acrossLike,
  diagonalOf,
  downLike,
  offDiagonal,
  partOf,
  rowsOf,
  turned,
  ulpOf,
  unpacked,
} from "./matrices.ts";
import { product } from "./matmul.ts";
import { shapeOf } from "./signatures.ts";

/**
 * 1 / (xⱼ - xᵢ) for the numbers x [b, n], as matrices like `like`; 0 for i = j, and NaN where they are equal but for
 * what rounding a matrix with values as large as `most` [b, 1] can make of equal ones.
 */
function gaps(b: Builder, x: Value, most: Value, like: Value): Value {
  const [, n] = shapeOf(x) as [number, number];
  const difference = sub(b, acrossLike(b, x, like), downLike(b, x, like));
  const small = mul(b, most, numberLike(b, 4 * n * ulpOf(x), most));
  const tolerance = b.emit1(broadcast, [small], { shape: shapeOf(like), axes: [0, 1] });
  const none = numberLike(b, NaN, like);
  const inverse = div(b, numberLike(b, 1, like), difference);
  const apart = select(b, le(b, abs(b, difference), tolerance), none, inverse);
  return offDiagonal(b, apart, numberLike(b, 0, like));
}

/** d λ = diagonal of E = Vᵀ·dA·V, d V = V·(E / (λⱼ - λᵢ)) (Giles 2008). */
export const eigh: Op = kernelOp<[a: Value]>({
  name: "eigh",
  doc: "eigh a: eigenvectors, as columns, and values of symmetric matrices, of which the lower triangles are read; for each n × n matrix n + 1 rows, the last for the values, ascending; the largest entry of a vector is positive",
  type: (types) => {
    const { dtype, shape } = oneSquare(types);
    return [arrayOf(dtype, [shape[0]!, shape[1]! + 1, shape[1]!])];
  },
  call: (types) => ({ name: "eigh", sizes: squareSizes(types) }),
  work: (types) => {
    const [batch, n] = squareSizes(types);
    return 9 * batch * n ** 3;
  },
  rule: {
    kind: "jvp",
    jvp: (b, [a], [da], f) => {
      const [batch, n] = shapeOf(a as Value) as [number, number];
      if (da === undefined || n === 0) return undefined;
      const v = rowsOf(b, f, 0, n);
      const w = b.emit1(reshape, [rowsOf(b, f, n, n + 1)], { shape: [batch, n] });
      const lower = partOf(b, da, "lower");
      const whole = add(b, lower, turned(b, partOf(b, da, "strictly lower")));
      const e = product(b, v, product(b, whole, v, false, false), true, false);
      const ends = [slicedAlong(b, w, 1, 0, 1), slicedAlong(b, w, 1, n - 1, n)] as const;
      const most = max(b, abs(b, ends[0]), abs(b, ends[1]));
      const dv = product(b, v, strongMul(b, e, gaps(b, w, most, v)), false, false);
      const dw = b.emit1(reshape, [diagonalOf(b, e)], { shape: [batch, 1, n] });
      return concatenated(b, [dv, dw], 1);
    },
  },
});

function svdSizes(types: readonly Type[]): readonly [batch: number, m: number, n: number] {
  if (types.length !== 1) reject(types, "one array");
  const [batch, m, n] = matricesAt(types, 0).shape as [number, number, number];
  return [batch, m, n];
}

/**
 * With P = Uᵀ·dA·V and F = 1 / (sⱼ² - sᵢ²): d s = diagonal of P, d U = U·(F∘(P·S + S·Pᵀ)) +
 * (1 - U·Uᵀ)·dA·V·S⁻¹, d V = V·(F∘(S·P + Pᵀ·S)) + (1 - V·Vᵀ)·dAᵀ·U·S⁻¹ (Townsend 2016).
 */
export const svd: Op = kernelOp<[a: Value]>({
  name: "svd",
  doc: "svd a: a = U·diag(s)·Vᵀ, thin; for each m × n matrix the m·k elements of U, the k of s, descending, and the k·n of Vᵀ, where k is the less of m and n; the largest entry of a column of U is positive",
  type: (types) => {
    const [batch, m, n] = svdSizes(types);
    const k = Math.min(m, n);
    return [arrayOf((types[0] as ArrayType).dtype, [batch, m * k + k + k * n])];
  },
  call: (types) => ({ name: "svd", sizes: svdSizes(types) }),
  work: (types) => {
    const [batch, m, n] = svdSizes(types);
    return 30 * batch * m * n * Math.min(m, n);
  },
  rule: {
    kind: "jvp",
    jvp: (b, [a], [da], f) => {
      const [batch, m, n] = svdSizes([a!.type]);
      const k = Math.min(m, n);
      if (da === undefined || k === 0) return undefined;
      const u = unpacked(b, f, 0, [batch, m, k]);
      const s = unpacked(b, f, m * k, [batch, k]);
      const vt = unpacked(b, f, m * k + k, [batch, k, n]);
      const right = product(b, da, vt, false, true); // dA·V
      const p = product(b, u, right, true, false);
      const most = slicedAlong(b, s, 1, 0, 1);
      const [across, down] = [acrossLike(b, s, p), downLike(b, s, p)];
      const less = gaps(b, s, most, p); // 1 / (sⱼ - sᵢ)
      const pt = turned(b, p);
      // F∘(P·S ± …) with F = 1/(sⱼ - sᵢ) · 1/(sⱼ + sᵢ)
      const split = (x: Value): Value => strongMul(b, strongDiv(b, x, add(b, across, down)), less);
      const turnU = split(add(b, strongMul(b, p, across), strongMul(b, pt, down)));
      const turnV = split(add(b, strongMul(b, p, down), strongMul(b, pt, across)));
      let du = product(b, u, turnU, false, false);
      let dvt = product(b, turnV, vt, true, false);
      if (m > n) {
        const rest = sub(b, right, product(b, u, p, false, false));
        du = add(b, du, strongDiv(b, rest, acrossLike(b, s, rest)));
      }
      if (n > m) {
        const rest = sub(b, product(b, u, da, true, false), product(b, p, vt, false, false));
        dvt = add(b, dvt, strongDiv(b, rest, downLike(b, s, rest)));
      }
      const flat = (x: Value, size: number): Value =>
        b.emit1(reshape, [x], { shape: [batch, size] });
      return concatenated(b, [flat(du, m * k), diagonalOf(b, p), flat(dvt, k * n)], 1);
    },
  },
});
