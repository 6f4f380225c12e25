// The optimisers that the programs are run with: plain JavaScript around gradients.

type Vector = number[];
type WithGradient = (x: Vector) => { value: number; grad: Vector };

/** Where an optimiser has ended. */
interface Found {
  x: Vector;
  value: number;
  grad: Vector;
  evaluations: number;
}

const dot = (u: Vector, v: Vector): number => u.reduce((s, ui, i) => s + ui * v[i]!, 0);
const along = (x: Vector, t: number, d: Vector): Vector => x.map((xi, i) => xi + t * d[i]!);

/** A step along d that fulfils Wolfe's conditions, by bisection. */
function search(f: WithGradient, from: Found, d: Vector, curvature: number): Found {
  const slope = dot(from.grad, d);
  let [low, high, t] = [0, Infinity, 1];
  let { evaluations } = from;
  for (let tries = 0; ; tries++) {
    const x = along(from.x, t, d);
    const there = f(x);
    evaluations++;
    const isLow = there.value <= from.value + 1e-4 * t * slope;
    if (!isLow) high = t;
    else if (dot(there.grad, d) < curvature * slope) low = t;
    else return { x, ...there, evaluations };
    if (tries === 60) return isLow ? { x, ...there, evaluations } : { ...from, evaluations };
    t = high < Infinity ? (low + high) / 2 : 2 * low;
  }
}

const isFlat = (g: Vector, tolerance: number): boolean =>
  g.every((gi) => Math.abs(gi) <= tolerance);

/** The method of Broyden, Fletcher, Goldfarb and Shanno, with the inverse of the Hessian. */
export function bfgs(f: WithGradient, start: Vector, tolerance = 1e-7, most = 200): Found {
  let at: Found = { x: start, ...f(start), evaluations: 1 };
  let inverse = start.map((_, i) => start.map((__, j) => Number(i === j)));
  for (let k = 0; k < most && !isFlat(at.grad, tolerance); k++) {
    const next = search(
      f,
      at,
      inverse.map((row) => -dot(row, at.grad)),
      0.9,
    );
    const s = along(next.x, -1, at.x);
    const y = along(next.grad, -1, at.grad);
    const sy = dot(s, y);
    at = next;
    if (!(sy > 0)) break;
    const hy = inverse.map((row) => dot(row, y));
    const yhy = dot(y, hy);
    inverse = inverse.map((row, i) =>
      row.map(
        (h, j) =>
          h + (1 + yhy / sy) * ((s[i]! * s[j]!) / sy) - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy,
      ),
    );
  }
  return at;
}

/** Conjugate gradients after Polak and Ribière, begun again where the direction leads up. */
export function conjugateGradients(
  f: WithGradient,
  start: Vector,
  tolerance = 1e-7,
  most = 2000,
): Found {
  let at: Found = { x: start, ...f(start), evaluations: 1 };
  let d = at.grad.map((g) => -g);
  for (let k = 0; k < most && !isFlat(at.grad, tolerance); k++) {
    const next = search(f, at, d, 0.1);
    const change = along(next.grad, -1, at.grad);
    const beta = Math.max(0, dot(next.grad, change) / dot(at.grad, at.grad));
    d = along(
      next.grad.map((g) => -g),
      beta,
      d,
    );
    if (!(dot(d, next.grad) < 0)) d = next.grad.map((g) => -g);
    at = next;
  }
  return at;
}

/** Numbers in lists, lists of lists, and objects. */
export type Tree = number | number[] | Tree[] | { [key: string]: Tree };

/** The same structure, its numbers by a function of those at the same place in `trees`. */
function zip(f: (...x: number[]) => number, ...trees: Tree[]): Tree {
  const first = trees[0]!;
  if (typeof first === "number") return f(...(trees as number[]));
  if (Array.isArray(first)) {
    return first.map((_, i) => zip(f, ...trees.map((t) => (t as Tree[])[i]!)));
  }
  const objects = trees as { [key: string]: Tree }[];
  return Object.fromEntries(
    Object.keys(first).map((k) => [k, zip(f, ...objects.map((o) => o[k]!))]),
  );
}

/** Adam (Kingma and Ba 2015). */
export function adam<P>(slope: (p: P) => unknown, start: P, steps: number, rate: number): P {
  let p = start as Tree;
  let m = zip(() => 0, p);
  let v = m;
  for (let k = 1; k <= steps; k++) {
    const g = slope(p as P) as Tree;
    m = zip((mi, gi) => 0.9 * mi + 0.1 * gi, m, g);
    v = zip((vi, gi) => 0.999 * vi + 0.001 * gi * gi, v, g);
    p = zip(
      (pi, mi, vi) => pi - (rate * mi) / (1 - 0.9 ** k) / (Math.sqrt(vi / (1 - 0.999 ** k)) + 1e-8),
      p,
      m,
      v,
    );
  }
  return p as P;
}

/** Gradient descent. */
export function descend<P>(slope: (p: P) => unknown, start: P, steps: number, rate: number): P {
  let p = start as Tree;
  for (let k = 0; k < steps; k++) p = zip((pi, gi) => pi - rate * gi, p, slope(p as P) as Tree);
  return p as P;
}
