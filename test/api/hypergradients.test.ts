// Training inside of a differentiated function: parameters that are bound anew in every step.
import { describe, expect, test } from "vitest";
import { grad, hessian, hvp, jacobian, jvp, valueAndGrad, vjp } from "../../src/index.ts";

/** Of `p`, and of the weight `s` of what couples neighbours. */
function loss(p: ArrayLike<number>, s: number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    sum += Math.sin(p[i]! * (i + 1)) ** 2 + s * p[i]! * p[(i + 1) % p.length]!;
  }
  return sum;
}

/** Its gradient, by hand. */
function slope(p: ArrayLike<number>, s: number): number[] {
  const n = p.length;
  return Array.from({ length: n }, (_, i) => {
    const next = p[(i + 1) % n]! + p[(i + n - 1) % n]!;
    return (i + 1) * Math.sin(2 * (i + 1) * p[i]!) + s * next;
  });
}

const start = [0.3, -0.2, 0.5];
const at = 0.07;

/** What training with the gradient by hand ends with. */
function trained(rate: number, steps = 4): number {
  let p = start;
  for (let k = 0; k < steps; k++) {
    const g = slope(p, rate);
    p = p.map((x, i) => x - rate * g[i]!);
  }
  return loss(p, rate);
}

/** The slope at `x`, by differences that are extrapolated. */
function differences(f: (x: number) => number, x: number): number {
  const by = (h: number): number => (f(x + h) - f(x - h)) / (2 * h);
  return (4 * by(5e-5) - by(1e-4)) / 3;
}

function check(f: (rate: number) => number, plain: (rate: number) => number = trained): void {
  const found = valueAndGrad(f)(at);
  const wanted = differences(plain, at);
  expect(found.value).toBeCloseTo(plain(at), 12);
  expect(found.grad / wanted).toBeCloseTo(1, 7);
  expect(jvp(f)([at], [1]).tangent / found.grad).toBeCloseTo(1, 10);
}

describe("gradient descent, differentiated by its rate", () => {
  test("map", () => {
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 4; k++) {
        const g = grad((q: number[]) => loss(q, rate))(p);
        p = p.map((x, i) => x - rate * g[i]!);
      }
      return loss(p, rate);
    });
  });

  test("from what is captured, in a while loop that is left", () => {
    check((rate) => {
      let p = start;
      let k = 0;
      while (true) {
        const g = grad((q: number[]) => loss(q, rate))(p);
        if (k++ === 4) break;
        p = p.map((x, i) => x - rate * g[i]!);
      }
      return loss(p, rate);
    });
  });

  test("slice", () => {
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 4; k++) {
        const g = grad((q: number[]) => loss(q, rate))(p);
        const next = p.slice();
        for (let i = 0; i < next.length; i++) next[i]! -= rate * g[i]!;
        p = next;
      }
      return loss(p, rate);
    });
  });

  test("new arrays", () => {
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 4; k++) {
        const g = grad((q: number[]) => loss(q, rate))(p);
        const next: number[] = [];
        for (let i = 0; i < p.length; i++) next.push(p[i]! - rate * g[i]!);
        p = next;
      }
      return loss(p, rate);
    });
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 4; k++) {
        const g = grad((q: number[]) => loss(q, rate))(p);
        const next = Array.from<number>({ length: p.length }).fill(0);
        for (let i = 0; i < p.length; i++) next[i] = p[i]! - rate * g[i]!;
        p = next;
      }
      return loss(p, rate);
    });
  });

  test("in place", () => {
    check((rate) => {
      const p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 4; k++) {
        const g = grad((q: number[]) => loss(q, rate))(p);
        for (let i = 0; i < p.length; i++) p[i]! -= rate * g[i]!;
      }
      return loss(p, rate);
    });
  });

  test("typed arrays", () => {
    check((rate) => {
      let p = Float64Array.of(0.3, -0.2, 0.5);
      for (let k = 0; k < 4; k++) {
        const g = grad((q: Float64Array) => loss(q, rate))(p);
        p = p.map((x, i) => x - rate * g[i]!);
      }
      return loss(p, rate);
    });
  });

  test("objects", () => {
    check((rate) => {
      let p = { first: 0.3, others: [-0.2, 0.5] };
      for (let k = 0; k < 4; k++) {
        const g = grad((q: typeof p) => loss([q.first, ...q.others], rate))(p);
        const others = p.others.map((x, i) => x - rate * g.others[i]!);
        p = { first: p.first - rate * g.first, others };
      }
      return loss([p.first, ...p.others], rate);
    });
  });

  test("arrays of arrays", () => {
    check((rate) => {
      let p = [[0.3], [-0.2, 0.5]];
      for (let k = 0; k < 4; k++) {
        const g = grad((q: number[][]) => loss(q.flat(), rate))(p);
        p = p.map((row, i) => row.map((x, j) => x - rate * g[i]![j]!));
      }
      return loss(p.flat(), rate);
    });
  });

  test("a step as a function, in a loop, in a fold and in recursion", () => {
    const step = (p: number[], rate: number): number[] => {
      const g = grad((q: number[]) => loss(q, rate))(p);
      return p.map((x, i) => x - rate * g[i]!);
    };
    const steps = (p: number[], rate: number, k: number): number[] =>
      k === 0 ? p : steps(step(p, rate), rate, k - 1);
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 4; k++) p = step(p, rate);
      return loss(p, rate);
    });
    check((rate) =>
      loss(
        [0, 1, 2, 3].reduce((p) => step(p, rate), [0.3, -0.2, 0.5]),
        rate,
      ),
    );
    check((rate) => loss(steps([0.3, -0.2, 0.5], rate, 4), rate));
  });

  test("with momentum, and many steps", () => {
    const plain = (rate: number): number => {
      let p = start;
      let v = [0, 0, 0];
      for (let k = 0; k < 40; k++) {
        const g = slope(p, rate);
        v = v.map((x, i) => 0.9 * x + g[i]!);
        p = p.map((x, i) => x - rate * v[i]!);
      }
      return loss(p, rate);
    };
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      let v = p.map(() => 0);
      for (let k = 0; k < 40; k++) {
        const g = grad((q: number[]) => loss(q, rate))(p);
        v = v.map((x, i) => 0.9 * x + g[i]!);
        p = p.map((x, i) => x - rate * v[i]!);
      }
      return loss(p, rate);
    }, plain);
  });

  test("by valueAndGrad and vjp, which share the run", () => {
    const plain = (rate: number): number => {
      let p = start;
      let sum = 0;
      for (let k = 0; k < 3; k++) {
        const g = slope(p, rate);
        sum += loss(p, rate);
        p = p.map((x, i) => x - rate * g[i]!);
      }
      return sum;
    };
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      let sum = 0;
      for (let k = 0; k < 3; k++) {
        const { value, grad: g } = valueAndGrad((q: number[]) => loss(q, rate))(p);
        sum += value;
        p = p.map((x, i) => x - rate * g[i]!);
      }
      return sum;
    }, plain);
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      let sum = 0;
      for (let k = 0; k < 3; k++) {
        const { value, pullback } = vjp((q: number[]) => loss(q, rate))(p);
        const g = pullback(rate);
        sum += value;
        p = p.map((x, i) => x - g[i]!);
      }
      return sum;
    }, plain);
  });
});

describe("other derivatives in such a loop", () => {
  /** The curvature of `loss` along the axes, by hand; its other entries are those of the coupling. */
  const times = (p: ArrayLike<number>, s: number, v: readonly number[]): number[] =>
    v.map((x, i) => {
      const n = v.length;
      const k = i + 1;
      return 2 * k * k * Math.cos(2 * k * p[i]!) * x + s * (v[(i + 1) % n]! + v[(i + n - 1) % n]!);
    });

  const plain = (rate: number): number => {
    let p = start;
    for (let k = 0; k < 3; k++) {
      const h = times(p, rate, p);
      p = p.map((x, i) => x - 0.3 * rate * h[i]!);
    }
    return loss(p, rate);
  };

  test("hvp", () => {
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 3; k++) {
        const h = hvp((q: number[]) => loss(q, rate))(p, p);
        p = p.map((x, i) => x - 0.3 * rate * h[i]!);
      }
      return loss(p, rate);
    }, plain);
  });

  test("hessian", () => {
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 3; k++) {
        const h = hessian((q: number[]) => loss(q, rate))(p);
        const old = p;
        p = p.map((x, i) => x - 0.3 * rate * h[i]!.reduce((s, y, j) => s + y * old[j]!, 0));
      }
      return loss(p, rate);
    }, plain);
  });

  test("jacobian, of a function that gives a new array", () => {
    check((rate) => {
      let p = [0.3, -0.2, 0.5];
      for (let k = 0; k < 3; k++) {
        const h = jacobian((q: number[]) =>
          q.map(
            (x, i) =>
              (i + 1) * Math.sin(2 * (i + 1) * x) +
              rate * (q[(i + 1) % q.length]! + q[(i + 2) % q.length]!),
          ),
        )(p);
        p = p.map((x, i) => x - 0.3 * rate * h[i]!.reduce((s, y, j) => s + y * p[j]!, 0));
      }
      return loss(p, rate);
    }, plain);
  });
});

describe("what a differentiated function gives variables outside", () => {
  test("new arrays are no part of its value", () => {
    const f = (x: number): number => {
      let seen: number[] = [];
      const g = grad((y: number) => {
        seen = [y * x, y * y];
        for (let i = 0; i < 3; i++) seen.push(y + i);
        return seen.reduce((s, z) => s * z, 1);
      })(x);
      return g + seen[0]! * seen[2]!;
    };
    const h = (x: number): number =>
      // x · y · y² · y (y + 1) (y + 2), by y at x, and x² · x
      x * (6 * x ** 5 + 15 * x ** 4 + 8 * x ** 3) + x ** 3;
    check(f, h);
  });
});
