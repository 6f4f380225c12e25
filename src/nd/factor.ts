// Factorisations of matrices in the last two axes. Signs are fixed, so that they are functions.
import { add } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import { stop } from "../ops/stop.ts";
import { bind } from "./engine.ts";
import { computedDtype, type NdArray } from "./array.ts";
import { matrixTranspose, shaped, tril, triu } from "./arrange.ts";
import { subtract } from "./arithmetic.ts";
import { filled, type Operand } from "./convert.ts";
import { eye } from "./create.ts";
import { fault, show } from "./fault.ts";
import { part } from "./join.ts";
import { matmul, ofOneDtype } from "./matmul.ts";
import { asStack, matrices, onStacks, outerOf, squares, symmetric } from "./matrices.ts";
import { optionsOf } from "./options.ts";
import { commonShape, floatArray, spread } from "./promote.ts";
import { slice } from "./slicing.ts";

/** What `cholesky` takes. */
export interface CholeskyOptions extends SymmetricOptions {
  /** Whether the factor is Lᵀ, upper triangular. Default false. */
  readonly upper?: boolean | undefined;
}

/** The lower L with L·Lᵀ = (A + Aᵀ)/2, or Lᵀ; NaN where that is not positive definite. */
export function cholesky(x: Operand, options: CholeskyOptions = {}): NdArray {
  const { upper = false } = optionsOf("cholesky", options);
  const a = symmetricOf(squares("cholesky", x), upper ? "U" : "L", options);
  const lower = onStacks(ops.cholesky, a);
  return upper ? matrixTranspose(lower) : lower;
}

/** What `qr` takes. */
export interface QrOptions {
  /** Q with k columns, with all m, or no Q: "r" gives R alone. Default "reduced". */
  readonly mode?: "reduced" | "complete" | "r" | undefined;
}

/**
 * [Q, R] with A = Q·R: Q [m, k] with orthonormal columns, R [k, n] upper triangular with a positive
 * diagonal; k = min(m, n), or m if `mode` is "complete": the columns after the first n then have
 * positive largest entries.
 */
export function qr(x: Operand, options: QrOptions & { readonly mode: "r" }): NdArray;
export function qr(
  x: Operand,
  options?: { readonly mode?: "reduced" | "complete" | undefined },
): [NdArray, NdArray];
export function qr(x: Operand, options: QrOptions = {}): NdArray | [NdArray, NdArray] {
  const { mode = "reduced" } = optionsOf("qr", options);
  if (mode !== "reduced" && mode !== "complete" && mode !== "r") {
    fault("NB5010", `\`qr\`: mode "${String(mode)}"`, '"reduced", "complete" or "r"');
  }
  const a = matrices("qr", x);
  const [q, r] = reducedQr(a);
  if (mode === "r") return r;
  const [m, n] = a.shape.slice(-2) as [number, number];
  if (mode === "reduced" || m <= n) return [q, r];
  const zeros = filled(0, r.dtype, [...outerOf(a), m - n, n]);
  return [completed(q), bind(ops.concat, [r, zeros], { axis: r.ndim - 2 })];
}

function reducedQr(a: NdArray): [NdArray, NdArray] {
  const [m, n] = a.shape.slice(-2) as [number, number];
  // of a wide matrix the first columns give Q
  const tall = m >= n ? a : slice(a, "...", [0, m]);
  const packed = onStacks(ops.qr, tall);
  const rows = packed.ndim - 2;
  const q = part(packed, rows, 0, m);
  if (m < n) return [q, matmul(q, a, { transposeX: true })];
  return [q, part(packed, rows, m, m + n)];
}

// Orthonormal columns, and as many more as there are rows. Any would do that are orthogonal to them:
// their derivatives are those that do not turn them among each other.
function completed(q: NdArray): NdArray {
  const [m, n] = q.shape.slice(-2) as [number, number];
  const fixed = bind(stop, [q]);
  const away = (of: NdArray, columns: NdArray): NdArray =>
    subtract(columns, matmul(of, matmul(of, columns, { transposeX: true })));
  const whole = spread("qr", eye(m, m, { dtype: computedDtype(q) }), [...outerOf(q), m, m]);
  // eigenvalues of the projection are n zeros, then ones
  const [, vectors] = eigh(away(fixed, whole));
  const rest = part(vectors, vectors.ndim - 1, n, m);
  const moved = reducedQr(away(q, bind(stop, [rest])))[0];
  return bind(ops.concat, [q, moved], { axis: q.ndim - 1 });
}

/** What functions of symmetric matrices take. */
export interface SymmetricOptions {
  /** Whether (A + Aᵀ)/2 is taken, or one triangle is read and mirrored. Default true. */
  readonly symmetrizeInput?: boolean | undefined;
}

/** What `eigh` and `eigvalsh` take. */
export interface EighOptions extends SymmetricOptions {
  /** Which triangle is read, if not both. Default "L". */
  readonly UPLO?: "L" | "U" | undefined;
}

function symmetricOf(a: NdArray, triangle: "L" | "U", options: SymmetricOptions): NdArray {
  if (options.symmetrizeInput ?? true) return symmetric(a);
  const [own, beside] = triangle === "L" ? [tril(a), tril(a, -1)] : [triu(a), triu(a, 1)];
  return bind(add, [own, matrixTranspose(beside)]);
}

/** [w, V]: eigenvalues of (A + Aᵀ)/2, ascending, and eigenvectors as columns, whose largest entries are positive. */
export function eigh(x: Operand, options: EighOptions = {}): [NdArray, NdArray] {
  const a = symmetricOf(squares("eigh", x), optionsOf("eigh", options).UPLO ?? "L", options);
  const n = a.shape.at(-1)!;
  const packed = onStacks(ops.eigh, a);
  const rows = packed.ndim - 2;
  const values = shaped(part(packed, rows, n, n + 1), [...outerOf(a), n]);
  return [values, part(packed, rows, 0, n)];
}

/** Eigenvalues of (A + Aᵀ)/2, ascending. */
export function eigvalsh(x: Operand, options: EighOptions = {}): NdArray {
  return eigh(x, optionsOf("eigvalsh", options))[0];
}

/** What `svd` takes. */
export interface SvdOptions {
  /** Whether U is [m, m] and Vᵀ [n, n], and not [m, k] and [k, n]. Default false. */
  readonly fullMatrices?: boolean | undefined;
  /** Whether U and Vᵀ are wanted: false gives s alone. Default true. */
  readonly computeUv?: boolean | undefined;
}

/**
 * [U, s, Vᵀ] with A = U·diag(s)·Vᵀ: s descends, k = min(m, n) of them; the largest entry of each
 * column of U is positive, and of what `fullMatrices` adds to either that of each added vector.
 */
export function svd(x: Operand, options: SvdOptions & { readonly computeUv: false }): NdArray;
export function svd(
  x: Operand,
  options?: SvdOptions & { readonly computeUv?: true | undefined },
): [NdArray, NdArray, NdArray];
export function svd(x: Operand, options: SvdOptions = {}): NdArray | [NdArray, NdArray, NdArray] {
  const a = matrices("svd", x);
  const [m, n] = a.shape.slice(-2) as [number, number];
  const k = Math.min(m, n);
  const batch = outerOf(a);
  const packed = onStacks(ops.svd, a);
  const last = packed.ndim - 1;
  const s = shaped(part(packed, last, m * k, m * k + k), [...batch, k]);
  if (optionsOf("svd", options).computeUv === false) return s;
  const u = shaped(part(packed, last, 0, m * k), [...batch, m, k]);
  const vt = shaped(part(packed, last, m * k + k, m * k + k + k * n), [...batch, k, n]);
  if (options.fullMatrices !== true || m === n) return [u, s, vt];
  if (m > n) return [completed(u), s, vt];
  return [u, s, matrixTranspose(completed(matrixTranspose(vt)))];
}

/** Singular values, descending. */
export function svdvals(x: Operand): NdArray {
  return svd(x, { computeUv: false });
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
  const left = optionsOf("triangularSolve", options).leftSide ?? true;
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
