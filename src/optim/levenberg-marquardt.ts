import { wantOptions } from "./optimiser.ts";
import { jacobian } from "../api/matrices.ts";
import type { Minimum, MinimumOptions } from "./minimum.ts";
import type { NdArray } from "../nd/array.ts";
import { along, dot, largest, ravel, rowsOf, unravel } from "./vector.ts";

/** What a function of residuals gives. */
export type Residuals = NdArray | Float64Array | Float32Array | readonly number[] | number;

/**
 * The parameters, a tree of numbers and arrays, that make the sum of squares of `residuals` least: Levenberg (1944); Marquardt, "An
 * algorithm for least-squares estimation of nonlinear parameters" (SIAM 11, 1963); scaled and damped
 * as by Nielsen, "Damping parameter in Marquardt's method" (1999). For tens of parameters: each step
 * solves n equations, by the QR factorisation of the Jacobian, so that its condition is not squared.
 *
 * @returns `value` is half of the sum of squares, `slope` the largest element of its gradient over
 * the lengths of the columns of the Jacobian and of the residuals: the cosine between them. It ends
 * where that is at most `tolerance` (default: 1e-10)
 */
export function levenbergMarquardt<P>(
  residuals: (params: P) => Residuals,
  start: P,
  options: MinimumOptions = {},
): Minimum<P> {
  wantOptions("levenbergMarquardt", ["tolerance", "most", "scope"], options);
  const { tolerance = 1e-10, most = 200, scope } = options;
  const slopes = jacobian(residuals as (params: P) => object, scope && { scope });
  const residualsAt = (at: Float64Array): Float64Array => ravel(residuals(unravel(start, at)));
  let x = ravel(start);
  const n = x.length;
  let r = residualsAt(x);
  let value = 0.5 * dot(r, r);
  let evaluations = 1;
  let [damping, raise] = [1e-3, 2];
  const scale = new Float64Array(n);
  let slope = Infinity;
  let [iterations, converged] = [0, false];
  for (; iterations < most; iterations++) {
    const at = unravel(start, x);
    const j = rowsOf(slopes(at), r.length, at, n);
    const g = new Float64Array(n);
    const lengths = new Float64Array(n);
    for (const [i, row] of j.entries()) {
      for (let k = 0; k < n; k++) {
        g[k]! += row[k]! * r[i]!;
        lengths[k]! += row[k]! * row[k]!;
      }
    }
    const size = Math.sqrt(2 * value);
    slope = largest(g.map((gk, k) => (gk === 0 ? 0 : gk / (Math.sqrt(lengths[k]!) * size))));
    converged = slope <= tolerance;
    if (converged) break;
    for (let k = 0; k < n; k++) scale[k] = Math.max(scale[k]!, Math.sqrt(lengths[k]!)) || 1;
    let better = false;
    while (!better) {
      const d = dampedStep(j, r, scale, Math.sqrt(damping));
      const there = along(x, 1, d);
      // nearer than numbers are
      converged = there.every((xk, k) => xk === x[k]);
      if (converged) break;
      const residual = residualsAt(there);
      evaluations++;
      const next = 0.5 * dot(residual, residual);
      // what the linear model promises
      const promised =
        0.5 * d.reduce((s, dk, k) => s + dk * (damping * scale[k]! ** 2 * dk - g[k]!), 0);
      const gain = (value - next) / promised;
      better = next < value;
      if (better) {
        [x, r, value] = [there, residual, next];
        damping *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
        raise = 2;
      } else {
        damping *= raise;
        raise *= 2;
        if (!(damping < 1e100)) break;
      }
    }
    if (!better) break;
  }
  return { params: unravel(start, x), value, converged, iterations, evaluations, slope };
}

/** The least squares of J d = -r together with damping · scale · d = 0, by Givens rotations of rows. */
function dampedStep(
  j: readonly Float64Array[],
  r: Float64Array,
  scale: Float64Array,
  damping: number,
): Float64Array {
  const n = scale.length;
  // upper triangle, with the right side as column n
  const triangle = Array.from({ length: n }, () => new Float64Array(n + 1));
  const enter = (row: Float64Array): void => {
    for (let k = 0; k < n; k++) {
      const own = triangle[k]!;
      const length = Math.hypot(own[k]!, row[k]!);
      if (row[k] === 0 || length === 0) continue;
      const [c, s] = [own[k]! / length, row[k]! / length];
      for (let i = k; i <= n; i++) {
        const [a, b] = [own[i]!, row[i]!];
        own[i] = c * a + s * b;
        row[i] = c * b - s * a;
      }
    }
  };
  for (const [i, given] of j.entries()) {
    const row = new Float64Array(n + 1);
    row.set(given);
    row[n] = -r[i]!;
    enter(row);
  }
  for (let k = 0; k < n; k++) {
    const row = new Float64Array(n + 1);
    row[k] = damping * scale[k]!;
    enter(row);
  }
  const d = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    let sum = triangle[k]![n]!;
    for (let i = k + 1; i < n; i++) sum -= triangle[k]![i]! * d[i]!;
    d[k] = sum / triangle[k]![k]!;
  }
  return d;
}
