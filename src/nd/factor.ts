// Factorisations of matrices in the last two axes. Signs are fixed, so that they are functions.
import * as ops from "../ops/arrays/index.ts";
import { bind } from "./engine.ts";
import type { NdArray } from "./array.ts";
import { shaped } from "./arrange.ts";
import type { Operand } from "./convert.ts";
import { fault, show } from "./fault.ts";
import { part } from "./join.ts";
import { matmul, ofOneDtype } from "./matmul.ts";
import { asStack, matrices, onStacks, outerOf, squares, symmetric } from "./matrices.ts";
import { commonShape, floatArray, spread } from "./promote.ts";
import { slice } from "./slicing.ts";

/** The lower L with L·Lᵀ = (A + Aᵀ)/2; NaN where that is not positive definite. */
export function cholesky(x: Operand): NdArray {
  return onStacks(ops.cholesky, symmetric(squares("cholesky", x)));
}

/** [Q, R] with A = Q·R: Q [m, k] with orthonormal columns, R [k, n] upper triangular with a positive diagonal; k = min(m, n). */
export function qr(x: Operand): [NdArray, NdArray] {
  const a = matrices("qr", x);
  const [m, n] = a.shape.slice(-2) as [number, number];
  // of a wide matrix the first columns give Q
  const tall = m >= n ? a : slice(a, "...", [0, m]);
  const packed = onStacks(ops.qr, tall);
  const rows = packed.ndim - 2;
  const q = part(packed, rows, 0, m);
  if (m < n) return [q, matmul(q, a, { transposeX: true })];
  return [q, part(packed, rows, m, m + n)];
}

/** [w, V]: eigenvalues of (A + Aᵀ)/2, ascending, and eigenvectors as columns, whose largest entries are positive. */
export function eigh(x: Operand): [NdArray, NdArray] {
  const a = symmetric(squares("eigh", x));
  const n = a.shape.at(-1)!;
  const packed = onStacks(ops.eigh, a);
  const rows = packed.ndim - 2;
  const values = shaped(part(packed, rows, n, n + 1), [...outerOf(a), n]);
  return [values, part(packed, rows, 0, n)];
}

/** Eigenvalues of (A + Aᵀ)/2, ascending. */
export function eigvalsh(x: Operand): NdArray {
  return eigh(x)[0];
}

/** [U, s, Vᵀ] with A = U·diag(s)·Vᵀ: s descends, k = min(m, n) of them; the largest entry of each column of U is positive. */
export function svd(x: Operand): [NdArray, NdArray, NdArray] {
  const a = matrices("svd", x);
  const [m, n] = a.shape.slice(-2) as [number, number];
  const k = Math.min(m, n);
  const batch = outerOf(a);
  const packed = onStacks(ops.svd, a);
  const last = packed.ndim - 1;
  return [
    shaped(part(packed, last, 0, m * k), [...batch, m, k]),
    shaped(part(packed, last, m * k, m * k + k), [...batch, k]),
    shaped(part(packed, last, m * k + k, m * k + k + k * n), [...batch, k, n]),
  ];
}

/** Singular values, descending. */
export function svdvals(x: Operand): NdArray {
  return svd(x)[1];
}

/** What `triangularSolve` takes. */
export interface TriangularOptions {
  /** Whether op(a)·x = b, or x·op(a) = b. Default true. */
  readonly leftSide?: boolean | undefined;
  /** Whether the lower triangle is read, or the upper one. Default false. */
  readonly lower?: boolean | undefined;
  /** Whether op(a) is aᵀ. Default false. */
  readonly transposeA?: boolean | undefined;
  /** Whether the diagonal is taken to be 1. Default false. */
  readonly unitDiagonal?: boolean | undefined;
}

/** The x of op(a)·x = b, where one triangle of a is read; b is a vector or matrices. */
export function triangularSolve(a: Operand, b: Operand, options: TriangularOptions = {}): NdArray {
  const [p, q] = ofOneDtype("triangularSolve", [
    squares("triangularSolve", a),
    floatArray("triangularSolve", b),
  ]) as [NdArray, NdArray];
  const left = options.leftSide ?? true;
  const n = p.shape.at(-1)!;
  if (q.ndim === 0 || q.shape.at(q.ndim === 1 || !left ? -1 : -2) !== n) {
    fault(
      "NB6005",
      `\`triangularSolve\` of ${show(p)} and ${show(q)}`,
      `the ${left ? "rows" : "columns"} of b have to be ${n}`,
    );
  }
  const columns = q.ndim === 1 ? shaped(q, left ? [n, 1] : [1, n]) : q;
  const [s, t] = stacked("triangularSolve", p, columns);
  const x = bind(ops.triangularSolve, [asStack(s), asStack(t)], {
    left,
    lower: options.lower ?? false,
    transpose: options.transposeA ?? false,
    unit: options.unitDiagonal ?? false,
  });
  const whole = shaped(x, t.shape);
  return q.ndim === 1 ? shaped(whole, whole.shape.slice(0, -2).concat(n)) : whole;
}

/** Both with the same axes before the last two. */
export function stacked(name: string, a: NdArray, b: NdArray): [NdArray, NdArray] {
  const outer = [a, b].map((x) => ({ dtype: x.dtype, shape: outerOf(x) }));
  const batch = commonShape(name, outer);
  return [
    spread(name, a, [...batch, ...a.shape.slice(-2)]),
    spread(name, b, [...batch, ...b.shape.slice(-2)]),
  ];
}

/** [P·L·U] of square matrices as [L and U in one, the number of the row of A for each row]. */
export function luFactor(x: Operand): [NdArray, NdArray] {
  const a = squares("luFactor", x);
  const n = a.shape.at(-1)!;
  const packed = onStacks(ops.lu, a);
  const rows = packed.ndim - 2;
  return [part(packed, rows, 0, n), shaped(part(packed, rows, n, n + 1), [...outerOf(a), n])];
}
