import { wantOptions } from "./optimiser.ts";
import { hvp } from "../api/matrices.ts";
import { valueAndGrad } from "../api/grad.ts";
import { lineSearch, type Trial } from "./line-search.ts";
import { finiteOf, type Minimum, type MinimumOptions } from "./minimum.ts";
import { along, dot, largest, ravel, ravelLike, unravel } from "./vector.ts";

/**
 * A minimum of a smooth function of a tree of parameters, by Newton's method with conjugate gradients
 * for its steps: Nocedal and Wright, "Numerical optimization" (2006), algorithm 7.1. The Hessian is
 * only multiplied by vectors, and may be indefinite. Converges quadratically near a minimum. Computed
 * in doubles.
 */
export function newtonCg<P>(
  f: (params: P) => unknown,
  start: P,
  options: MinimumOptions = {},
): Minimum<P> {
  wantOptions("newtonCg", ["tolerance", "most", "scope"], options);
  const { tolerance = 1e-8, most = 200, scope } = options;
  const loss = f as (params: P) => number;
  const run = valueAndGrad(loss, scope && { scope });
  const product = hvp(loss, scope && { scope }) as (params: P, v: unknown) => unknown;
  let evaluations = 0;
  const evaluate = (x: Float64Array): { value: number; g: Float64Array } => {
    evaluations++;
    const params = unravel(start, x);
    const { value, grad } = run(params);
    return { value: finiteOf(value), g: ravelLike(params, grad) };
  };
  let x = ravel(start);
  let { value, g } = evaluate(x);
  let iterations = 0;
  for (; iterations < most && largest(g) > tolerance; iterations++) {
    const params = unravel(start, x);
    const d = step(g, (v) => ravelLike(params, product(params, unravel(start, v))));
    const at = (length: number): Trial<{ x: Float64Array; g: Float64Array }> => {
      const there = along(x, length, d);
      const found = evaluate(there);
      const { g: g1 } = found;
      return { step: length, value: found.value, slope: dot(g1, d), at: { x: there, g: g1 } };
    };
    const found = lineSearch(at, { step: 0, value, slope: dot(g, d), at: { x, g } }, 1);
    if (found === undefined) break;
    ({ value } = found);
    ({ x, g } = found.at);
  }
  const slope = largest(g);
  const params = unravel(start, x);
  return { params, value, converged: slope <= tolerance, iterations, evaluations, slope };
}

/** Nearly -H⁻¹ g, downwards: conjugate gradients until they are exact enough, or curvature is negative. */
function step(g: Float64Array, product: (v: Float64Array) => Float64Array): Float64Array {
  const norm = Math.sqrt(dot(g, g));
  const enough = Math.min(0.1, Math.sqrt(norm)) * norm;
  let z: Float64Array = new Float64Array(g.length);
  let r = g;
  let d = g.map((gi) => -gi);
  for (let i = 0; i < 2 * g.length + 10; i++) {
    const hd = product(d);
    const bend = dot(d, hd);
    if (!(bend > 0)) return i === 0 ? d : z;
    const rr = dot(r, r);
    z = along(z, rr / bend, d);
    r = along(r, rr / bend, hd);
    const left = dot(r, r);
    if (Math.sqrt(left) < enough) break;
    d = r.map((ri, k) => -ri + (left / rr) * d[k]!);
  }
  return z;
}
