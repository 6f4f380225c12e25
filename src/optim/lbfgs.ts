import { wantOptions } from "./optimiser.ts";
import { valueAndGrad } from "../api/grad.ts";
import { lineSearch, type Trial } from "./line-search.ts";
import { finiteOf, type Minimum, type MinimumOptions } from "./minimum.ts";
import { along, dot, largest, ravel, ravelLike, unravel } from "./vector.ts";

export interface LbfgsOptions extends MinimumOptions {
  /** How many changes of the gradient are remembered. Default: 10. */
  readonly memory?: number;
}

interface Point {
  readonly x: Float64Array;
  readonly g: Float64Array;
}

/** A step and the change of the gradient in it. */
interface Change {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly sy: number;
}

/**
 * A minimum of a smooth function of a tree of parameters, by limited-memory BFGS: Liu and Nocedal, "On
 * the limited memory BFGS method for large scale optimization" (Mathematical Programming 45, 1989),
 * with a line search for the strong Wolfe conditions. Computed in doubles.
 *
 * Cost: an evaluation with gradient or two, and 4·memory vector operations, in each iteration.
 *
 * @example
 * ```ts
 * lbfgs((p: { x: number }) => (p.x - 3) ** 4, { x: 0 }).params.x; // 3, nearly
 * ```
 */
export function lbfgs<P>(
  f: (params: P) => unknown,
  start: P,
  options: LbfgsOptions = {},
): Minimum<P> {
  wantOptions("lbfgs", ["memory", "tolerance", "most", "scope"], options);
  const { memory = 10, tolerance = 1e-8, most = 200, scope } = options;
  const run = valueAndGrad(f as (params: P) => number, scope && { scope });
  let evaluations = 0;
  const evaluate = (x: Float64Array): { value: number; g: Float64Array } => {
    evaluations++;
    const params = unravel(start, x);
    const { value, grad } = run(params);
    return { value: finiteOf(value), g: ravelLike(params, grad) };
  };
  const x0 = ravel(start);
  const first = evaluate(x0);
  let point: Point = { x: x0, g: first.g };
  let value = first.value;
  const changes: Change[] = [];
  let iterations = 0;
  for (; iterations < most && largest(point.g) > tolerance; iterations++) {
    const { x, g } = point;
    let d = direction(g, changes);
    if (!(dot(d, g) < 0)) {
      changes.length = 0;
      d = g.map((gi) => -gi);
    }
    const at = (step: number): Trial<Point> => {
      const there = along(x, step, d);
      const found = evaluate(there);
      return { step, value: found.value, slope: dot(found.g, d), at: { x: there, g: found.g } };
    };
    const from = { step: 0, value, slope: dot(g, d), at: point };
    // the first direction has the length of the gradient, which says nothing of the scale
    const guess = changes.length === 0 ? Math.min(1, 1 / largest(g)) : 1;
    const found = lineSearch(at, from, guess);
    if (found === undefined) {
      if (changes.length === 0) break;
      changes.length = 0;
      continue;
    }
    const s = along(found.at.x, -1, x);
    const y = along(found.at.g, -1, g);
    const sy = dot(s, y);
    if (sy > Number.EPSILON * dot(y, y)) changes.push({ s, y, sy });
    if (changes.length > memory) changes.shift();
    ({ at: point, value } = found);
  }
  const slope = largest(point.g);
  const params = unravel(start, point.x);
  return { params, value, converged: slope <= tolerance, iterations, evaluations, slope };
}

/** -H g, where H stands for the inverse Hessian: the two loops of Nocedal and Wright (7.4). */
function direction(g: Float64Array, changes: readonly Change[]): Float64Array {
  let q: Float64Array = g.map((gi) => -gi);
  const weights: number[] = [];
  for (const { s, y, sy } of changes.toReversed()) {
    const a = dot(s, q) / sy;
    weights.unshift(a);
    q = along(q, -a, y);
  }
  const last = changes.at(-1);
  const scale = last === undefined ? 1 : last.sy / dot(last.y, last.y);
  q = q.map((qi) => scale * qi);
  for (const [i, { s, y, sy }] of changes.entries()) {
    q = along(q, weights[i]! - dot(y, q) / sy, s);
  }
  return q;
}
