// Linear systems, determinants, inverses, functions of matrices in the last two axes.
import * as ops from "../ops/arrays/index.ts";
import { stop } from "../ops/stop.ts";
import { computedDtype, type NdArray } from "./array.ts";
import { abs, add, ceil, divide, multiply, power, sign, subtract } from "./arithmetic.ts";
import { broadcastTo, diagonal, expandDims, matrixTranspose, shaped } from "./arrange.ts";
import { greater, logicalAnd, where } from "./compare.ts";
import { isCompiling } from "./compiling.ts";
import { cast, type Operand } from "./convert.ts";
import { arange, eye, tri } from "./create.ts";
import { log, log2 } from "./elementary.ts";
import { einsum } from "./einsum.ts";
import { bind } from "./engine.ts";
import { luFactor, qr, stacked, svd, svdvals, triangularSolve } from "./factor.ts";
import { fault, show } from "./fault.ts";
import { matmul, ofOneDtype } from "./matmul.ts";
import { matrixNorm, type NormOrder } from "./norm.ts";
import { asStack, matrices, outerOf, squares } from "./matrices.ts";
import { optionsOf } from "./options.ts";
import { floatArray } from "./promote.ts";
import { all, max, min, prod, sum } from "./reduce.ts";
import { takeAlongAxis } from "./take.ts";

/** The x of a·x = b; b is a vector if it has one axis, else matrices. At a singular a it is not finite. */
export function solve(a: Operand, b: Operand): NdArray {
  const [p, q] = ofOneDtype("solve", [squares("solve", a), floatArray("solve", b)]) as [
    NdArray,
    NdArray,
  ];
  const n = p.shape.at(-1)!;
  if (q.ndim === 0 || q.shape.at(q.ndim === 1 ? -1 : -2) !== n) {
    fault("NB6005", `\`solve\` of ${show(p)} and ${show(q)}`, `b has to have ${n} rows`);
  }
  const columns = q.ndim === 1 ? shaped(q, [n, 1]) : q;
  const [s, t] = stacked("solve", p, columns);
  const x = solved(s, t);
  return q.ndim === 1 ? shaped(x, x.shape.slice(0, -1)) : x;
}

// By L·U = P·A; both have the same axes in front.
function solved(a: NdArray, b: NdArray): NdArray {
  const [factors, order] = luFactor(a);
  const rows = expandDims(cast(bind(stop, [order]), "i32"), -1);
  const moved = takeAlongAxis(b, broadcastTo(rows, b.shape), -2);
  const y = triangularSolve(factors, moved, { lower: true, unitDiagonal: true });
  return triangularSolve(factors, y);
}

/** The inverse; at a singular matrix it is not finite. */
export function inv(x: Operand): NdArray {
  const a = squares("inv", x);
  return solved(a, broadcastTo(identityLike(a), a.shape));
}

function identityLike(a: NdArray): NdArray {
  return eye(a.shape.at(-2)!, a.shape.at(-1)!, { dtype: computedDtype(a) });
}

/** The determinant. Its gradient is the matrix of cofactors, also where it is 0. */
export function det(x: Operand): NdArray {
  const a = squares("det", x);
  return shaped(bind(ops.det, [asStack(a)]), outerOf(a));
}

/** [sign, log |det|], which neither overflow; 0 and -∞ of singular matrices. */
export function slogdet(x: Operand): [NdArray, NdArray] {
  const a = squares("slogdet", x);
  const [factors, order] = luFactor(a);
  const line = diagonal(factors, { axis1: -2, axis2: -1 });
  const signs = prod(sign(line), -1);
  return [multiply(signs, parity(bind(stop, [order]))), sum(log(abs(line)), -1)];
}

// The sign of a permutation: -1 for each pair that is in the wrong order.
function parity(order: NdArray): NdArray {
  const n = order.shape.at(-1)!;
  const shape = [...order.shape, n];
  const first = broadcastTo(expandDims(order, -1), shape);
  const second = broadcastTo(expandDims(order, -2), shape);
  const wrong = logicalAnd(
    greater(first, second),
    matrixTranspose(tri(n, n, { k: -1, dtype: "bool" })),
  );
  return cast(prod(where(wrong, -1, 1), [-2, -1]), order.dtype);
}

/** Matrices to a whole power: products of n, of the inverse if n < 0; 0 gives the identity. */
export function matrixPower(x: Operand, n: number): NdArray {
  const a = squares("matrixPower", x);
  if (!Number.isInteger(n))
    fault("NB5010", `\`matrixPower\` to the power ${n}`, "give a whole number");
  if (n === 0) return broadcastTo(identityLike(a), a.shape);
  let base = n < 0 ? inv(a) : a;
  let result: NdArray | undefined;
  for (let left = Math.abs(n); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === undefined ? base : matmul(result, base);
    if (left > 1) base = matmul(base, base);
  }
  return result!;
}

/**
 * The matrix exponential, by the Padé approximant of degree 13 with scaling and squaring (Higham
 * 2005). In compiled code matrices whose largest column sum is above 3·10⁵ give NaN.
 */
export function expm(x: Operand): NdArray {
  const a = squares("expm", x);
  if (a.size === 0) return a;
  const size = max(sum(abs(bind(stop, [a])), -2), -1);
  const halvings = ceil(log2(where(greater(size, LARGEST), divide(size, LARGEST), 1)));
  // how often is only known when running: all there may be, or those that there are
  const times = isCompiling() ? MOST : halvingsIn(halvings);
  const scale = power(2, multiply(halvings, -1));
  let y = pade13(multiply(a, each(scale)));
  for (let i = 0; i < times; i++) {
    y = where(greater(each(halvings), i), matmul(y, y), y);
  }
  return isCompiling() ? where(greater(each(halvings), MOST), NaN, y) : y;
}

/** The norm up to which the approximant is exact in doubles, and how often it may be squared. */
const [LARGEST, MOST] = [5.371920351148152, 16];

const each = (x: NdArray): NdArray => shaped(x, [...x.shape, 1, 1]);

function halvingsIn(count: NdArray): number {
  const { data } = count;
  let most = 0;
  for (const n of data) if (Number.isFinite(n)) most = Math.max(most, n);
  return most;
}

const PADE = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000,
  10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
];

function pade13(a: NdArray): NdArray {
  const identity = broadcastTo(identityLike(a), a.shape);
  const a2 = matmul(a, a);
  const a4 = matmul(a2, a2);
  const a6 = matmul(a4, a2);
  const combined = (powers: readonly NdArray[], at: readonly number[]): NdArray =>
    powers.map((p, i) => multiply(p, PADE[at[i]!]!)).reduce((p, q) => add(p, q));
  const high = matmul(a6, combined([a6, a4, a2], [13, 11, 9]));
  const odd = matmul(a, add(high, combined([a6, a4, a2, identity], [7, 5, 3, 1])));
  const even = add(
    matmul(a6, combined([a6, a4, a2], [12, 10, 8])),
    combined([a6, a4, a2, identity], [6, 4, 2, 0]),
  );
  return solved(subtract(even, odd), add(even, odd));
}

/** What `pinv` takes. */
export interface PinvOptions {
  /** Singular values up to this share of the largest are taken to be 0. Default 10·max(m, n)·ε. */
  readonly rcond?: number | null | undefined;
}

/**
 * The pseudoinverse: of matrices of full rank by their QR factorisation, else by the singular values
 * above `rcond` times the largest. Its derivative is the one at constant rank.
 */
export function pinv(x: Operand, options: PinvOptions = {}): NdArray {
  const { rcond } = optionsOf("pinv", options);
  const a = matrices("pinv", x);
  const [m, n] = a.shape.slice(-2) as [number, number];
  if (a.size === 0) return matrixTranspose(a);
  if (m < n) return matrixTranspose(pinv(matrixTranspose(a), { rcond }));
  const tolerance = rcond ?? 10 * m * (a.dtype === "f32" ? 1.1920928955078125e-7 : Number.EPSILON);
  const full = each(fullRank(a, tolerance));
  return where(full, byQr(a, full), bySvd(a, full, tolerance));
}

// Whether the triangular factor has no small entry on its diagonal.
function fullRank(a: NdArray, tolerance: number): NdArray {
  const [, r] = qr(bind(stop, [a]));
  const line = abs(diagonal(r, { axis1: -2, axis2: -1 }));
  return all(greater(line, multiply(max(line, -1, { keepdims: true }), tolerance)), -1);
}

// Where the other way is taken, an operand at which nothing is singular stands in.
function byQr(a: NdArray, full: NdArray): NdArray {
  const [q, r] = qr(where(full, a, identityLike(a)));
  return triangularSolve(r, matrixTranspose(q));
}

function bySvd(a: NdArray, full: NdArray, tolerance: number): NdArray {
  const n = a.shape.at(-1)!;
  const apart = multiply(identityLike(a), arange(1, n + 1));
  const [u, s, vt] = svd(where(full, cast(apart, a.dtype), a));
  const kept = greater(s, multiply(max(s, -1, { keepdims: true }), tolerance));
  const inverse = where(kept, divide(1, where(kept, s, 1)), 0);
  const left = multiply(matrixTranspose(vt), expandDims(inverse, -2));
  return matmul(left, matrixTranspose(u));
}

/** The x for which |a·x - b| is least, of several the shortest; b is a vector if it has one axis. */
export function lstsq(a: Operand, b: Operand, options: PinvOptions = {}): NdArray {
  const [p, q] = ofOneDtype("lstsq", [matrices("lstsq", a), floatArray("lstsq", b)]) as [
    NdArray,
    NdArray,
  ];
  const m = p.shape.at(-2)!;
  if (q.ndim === 0 || q.shape.at(q.ndim === 1 ? -1 : -2) !== m) {
    fault("NB6005", `\`lstsq\` of ${show(p)} and ${show(q)}`, `b has to have ${m} rows`);
  }
  return matmul(pinv(p, optionsOf("lstsq", options)), q);
}

/** How many singular values are above `tol` (the largest times max(m, n)·ε). */
export function matrixRank(
  x: Operand,
  options: { readonly tol?: number | undefined } = {},
): NdArray {
  const { tol } = optionsOf("matrixRank", options);
  const a = matrices("matrixRank", x);
  const s = svdvals(a);
  const [m, n] = a.shape.slice(-2) as [number, number];
  const eps = a.dtype === "f32" ? 1.1920928955078125e-7 : Number.EPSILON;
  const bound = tol ?? multiply(max(s, -1, { keepdims: true }), Math.max(m, n) * eps);
  return sum(greater(s, bound), -1);
}

/** Ratio of the largest to the smallest singular value; for another order of norm |A|·|A⁻¹|. */
export function cond(x: Operand, order: NormOrder | null = null): NdArray {
  if (order !== null && order !== 2 && order !== -2) {
    return multiply(matrixNorm(x, order), matrixNorm(inv(x), order));
  }
  const s = svdvals(x);
  return order === -2 ? divide(min(s, -1), max(s, -1)) : divide(max(s, -1), min(s, -1));
}

/** The product of all, in the order that takes the fewest multiplications; the first and last may be vectors. */
export function multiDot(xs: readonly Operand[]): NdArray {
  const arrays = xs.map((x) => floatArray("multiDot", x));
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const last = arrays.length - 1;
  const own = (x: NdArray, i: number): string =>
    x.ndim === 1 ? letters[i === 0 ? 1 : i]! : letters.slice(i, i + 2);
  const fits = arrays.every((x, i) => x.ndim === 2 || (x.ndim === 1 && (i === 0 || i === last)));
  if (!fits || arrays.length < 2 || arrays.length > 25) {
    const shapes = arrays.map(show).join(", ");
    fault("NB6005", `\`multiDot\` of ${shapes}`, "give 2 to 25 matrices; the ends may be vectors");
  }
  const ends = [
    arrays[0]!.ndim === 1 ? "" : "a",
    arrays[last]!.ndim === 1 ? "" : letters[last + 1]!,
  ];
  return einsum(`${arrays.map(own).join()}->${ends.join("")}`, ...arrays);
}
