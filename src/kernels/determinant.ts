import { lu } from "./lu.ts";
import { svd } from "./svd.ts";
import { triangularSolve } from "./triangular.ts";

// the determinant that an LU factorisation `f` says
function product(f: Float64Array, order: Float64Array, n: number): number {
  let p = 1;
  for (let i = 0; i < n; i++) p *= f[i * n + i]!;
  // cycles of even length are odd permutations
  for (let i = 0; i < n; i++) order[i] = f[n * n + i]!;
  for (let i = 0; i < n; i++) {
    while (order[i]! !== i) {
      const to = order[i]!;
      order[i] = order[to]!;
      order[to] = to;
      p = -p;
    }
  }
  return p;
}

/** Determinants of `batch` n × n matrices, by elimination with partial pivoting. */
export function determinant(a: Float64Array, out: Float64Array, batch: number, n: number): void {
  const one = new Float64Array(n * n);
  const f = new Float64Array(n * (n + 1));
  const order = new Float64Array(n);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < n * n; i++) one[i] = a[b * n * n + i]!;
    lu(one, f, 1, n);
    out[b] = product(f, order, n);
  }
}

// the largest sum of sizes in a row
function norm(x: Float64Array, n: number): number {
  let most = 0;
  for (let i = 0; i < n; i++) {
    let s = 0;
    for (let j = 0; j < n; j++) s += Math.abs(x[i * n + j]!);
    if (s > most || Number.isNaN(s)) most = s;
  }
  return most;
}

// det A · A⁻ᵀ into `to`, unless A is too close to a singular matrix; gives whether it is not
function byInverse(a: Float64Array, to: Float64Array, n: number): boolean {
  const f = new Float64Array(n * (n + 1));
  const order = new Float64Array(n);
  const x = new Float64Array(n * n);
  const y = new Float64Array(n * n);
  lu(a, f, 1, n);
  for (let i = 0; i < n; i++) if (Math.abs(f[i * n + i]!) === 0) return false;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) x[i * n + j] = j === f[n * n + i]! ? 1 : 0;
  triangularSolve(f, x, y, 1, n, n, 1, 1, 0, 1);
  triangularSolve(f, y, x, 1, n, n, 1, 0, 0, 0);
  if (!(norm(a, n) * norm(x, n) < 1e4)) return false;
  const det = product(f, order, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) to[i * n + j] = det * x[j * n + i]!;
  return true;
}

// Singular values and vectors: u, s, vt one after the other in `parts`; gives det U · det V.
function decomposed(a: Float64Array, parts: Float64Array, n: number): number {
  svd(a, parts, 1, n, n);
  const x = new Float64Array(n * n);
  const signs = new Float64Array(1);
  for (let i = 0; i < n * n; i++) x[i] = parts[i]!;
  determinant(x, signs, 1, n);
  const first = signs[0]!;
  for (let i = 0; i < n * n; i++) x[i] = parts[n * n + n + i]!;
  determinant(x, signs, 1, n);
  return first * signs[0]! < 0 ? -1 : 1;
}

// x · y, or xᵀ · y if `turned`
function times(x: Float64Array, y: Float64Array, turned: boolean, n: number): Float64Array {
  const z = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = turned ? x[k * n + i]! : x[i * n + k]!;
      for (let j = 0; j < n; j++) z[i * n + j] = z[i * n + j]! + factor * y[k * n + j]!;
    }
  }
  return z;
}

/**
 * Matrices of cofactors, gradients of the determinant, of `batch` n × n matrices; of singular ones
 * too. By the inverse where it is well-conditioned, and by singular values elsewhere: the cofactors
 * of diag(s) are products of all but one.
 */
export function cofactor0(a: Float64Array, out: Float64Array, batch: number, n: number): void {
  const one = new Float64Array(n * n);
  const c = new Float64Array(n * n);
  const parts = new Float64Array(2 * n * n + n);
  for (let b = 0; b < batch; b++) {
    const base = b * n * n;
    for (let i = 0; i < n * n; i++) one[i] = a[base + i]!;
    if (!byInverse(one, c, n)) {
      const sign = decomposed(one, parts, n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) c[i * n + j] = 0;
      }
      for (let k = 0; k < n; k++) {
        let p = sign;
        for (let l = 0; l < n; l++) if (l !== k) p *= parts[n * n + l]!;
        for (let i = 0; i < n; i++) {
          const left = p * parts[i * n + k]!;
          const row = n * n + n + k * n;
          for (let j = 0; j < n; j++) c[i * n + j] = c[i * n + j]! + left * parts[row + j]!;
        }
      }
    }
    for (let i = 0; i < n * n; i++) out[base + i] = c[i]!;
  }
}

/**
 * Derivatives of the matrices of cofactors of A in the directions E, at any A. With A = U·diag(s)·Vᵀ
 * and F = Uᵀ·E·V, it is det U · det V · U·G·Vᵀ, where Gᵢⱼ = -Fⱼᵢ·Πs without sᵢ and sⱼ for i ≠ j, and Gᵢᵢ is
 * the sum of Fⱼⱼ·Πs without sᵢ and sⱼ over other j.
 */
export function cofactor1(
  a: Float64Array,
  e: Float64Array,
  out: Float64Array,
  batch: number,
  n: number,
): void {
  const one = new Float64Array(n * n);
  const direction = new Float64Array(n * n);
  const parts = new Float64Array(2 * n * n + n);
  const u = new Float64Array(n * n);
  const vt = new Float64Array(n * n);
  const v = new Float64Array(n * n);
  const g = new Float64Array(n * n);
  for (let b = 0; b < batch; b++) {
    const base = b * n * n;
    for (let i = 0; i < n * n; i++) {
      one[i] = a[base + i]!;
      direction[i] = e[base + i]!;
    }
    const sign = decomposed(one, parts, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        u[i * n + j] = parts[i * n + j]!;
        vt[i * n + j] = parts[n * n + n + i * n + j]!;
        v[j * n + i] = vt[i * n + j]!;
        g[i * n + j] = 0;
      }
    }
    const f = times(times(u, direction, true, n), v, false, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        let p = sign;
        for (let l = 0; l < n; l++) if (l !== i && l !== j) p *= parts[n * n + l]!;
        g[i * n + j] = -p * f[j * n + i]!;
        g[j * n + i] = -p * f[i * n + j]!;
        g[i * n + i] = g[i * n + i]! + p * f[j * n + j]!;
        g[j * n + j] = g[j * n + j]! + p * f[i * n + i]!;
      }
    }
    const whole = times(times(u, g, false, n), vt, false, n);
    for (let i = 0; i < n * n; i++) out[base + i] = whole[i]!;
  }
}
