/**
 * Solvers, in the language that nabla compiles: the specialiser compiles them together with the
 * functions they are given. Each function here uses nothing from outside itself.
 */

type Vector = Float64Array;
type Map = (x: Vector) => Vector;

/** Where a solver has ended. */
export interface Solved {
  readonly x: Vector;
  /** Whether it has converged. */
  readonly done: boolean;
  /** What should be 0 at the end: the last change, the largest value or slope. */
  readonly left: number;
}

/** a - b */
export function difference(a: Vector, b: Vector): Vector {
  return a.map((ai, i) => ai - b[i]!);
}

/** x ← f(x), until x changes by no more than `tolerance`, relative to 1 + |x|. */
export function iterate(f: Map, start: Vector, tolerance: number, most: number): Solved {
  let x = start;
  let done = false;
  let lost = false;
  let change = Infinity;
  for (let count = 0; count < most && !done && !lost; count++) {
    const next = f(x);
    let size = 0;
    change = 0;
    for (let i = 0; i < x.length; i++) {
      change = Math.max(change, Math.abs(next[i]! - x[i]!));
      size = Math.max(size, Math.abs(next[i]!));
    }
    lost = !(size < Infinity);
    done = !lost && change <= tolerance * (1 + size);
    x = next;
  }
  return { x, done, left: change };
}

/**
 * A zero of g by Newton's method, with steps halved until |g| decreases. Ends when a step is no
 * longer than `tolerance`, relative to 1 + |x|.
 */
export function newton(
  g: Map,
  jacobian: (x: Vector) => Vector[],
  solve: (a: Vector[], b: Vector) => Vector,
  start: Vector,
  tolerance: number,
  most: number,
): Solved {
  let x = start;
  let value = g(x);
  let stuck = false;
  let done = false;
  for (let count = 0; count < most && !done && !stuck; count++) {
    const step = solve(jacobian(x), value);
    let [length, size, norm] = [0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      length = Math.max(length, Math.abs(step[i]!));
      size = Math.max(size, Math.abs(x[i]!));
      norm += value[i]! * value[i]!;
    }
    done = size < Infinity && length <= tolerance * (1 + size);
    let scale = 1;
    let good = false;
    while (!good && scale > 1e-10) {
      const next = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) next[i] = x[i]! - scale * step[i]!;
      const there = g(next);
      let moved = 0;
      for (let i = 0; i < there.length; i++) moved += there[i]! * there[i]!;
      good = done || moved <= (1 - 1e-4 * scale) * norm;
      if (good) {
        x = next;
        value = there;
      }
      scale *= 0.5;
    }
    stuck = !good;
  }
  let left = 0;
  for (const y of value) left = Math.max(left, Math.abs(y));
  return { x, done, left };
}

/**
 * A minimum of f by Newton's method. The Hessian is shifted until it is positive definite, so that
 * steps lead down, and steps are halved until f decreases enough (Nocedal and Wright 2006, chapter
 * 3). Ends when a step with the true Hessian is no longer than `tolerance`, relative to 1 + |x|.
 */
export function minimise(
  f: (x: Vector) => number,
  gradient: Map,
  hessian: (x: Vector) => Vector[],
  start: Vector,
  tolerance: number,
  most: number,
): Solved {
  const n = start.length;
  let x = start;
  let value = f(x);
  let stuck = false;
  let done = false;
  let left = Infinity;
  for (let count = 0; count < most && !done && !stuck; count++) {
    const g = gradient(x);
    const h = hessian(x);
    let largest = 1e-3;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(h[i]![i]!));
    // Cholesky: l lᵀ = h + shift
    const l = new Float64Array(n * n);
    let shift = 0;
    let definite = false;
    for (let tries = 0; tries < 60 && !definite; tries++) {
      definite = true;
      for (let i = 0; i < n && definite; i++) {
        for (let j = 0; j <= i; j++) {
          let s = h[i]![j]!;
          for (let k = 0; k < j; k++) s -= l[i * n + k]! * l[j * n + k]!;
          if (i === j) {
            s += shift;
            if (s > 1e-14 * largest) l[i * n + i] = Math.sqrt(s);
            else definite = false;
          } else l[i * n + j] = s / l[j * n + j]!;
        }
      }
      if (!definite) shift = shift === 0 ? 1e-3 * largest : 4 * shift;
    }
    const step = g.slice();
    for (let i = 0; i < n; i++) {
      let s = step[i]!;
      for (let k = 0; k < i; k++) s -= l[i * n + k]! * step[k]!;
      step[i] = s / l[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let s = step[i]!;
      for (let k = i + 1; k < n; k++) s -= l[k * n + i]! * step[k]!;
      step[i] = s / l[i * n + i]!;
    }
    let [length, size, slope] = [0, 0, 0];
    left = 0;
    for (let i = 0; i < n; i++) {
      left = Math.max(left, Math.abs(g[i]!));
      length = Math.max(length, Math.abs(step[i]!));
      size = Math.max(size, Math.abs(x[i]!));
      slope += step[i]! * g[i]!;
    }
    done = definite && shift === 0 && size < Infinity && length <= tolerance * (1 + size);
    let scale = 1;
    let good = false;
    while (!good && scale > 1e-10) {
      const next = new Float64Array(n);
      for (let i = 0; i < n; i++) next[i] = x[i]! - scale * step[i]!;
      const there = f(next);
      // what rounding hides is no increase
      const noise = 1e-14 * Math.abs(value);
      good = done || there <= value - 1e-4 * scale * slope + noise;
      if (good) {
        x = next;
        value = there;
      }
      scale *= 0.5;
    }
    stuck = !good;
  }
  return { x, done, left };
}

/**
 * The solution of a y = b, by LU factors with partial pivoting (Golub and Van Loan 2013, §3.4). The
 * factors are finished before b is looked at, so that the solution is plainly linear in b.
 */
export function linearSolve(a: Vector[], b: Vector): Vector {
  const n = b.length;
  const lu = new Float64Array(n * n);
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    order[i] = i;
    for (let j = 0; j < n; j++) lu[i * n + j] = a[i]![j]!;
  }
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(lu[i * n + k]!) > Math.abs(lu[pivot * n + k]!)) pivot = i;
    }
    if (pivot !== k) {
      const row = order[k]!;
      order[k] = order[pivot]!;
      order[pivot] = row;
      for (let j = 0; j < n; j++) {
        const above = lu[k * n + j]!;
        lu[k * n + j] = lu[pivot * n + j]!;
        lu[pivot * n + j] = above;
      }
    }
    for (let i = k + 1; i < n; i++) {
      const factor = lu[i * n + k]! / lu[k * n + k]!;
      lu[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) lu[i * n + j] = lu[i * n + j]! - factor * lu[k * n + j]!;
    }
  }
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let s = b[order[i]!]!;
    for (let j = 0; j < i; j++) s -= lu[i * n + j]! * y[j]!;
    y[i] = s;
  }
  for (let i = n - 1; i >= 0; i--) {
    let s = y[i]!;
    for (let j = i + 1; j < n; j++) s -= lu[i * n + j]! * y[j]!;
    y[i] = s / lu[i * n + i]!;
  }
  return y;
}
