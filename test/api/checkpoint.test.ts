import { describe, expect, test, vi } from "vitest";
import { checkpoint, explain, grad, hvp, jit, jvp, valueAndGrad, vjp } from "../../src/index.ts";
import type { ReverseBudget } from "../../src/index.ts";

const budgets: readonly ReverseBudget[] = [{ snapshots: 1 }, { snapshots: 4 }, { memory: "2kB" }];

const ramp = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => 0.1 + 0.03 * i);

type Body = { x: number; v: number };

describe("the gradient under a budget is the same, to the bit", () => {
  test("of numbers that are carried", () => {
    const f = (x: number, n: number): number => {
      let y = x;
      for (let i = n; i > 0; i -= 2) y = Math.sin(y) * 1.1 + 0.01 * x * i;
      return y;
    };
    const plain = grad(f)(0.7, 101);
    for (const budget of budgets) expect(grad(f, budget)(0.7, 101)).toBe(plain);
  });

  test("of a loop whose end depends on the data", () => {
    const f = (x: number): { y: number; k: number } => {
      let y = x;
      let k = 0;
      while (y > 0.1) {
        if (k % 3 === 2) y -= 0.01 * Math.sin(y);
        else y -= 0.01 * y * x;
        k++;
      }
      return { y, k };
    };
    const { value, pullback } = vjp(f)(1.3);
    expect(value.k).toBeGreaterThan(150);
    for (const budget of budgets) {
      expect(vjp(f, budget)(1.3).pullback({ y: 1, k: 0 })).toBe(pullback({ y: 1, k: 0 }));
    }
  });

  test("of two arrays that change places", () => {
    const f = (start: Float64Array, steps: number): number => {
      let u = start.slice();
      let v = new Float64Array(u.length);
      for (let t = 0; t < steps; t++) {
        for (let i = 1; i < u.length - 1; i++) {
          v[i] = u[i] + 0.1 * (u[i - 1] - 2 * u[i] + u[i + 1]) + 0.01 * Math.sin(u[i]);
        }
        [u, v] = [v, u];
      }
      return u.reduce((sum, x) => sum + x * x, 0);
    };
    const plain = grad(f)(ramp(9), 41);
    for (const budget of budgets) expect(grad(f, budget)(ramp(9), 41)).toEqual(plain);
  });

  test("of an array that each iteration makes anew", () => {
    const step = (x: Float64Array): Float64Array =>
      x.map((v, i) => 3.1 * v * (1 - v) + 0.001 * x[(i + 1) % x.length]);
    const f = (start: Float64Array, steps: number): number => {
      let x = start;
      for (let t = 0; t < steps; t++) x = step(x);
      return x.reduce((a, b) => a + b * b, 0);
    };
    const plain = grad(f)(ramp(10), 60);
    for (const budget of budgets) expect(grad(f, budget)(ramp(10), 60)).toEqual(plain);
  });

  test("of an array that grows", () => {
    const f = (x: number, steps: number): number => {
      const xs = [x];
      while (xs.length < steps) xs.push(Math.sin(xs[xs.length - 1]) + 0.1 * xs[xs.length >> 1]);
      return xs[steps - 1] * xs[steps >> 1];
    };
    const plain = grad(f)(0.4, 60);
    for (const budget of budgets) expect(grad(f, budget)(0.4, 60)).toBe(plain);
  });

  test("of rows that are changed in place, which are left as without", () => {
    const f = (m: number[][], steps: number): number => {
      for (let t = 0; t < steps; t++) {
        for (let i = 0; i < m.length; i++) {
          for (let j = 0; j < m[i].length; j++) {
            m[i][j] = Math.sin(m[i][j]) + 0.1 * m[(i + 1) % m.length][j];
          }
        }
      }
      return m[0][0] * m[1][1];
    };
    const start = (): number[][] => [0, 1, 2].map((i) => [0.1 * i, 0.2, 0.3 + i]);
    const own = start();
    const plain = grad(f)(own, 30);
    for (const budget of budgets) {
      const again = start();
      expect(grad(f, budget)(again, 30)).toEqual(plain);
      expect(again).toEqual(own);
    }
  });

  test("of an object that is replaced", () => {
    const f = (start: Body, steps: number): number => {
      let p = start;
      for (let t = 0; t < steps; t++) {
        const a = -Math.sin(p.x);
        p = { x: p.x + 0.01 * p.v, v: p.v + 0.01 * a };
      }
      return p.x * p.v;
    };
    const plain = grad(f)({ x: 1, v: 0.3 }, 70);
    for (const budget of budgets) expect(grad(f, budget)({ x: 1, v: 0.3 }, 70)).toEqual(plain);
  });

  test("of objects that are changed in place", () => {
    const f = (k: number, n: number, steps: number): number => {
      const bodies: Body[] = [];
      for (let i = 0; i < n; i++) bodies.push({ x: i * 0.1, v: k * i });
      for (let t = 0; t < steps; t++) {
        for (const p of bodies) {
          p.v -= 0.01 * Math.sin(p.x) * k;
          p.x += 0.01 * p.v;
        }
      }
      return bodies.reduce((sum, p) => sum + p.x * p.x, 0);
    };
    const plain = grad(f)(0.3, 5, 40);
    for (const budget of budgets) expect(grad(f, budget)(0.3, 5, 40)).toBe(plain);
    const { kept } = explain(f, { snapshots: 4 })(0.3, 5, 40);
    expect(kept).toMatch(/snapshots \(binomial schedule\), each of what .* holds$/m);
  });

  test("of a linked list, whose loops are left as they are", () => {
    type List = { value: number; next: List | null };
    const f = (k: number, n: number): number => {
      let list: List | null = null;
      for (let i = 0; i < n; i++) list = { value: Math.sin(k * i), next: list };
      let s = 0;
      for (let p = list; p; p = p.next) s += Math.sin(p.value) * s + k;
      return s;
    };
    const plain = grad(f)(0.3, 40);
    for (const budget of budgets) expect(grad(f, budget)(0.3, 40)).toBe(plain);
    expect(explain(f, { snapshots: 4 })(0.3, 40).kept).toMatch(
      /: the loop is not checkpointed: `list` is made by iterations, and its type leads back to itself$/m,
    );
  });

  test("of a loop inside of a loop, and of one that is left early", () => {
    const f = (x: number, n: number): number => {
      let y = x;
      for (let i = 0; i < n; i++) {
        let z = y;
        for (let j = 0; j < i; j++) {
          z = Math.cos(z * x);
          if (z < 0.3) break;
        }
        y = y * 0.5 + z;
      }
      return y;
    };
    const plain = valueAndGrad(f)(1.4, 30);
    for (const budget of budgets) expect(valueAndGrad(f, budget)(1.4, 30)).toEqual(plain);
  });

  test("of what is read in the loop and overwritten afterwards", () => {
    const f = (xs: Float64Array): number => {
      let y = xs[0];
      for (let t = 0; t < 30; t++) y = Math.sin(y * xs[t % xs.length]) + 1;
      xs.fill(y);
      return y * xs[1];
    };
    const own = ramp(4);
    const plain = grad(f)(own);
    for (const budget of budgets) {
      const again = ramp(4);
      expect(grad(f, budget)(again)).toEqual(plain);
      expect(again).toEqual(own);
    }
  });
});

describe("the gradient of recursion under a budget is the same, to the bit", () => {
  test("of a function whose call comes last: in a loop", () => {
    function step(x: number, n: number): number {
      return n === 0 ? x : step(Math.sin(x) + 0.1, n - 1);
    }
    const plain = grad(step)(0.3, 200);
    for (const budget of budgets) expect(grad(step, budget)(0.3, 200)).toBe(plain);
    expect(explain(step, { snapshots: 4 })(0.3, 200).kept).toMatch(
      /the loop keeps at most 4 snapshots \(online schedule.*, each of `calls`, `x`, `n`, `result`$/m,
    );
  });

  test("that hands on arrays that it makes, or changes", () => {
    function run(x: Float64Array, n: number): Float64Array {
      return n === 0
        ? x
        : run(
            x.map((v, i) => Math.sin(v) + 0.1 * x[(i + 1) % x.length]),
            n - 1,
          );
    }
    function sweep(x: Float64Array, i: number): void {
      if (i >= 3 * x.length) return;
      x[i % x.length] = Math.sin(x[(i + 1) % x.length]) + x[i % x.length];
      sweep(x, i + 1);
    }
    const f = (x: Float64Array, n: number): number => {
      const y = run(x, n);
      sweep(y, 0);
      return y.reduce((a, b) => a + b * b, 0);
    };
    const plain = grad(f)(ramp(7), 50);
    for (const budget of budgets) expect(grad(f, budget)(ramp(7), 50)).toEqual(plain);
  });

  test("of a function that goes on after its call: in parts", () => {
    function f(x: number, n: number): number {
      return n === 0 ? x : x * 0.5 + Math.sin(f(x * 0.9 + 0.1, n - 1));
    }
    const plain = valueAndGrad(f)(0.3, 300);
    for (const budget of budgets) expect(valueAndGrad(f, budget)(0.3, 300)).toEqual(plain);
    expect(explain(f, { snapshots: 4 })(0.3, 300).kept).toMatch(
      /the recursion is run in parts, at most 4 calls at a time, each from `x`, `n`$/m,
    );
  });

  test("that calls itself in one of several places, with arrays of its own, and reads another", () => {
    function f(x: number, y: number, table: Float64Array, n: number): number {
      if (n <= 0) return x * y;
      const own = [x * y, Math.sin(x) + table[n % table.length]];
      if (own[1] > 0.4) return Math.cos(f(own[1], y, table, n - 1) * x) + own[0];
      const r = f(x + 0.3 * y, own[0], table, n - 2);
      return (r * own[1]) / (1 + r * r);
    }
    const g = (x: number, y: number, table: Float64Array, n: number): number =>
      f(x, y, table, n) + f(y, x * 2, table, n + 1);
    const plain = grad(g, { wrt: [0, 1, 2] })(0.3, 0.8, ramp(5), 150);
    for (const budget of budgets) {
      expect(grad(g, { wrt: [0, 1, 2], ...budget })(0.3, 0.8, ramp(5), 150)).toEqual(plain);
    }
    expect(explain(grad(g, { wrt: [0, 1, 2], snapshots: 4 }))(0.3, 0.8, ramp(5), 150).kept).toMatch(
      /run in parts/,
    );
  });

  test("where it is left as it is", () => {
    const cases: [(x: Float64Array) => number, RegExp][] = [
      [
        (x) => {
          const f = (i: number): number => (i >= x.length ? 1 : x[i] * f(i + 1) + Math.sin(x[i]));
          const g = (i: number): number => (i >= x.length ? 1 : g(i + 1) * Math.sin(x[i]));
          return f(0) * g(0);
        },
        /it reads arrays or objects that vary after its call$/m,
      ],
      [
        (x) => {
          const tree = (n: number, y: number): number =>
            n <= 0 ? Math.sin(y) : tree(n - 1, y * 0.9) * tree(n - 2, y + 0.1);
          return tree(x.length, x[0]);
        },
        /the recursion is not checkpointed: it calls itself more than once$/m,
      ],
      [
        (x) => {
          const f = (y: Float64Array, n: number): number =>
            n <= 0
              ? y[0] * y[1]
              : Math.sin(
                  f(
                    y.map((v) => v * y[0]),
                    n - 1,
                  ),
                ) * y[0];
          return f(x, x.length * 3);
        },
        /it hands on other arrays or objects than it is given, and does more after its call$/m,
      ],
      [
        (x) => {
          const f = (i: number): number => {
            if (i <= 0) return x[1];
            x[0] += Math.sin(x[1] * i);
            return f(i - 1) * x[0];
          };
          return f(x.length);
        },
        /it changes what it is given$/m,
      ],
      [
        (x) => {
          const f = (y: number, z: number, n: number): number =>
            n <= 0 ? y - z : Math.sin(f(z, y, n - 1)) * 0.9;
          return f(x[0], 2, x.length);
        },
        /which of its arguments vary differs from call to call$/m,
      ],
    ];
    for (const [f, why] of cases) {
      const plain = grad(f)(ramp(6));
      for (const budget of budgets) expect(grad(f, budget)(ramp(6))).toEqual(plain);
      expect(explain(f, { snapshots: 2 })(ramp(6)).kept).toMatch(why);
    }
  });

  test("of what is read on the way and overwritten afterwards", () => {
    const f = (x: number, table: Float64Array): number => {
      const down = (y: number, i: number): number =>
        i >= table.length ? y : Math.sin(down(y * table[i], i + 1)) + y;
      const z = down(x, 0);
      table.fill(z);
      return z * table[0];
    };
    const plain = grad(f)(0.7, ramp(20));
    for (const budget of budgets) expect(grad(f, budget)(0.7, ramp(20))).toBe(plain);
  });

  test("a hundred thousand and a million calls deep", () => {
    function step(x: number, n: number): number {
      return n === 0 ? x : step(x + 1e-6 * Math.cos(x), n - 1);
    }
    function f(x: number, n: number): number {
      return n === 0 ? x : x * 0.5 + Math.sin(f(x * 0.9 + 0.1, n - 1));
    }
    for (const [g, n] of [
      [step, 1e5],
      [f, 1e5],
      [f, 1e6],
    ] as const) {
      const plain = grad(g)(0.3, n);
      expect(grad(g, { snapshots: 64 })(0.3, n)).toBe(plain);
      expect(grad(g, { memory: "64MB" })(0.3, n)).toBe(plain);
    }
    // no calls wait
    expect(grad(f, { snapshots: 64, maxDepth: 1000 })(0.3, 1e5)).toBe(grad(f)(0.3, 1e5));
  });

  test("in derivatives of derivatives", () => {
    function f(x: number, n: number): number {
      return n === 0 ? x : x * 0.5 + Math.sin(f(x * 0.9 + 0.1, n - 1));
    }
    function step(x: number, n: number): number {
      return n === 0 ? x : step(Math.sin(x) * 1.1 + 0.1, n - 1);
    }
    for (const r of [f, step]) {
      const g = (x: number): number => r(x, 40);
      const second = grad(grad(g))(0.3);
      for (const budget of budgets) {
        expect(hvp(g, budget)(0.3, 1)).toBe(hvp(g)(0.3, 1));
        expect(grad(grad(g, budget), budget)(0.3)).toBeCloseTo(second, 12);
      }
    }
  });
});

describe("a budget in derivatives of derivatives", () => {
  const f = (x: number): number => {
    let z = x;
    for (let t = 0; t < 40; t++) z = Math.sin(z) * 1.2 + 0.1 * x;
    return z;
  };

  test("forward over reverse", () => {
    for (const budget of budgets) {
      expect(hvp(f, budget)(0.3, 1)).toBe(hvp(f)(0.3, 1));
      expect(jvp(grad(f, budget))([0.3], [1])).toEqual(jvp(grad(f))([0.3], [1]));
    }
  });

  test("reverse over reverse", () => {
    const second = grad(grad(f))(0.3);
    for (const budget of budgets) {
      expect(grad(grad(f, budget), budget)(0.3)).toBeCloseTo(second, 13);
    }
  });

  test("given inside of compiled code", () => {
    const g = (x: number): number => grad(f, { snapshots: 3 })(x) * x;
    expect(jit(g)(0.3)).toBe(grad(f)(0.3) * 0.3);
    expect(grad(g)(0.3)).toBeCloseTo(grad(f)(0.3) + 0.3 * hvp(f)(0.3, 1), 13);
  });
});

describe("checkpoint", () => {
  const f = (x: number): number => {
    let z = x;
    for (let t = 0; t < 10; t++) z = Math.sin(z) * 1.2 + 0.1 * x;
    return z;
  };
  const again = checkpoint(f);
  const layer = (w: Float64Array, x: Float64Array): Float64Array =>
    x.map((v, i) => Math.tanh(v * w[i] + x[(i + 1) % x.length]));
  const small = checkpoint(layer);

  test("is the function itself", () => {
    expect(again(0.3)).toBe(f(0.3));
    expect(jit(again)(0.3)).toBe(jit(f)(0.3));
  });

  test("in all pairs of modes", () => {
    expect(grad(again)(0.3)).toBe(grad(f)(0.3));
    expect(jvp(again)([0.3], [1])).toEqual(jvp(f)([0.3], [1]));
    expect(grad(grad(again))(0.3)).toBe(grad(grad(f))(0.3));
    expect(jvp(grad(again))([0.3], [1])).toEqual(jvp(grad(f))([0.3], [1]));
    const slope = (g: typeof f) => (x: number) => jvp(g)([x], [1]).tangent;
    const direct = (x: number): number => jvp(f)([x], [1]).tangent;
    const indirect = (x: number): number => jvp(again)([x], [1]).tangent;
    expect(slope(f)(0.3)).toBe(direct(0.3));
    expect(grad(indirect)(0.3)).toBe(grad(direct)(0.3));
  });

  test("called in a loop", () => {
    const net = (w: Float64Array): number => {
      let h = w;
      for (let k = 0; k < 5; k++) h = layer(w, h);
      return h.reduce((a, b) => a + b, 0);
    };
    const checkpointed = (w: Float64Array): number => {
      let h = w;
      for (let k = 0; k < 5; k++) h = small(w, h);
      return h.reduce((a, b) => a + b, 0);
    };
    expect(grad(checkpointed)(ramp(6))).toEqual(grad(net)(ramp(6)));
  });

  test("inside of another", () => {
    const net = (w: Float64Array): number => layer(w, layer(w, w))[1];
    const outer = checkpoint((w: Float64Array) => small(w, small(w, w))[1]);
    const [a, b] = [grad(net)(ramp(6)), grad((w: Float64Array) => outer(w))(ramp(6))];
    a.forEach((x, i) => expect(b[i]).toBeCloseTo(x, 14));
  });

  test("in recursion", () => {
    const tree = (n: number, x: number): number =>
      n <= 0 ? Math.sin(x) : tree(n - 1, x * 0.9) * tree(n - 1, x + 0.1);
    const thin = (n: number, x: number): number =>
      n <= 0 ? Math.sin(x) : checkpoint(thin)(n - 1, x * 0.9) * checkpoint(thin)(n - 1, x + 0.1);
    expect(grad(thin, { wrt: 1 })(5, 0.7)).toBe(grad(tree, { wrt: 1 })(5, 0.7));
  });

  test("of what changes its arguments, which are changed again afterwards", () => {
    const update = (a: Float64Array): number => {
      let s = 0;
      for (let i = 0; i < a.length; i++) {
        a[i] = a[i] * a[i] + 0.1;
        s += Math.sin(a[i]);
      }
      return s;
    };
    const thin = checkpoint(update);
    const plain = (a: Float64Array): number => {
      const product = update(a) * update(a);
      a[0] = 5;
      return product * a[1] * a[0];
    };
    const checkpointed = (a: Float64Array): number => {
      const product = thin(a) * thin(a);
      a[0] = 5;
      return product * a[1] * a[0];
    };
    const [a, b] = [ramp(5), ramp(5)];
    expect(grad(checkpointed)(b)).toEqual(grad(plain)(a));
    expect(b).toEqual(a);
  });

  test("of a closure over an array that is changed later", () => {
    const run = (x: number, memo: (g: (y: number) => number) => (y: number) => number): number => {
      const table = [x, x * x, 1];
      const look = memo((y: number) => Math.sin(y * table[1]) * table[0]);
      const first = look(x);
      table[1] = first;
      return look(first) + table[1];
    };
    const plain = (x: number): number => run(x, (g) => g);
    const checkpointed = (x: number): number => run(x, checkpoint);
    expect(grad(checkpointed)(0.7)).toBeCloseTo(grad(plain)(0.7), 14);
  });

  test("of numbers that are captured", () => {
    const g = (x: number): number => {
      const k = x * x;
      return checkpoint((y: number) => Math.sin(k * y) * k)(x + 1);
    };
    const plain = (x: number): number => {
      const k = x * x;
      return Math.sin(k * (x + 1)) * k;
    };
    expect(grad(g)(0.7)).toBeCloseTo(grad(plain)(0.7), 14);
  });
});

test("what runs again prints once", () => {
  const said: unknown[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...all) => said.push(all.join(" ")));
  try {
    const double = checkpoint((x: number): number => {
      console.log("double", x);
      return Math.sin(x) * 2;
    });
    const f = (x: number, n: number): number => {
      let y = x;
      for (let i = 0; i < n; i++) {
        console.log("step", i);
        y = double(y) * 0.3;
      }
      return y;
    };
    grad(f)(0.5, 9);
    const plain = said.splice(0);
    expect(plain.length).toBe(18);
    grad(f, { snapshots: 2 })(0.5, 9);
    expect(said).toEqual(plain);
  } finally {
    log.mockRestore();
  }
});

test("what is kept of each loop can be seen", () => {
  const f = (xs: Float64Array, n: number): number => {
    let y = 1;
    for (let t = 0; t < n; t++) {
      y = Math.sin(y * xs[0]);
      xs[0] = y * xs[1];
    }
    return y;
  };
  const { kept } = explain(f, { snapshots: 8 })(new Float64Array(2), 100);
  expect(kept).toMatch(
    /:\d+:\d+: the loop keeps at most 8 snapshots \(binomial schedule\), each of `y`, what `xs` holds$/m,
  );
  const chain = checkpoint((x: number) => Math.sin(Math.sin(x)));
  expect(explain((x: number) => chain(x) * x)(1).kept).toMatch(
    /keeps its arguments: it is run again$/m,
  );
});
