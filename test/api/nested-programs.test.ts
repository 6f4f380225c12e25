// Derivatives inside of programs that are differentiated: each program is written a second time with
// its inner derivatives by hand, whose slopes and curvatures by differences are what is compared.
import { describe, expect, test } from "vitest";
import { grad, hessian, hvp, jacfwd, jit, jvp } from "../../src/index.ts";

type Scalar = (x: number) => number;

/** Differences for steps h and h/2, extrapolated. */
function slope(f: Scalar, x: number, h = 1e-4): number {
  const by = (d: number): number => (f(x + d) - f(x - d)) / (2 * d);
  return (4 * by(h / 2) - by(h)) / 3;
}

function curvature(f: Scalar, x: number, h = 1e-3): number {
  const by = (d: number): number => (f(x + d) - 2 * f(x) + f(x - d)) / (d * d);
  return (4 * by(h / 2) - by(h)) / 3;
}

function check(f: Scalar, plain: Scalar, x: number): void {
  const near = (found: number, wanted: number, tolerance: number): void =>
    expect(Math.abs(found - wanted) / (1 + Math.abs(wanted))).toBeLessThan(tolerance);
  near(jit(f)(x), plain(x), 1e-9);
  const wanted = slope(plain, x);
  near(grad(f)(x), wanted, 1e-6);
  near(jvp(f)([x], [1]).tangent, wanted, 1e-6);
  near(hvp(f)(x, 1), curvature(plain, x), 1e-4);
}

describe("functions", () => {
  test("curried, with a variable of each level in the innermost", () => {
    const inner = (x: number): Scalar => {
      const g = (a: number) => (b: number) => (c: number) => Math.sin(a * b) * c ** 3 + a * c;
      return (y) => grad((z: number) => g(x)(y)(z * y))(x + y);
    };
    check(
      (x) => x * jvp(inner(x))([x * x], [1]).tangent,
      (x) => {
        const byHand = (y: number): number => 3 * Math.sin(x * y) * (x + y) ** 2 * y ** 3 + x * y;
        return x * slope(byHand, x * x, 1e-3);
      },
      0.7,
    );
  });

  test("kept in an array, each differentiated", () => {
    check(
      (x) => {
        const all: Scalar[] = [];
        for (let i = 1; i <= 4; i++) all.push((y) => Math.sin(i * y * x));
        let sum = 0;
        for (const f of all) sum += grad(f)(x) * sum + grad(f)(x + 1);
        return sum;
      },
      (x) => {
        let sum = 0;
        for (let i = 1; i <= 4; i++) {
          const d = (y: number): number => i * x * Math.cos(i * y * x);
          sum += d(x) * sum + d(x + 1);
        }
        return sum;
      },
      0.5,
    );
  });

  test("and their derivatives, chosen when running", () => {
    check(
      (x) => {
        const f: Scalar = (y) => Math.sin(y * x);
        const g: Scalar = (y) => Math.exp(y * x);
        let sum = 0;
        for (let i = 0; i < 4; i++) {
          const h = i % 2 ? f : g;
          const d = sum > 1 ? grad(h) : h;
          sum += d(x + i);
        }
        return sum;
      },
      (x) => {
        let sum = 0;
        for (let i = 0; i < 4; i++) {
          const y = (x + i) * x;
          const [value, d] = i % 2 ? [Math.sin(y), Math.cos(y)] : [Math.exp(y), Math.exp(y)];
          sum += sum > 1 ? x * d : value;
        }
        return sum;
      },
      0.4,
    );
  });

  test("a Taylor series of derivatives of ever higher order", () => {
    check(
      (x) => {
        let f: Scalar = (y) => Math.exp(y * x) * Math.cos(y);
        let sum = 0;
        let power = 1;
        for (let k = 0; k <= 3; k++) {
          sum += f(0) * power;
          power *= x / (k + 1);
          f = grad(f);
        }
        return sum;
      },
      (x) => 1 + x * x + ((x * x - 1) * x * x) / 2 + ((x ** 3 - 3 * x) * x ** 3) / 6,
      0.9,
    );
  });

  test("that change what they capture", () => {
    check(
      (x) => {
        let state = 1;
        const history: number[] = [];
        const f = (y: number): number => {
          state = state * 0.5 + y * x;
          history.push(state);
          return state * state * y;
        };
        let sum = 0;
        for (let i = 1; i <= 3; i++) sum += grad(f)(x * i) * state;
        return sum + history.reduce((s, y, i) => s + y * (i + 1), 0);
      },
      (x) => {
        let state = 1;
        let sum = 0;
        for (let i = 1; i <= 3; i++) {
          const y = x * i;
          state = state * 0.5 + y * x;
          sum += (2 * state * x * y + state * state) * state + state * i;
        }
        return sum;
      },
      0.8,
    );
  });
});

describe("solvers", () => {
  test("Newton's method by jvp, left when it has converged", () => {
    check(
      (x) => {
        let y = x;
        for (let k = 0; k < 50; k++) {
          const { value, tangent } = jvp((z: number) => z ** 3 - 2 * x - 1)([y], [1]);
          if (Math.abs(value) < 1e-13) break;
          y -= value / tangent;
        }
        return y * y;
      },
      (x) => Math.cbrt(2 * x + 1) ** 2,
      0.9,
    );
  });

  test("Newton's method with Hessians", () => {
    const solved = (h: ArrayLike<number>[], g: ArrayLike<number>): number[] => {
      const d = h[0]![0]! * h[1]![1]! - h[0]![1]! * h[1]![0]!;
      return [
        (h[1]![1]! * g[0]! - h[0]![1]! * g[1]!) / d,
        (h[0]![0]! * g[1]! - h[1]![0]! * g[0]!) / d,
      ];
    };
    check(
      (x) => {
        const valley = (q: number[]): number =>
          (x - q[0]!) ** 2 + 3 * (q[1]! - q[0]! ** 2) ** 2 + 0.1 * q[0]! ** 4;
        let p = [0.5, 0.5];
        for (let k = 0; k < 8; k++) {
          const d = solved(hessian(valley)(p), grad(valley)(p));
          p = p.map((y, i) => y - d[i]!);
        }
        return p[0]! * p[1]!;
      },
      (x) => {
        let [p, q] = [0.5, 0.5] as [number, number];
        for (let k = 0; k < 8; k++) {
          const c = q - p * p;
          const g = [-2 * (x - p) - 12 * c * p + 0.4 * p ** 3, 6 * c];
          const h = [
            [2 - 12 * q + 37.2 * p * p, -12 * p],
            [-12 * p, 6],
          ];
          const [dp, dq] = solved(h, g) as [number, number];
          [p, q] = [p - dp, q - dq];
        }
        return p * q;
      },
      0.8,
    );
  });

  test("a loss of sorted values, by its Hessian", () => {
    check(
      (x) => {
        const loss = (p: number[]): number =>
          p
            .map((y) => y * y * x + y)
            .sort((a, b) => a - b)
            .reduce((s, y, i) => s + (i + 1) * y * y, 0);
        const h = hvp(loss)([x, -0.3, 1.2], [1, x, 0.5]);
        return h.reduce((s, y, i) => s + y * (i + 1), 0);
      },
      (x) => {
        const v = [1, x, 0.5];
        const p = [x, -0.3, 1.2];
        const values = p.map((y) => y * y * x + y);
        return p.reduce((s, y, i) => {
          const rank = values.filter((other) => other < values[i]!).length + 1;
          const d = 2 * y * x + 1;
          return s + rank * 2 * (d * d + values[i]! * 2 * x) * v[i]! * (i + 1);
        }, 0);
      },
      0.6,
    );
  });
});

describe("physics", () => {
  test("a hundred steps of Hamilton's equations", () => {
    const dt = 0.02;
    const energy = (q: number[], p: number[]): number =>
      (p[0]! ** 2 + p[1]! ** 2) / 2.6 -
      Math.cos(q[0]!) -
      Math.cos(q[1]! - q[0]!) +
      0.1 * q[1]! ** 4;
    check(
      (x) => {
        let q = [x, 0.2];
        let p = [0, 0.3];
        for (let k = 0; k < 100; k++) {
          const force = grad((a: number[]) => energy(a, p))(q);
          p = p.map((y, i) => y - dt * force[i]!);
          const velocity = grad((b: number[]) => energy(q, b))(p);
          q = q.map((y, i) => y + dt * velocity[i]!);
        }
        return q[0]! * q[1]! + p[0]!;
      },
      (x) => {
        let q = [x, 0.2];
        let p = [0, 0.3];
        for (let k = 0; k < 100; k++) {
          const between = Math.sin(q[1]! - q[0]!);
          const force = [Math.sin(q[0]!) - between, between + 0.4 * q[1]! ** 3];
          p = p.map((y, i) => y - dt * force[i]!);
          q = q.map((y, i) => y + (dt * p[i]!) / 1.3);
        }
        return q[0]! * q[1]! + p[0]!;
      },
      0.7,
    );
  });

  test("Lagrange's equations, with the mass matrix as a Hessian", () => {
    const lagrangian = (q: number[], v: number[]): number =>
      v[0]! ** 2 +
      v[1]! ** 2 / 2 +
      v[0]! * v[1]! * Math.cos(q[0]! - q[1]!) +
      2 * Math.cos(q[0]!) +
      Math.cos(q[1]!);
    /** Both rates of change of the two angles, from the parts of the equations. */
    const accelerations = (
      m: ArrayLike<number>[],
      c: ArrayLike<number>[],
      g: ArrayLike<number>,
      v: number[],
    ): number[] => {
      const r = [0, 1].map((i) => g[i]! - c[i]![0]! * v[0]! - c[i]![1]! * v[1]!);
      const d = m[0]![0]! * m[1]![1]! - m[0]![1]! * m[1]![0]!;
      return [
        (m[1]![1]! * r[0]! - m[0]![1]! * r[1]!) / d,
        (m[0]![0]! * r[1]! - m[1]![0]! * r[0]!) / d,
      ];
    };
    check(
      (x) => {
        let q = [x, 0.5];
        let v = [0.1, -0.2];
        for (let k = 0; k < 10; k++) {
          const m = hessian((u: number[]) => lagrangian(q, u))(v);
          const c = jacfwd((r: number[]) => grad((u: number[]) => lagrangian(r, u))(v))(q);
          const a = accelerations(m, c, grad((r: number[]) => lagrangian(r, v))(q), v);
          q = q.map((y, i) => y + 0.05 * v[i]!);
          v = v.map((y, i) => y + 0.05 * a[i]!);
        }
        return q[0]! + q[1]! * v[0]!;
      },
      (x) => {
        let q = [x, 0.5];
        let v = [0.1, -0.2];
        for (let k = 0; k < 10; k++) {
          const [cos, sin] = [Math.cos(q[0]! - q[1]!), Math.sin(q[0]! - q[1]!)] as const;
          const [v0, v1] = v as [number, number];
          const m = [
            [2, cos],
            [cos, 1],
          ];
          const c = [
            [-sin * v1, sin * v1],
            [-sin * v0, sin * v0],
          ];
          const g = [-v0 * v1 * sin - 2 * Math.sin(q[0]!), v0 * v1 * sin - Math.sin(q[1]!)];
          const a = accelerations(m, c, g, v);
          q = q.map((y, i) => y + 0.05 * v[i]!);
          v = v.map((y, i) => y + 0.05 * a[i]!);
        }
        return q[0]! + q[1]! * v[0]!;
      },
      0.6,
    );
  });

  test("residuals u″ in a loss, by the weights of u", () => {
    const u = (w: number[], x: number): number => {
      let sum = 0;
      for (let i = 0; i < 3; i++) sum += w[3 * i]! * Math.tanh(w[3 * i + 1]! * x + w[3 * i + 2]!);
      return sum;
    };
    const loss = (w: number[]): number => {
      let sum = u(w, 0) ** 2 + u(w, 1) ** 2;
      for (let k = 0; k < 5; k++) {
        const x = k / 4;
        sum += (grad(grad((y: number) => u(w, y)))(x) + 9 * Math.sin(3 * x)) ** 2;
      }
      return sum;
    };
    const byHand = (w: number[]): number => {
      let sum = u(w, 0) ** 2 + u(w, 1) ** 2;
      for (let k = 0; k < 5; k++) {
        const x = k / 4;
        let second = 9 * Math.sin(3 * x);
        for (let i = 0; i < 3; i++) {
          const [a, b, c] = w.slice(3 * i) as [number, number, number];
          const t = Math.tanh(b * x + c);
          second -= 2 * a * b * b * t * (1 - t * t);
        }
        sum += second ** 2;
      }
      return sum;
    };
    const w = Array.from({ length: 9 }, (_, i) => Math.sin(i * 1.7 + 0.3));
    const along = w.map((_, i) => Math.cos(i));
    const found = grad(loss)(w);
    w.forEach((x, i) => {
      const by = slope((y) => byHand(w.map((z, j) => (i === j ? y : z))), x);
      expect(Math.abs(found[i]! - by) / (1 + Math.abs(by))).toBeLessThan(1e-7);
    });
    const bent = hvp(loss)(w, along).reduce((s, y, i) => s + y * along[i]!, 0);
    const curve = curvature((t) => byHand(w.map((y, i) => y + t * along[i]!)), 0);
    expect(Math.abs(bent - curve) / Math.abs(curve)).toBeLessThan(1e-5);
  });
});

describe("learning to learn", () => {
  interface Model {
    w: number[];
    b: number;
  }
  const at = [-0.4, 0.1, 0.6];
  const loss = (p: Model, task: number): number =>
    at.reduce((s, x) => s + (p.w[0]! * x + p.w[1]! * x * x + p.b - Math.sin(task * x)) ** 2 / 3, 0);

  test("what three steps from a common start give, over tasks", () => {
    const tasks = (x: number, step: (p: Model, task: number) => Model): number => {
      const start: Model = { w: [x, 0.1], b: 0.2 * x };
      return [1, 2, 3].reduce((s, task) => {
        let p = start;
        for (let k = 0; k < 3; k++) p = step(p, task);
        return s + loss(p, task + 0.5);
      }, 0);
    };
    const moved = (p: Model, g: Model): Model => ({
      w: p.w.map((y, i) => y - 0.3 * g.w[i]!),
      b: p.b - 0.3 * g.b,
    });
    check(
      (x) => tasks(x, (p, task) => moved(p, grad((q: Model) => loss(q, task))(p))),
      (x) =>
        tasks(x, (p, task) => {
          const g: Model = { w: [0, 0], b: 0 };
          for (const y of at) {
            const r = (2 / 3) * (p.w[0]! * y + p.w[1]! * y * y + p.b - Math.sin(task * y));
            g.w[0]! += r * y;
            g.w[1]! += r * y * y;
            g.b += r;
          }
          return moved(p, g);
        }),
      0.7,
    );
  });
});
