import { describe, expect, test } from "vitest";
import { differences } from "../../src/api/check-grad.ts";
import {
  checkRules,
  custom,
  grad,
  hessian,
  hvp,
  jacobian,
  jit,
  jvp,
  NablaError,
  stopGradient,
  valueAndGrad,
  vjp,
} from "../../src/index.ts";

const log1pexp: (x: number) => number = custom((x: number) => Math.log1p(Math.exp(x)), {
  jvp: ([x], [t]) => ({ value: log1pexp(x), tangent: t / (1 + Math.exp(-x)) }),
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Clips what comes back: its pullback is not linear. */
const clipped = custom((x: number[]) => x, {
  vjp: (x) => ({
    value: x,
    pullback: (ct) => [ct.map((c) => Math.max(-1, Math.min(1, c)))],
  }),
});

const norm = custom((x: Float64Array) => Math.hypot(...x), {
  vjp: (x) => {
    let sum = 0;
    for (const xi of x) sum += xi * xi;
    const value = Math.sqrt(sum);
    return { value, pullback: (ct) => [x.map((xi) => (ct * xi) / value)] };
  },
});

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof NablaError) return error.code;
    throw error;
  }
  return "none";
};

describe("a rule for tangents", () => {
  test("is used in both modes", () => {
    expect(log1pexp(1)).toBeCloseTo(Math.log1p(Math.exp(1)), 15);
    expect(grad(log1pexp)(1000)).toBe(1);
    expect(jvp(log1pexp)([1000], [2]).tangent).toBe(2);
    expect(vjp(log1pexp)(1000).pullback(3)).toBe(3);
    expect(jit(log1pexp)(1)).toBe(log1pexp(1));
  });

  test("is differentiated itself, to any order", () => {
    const s = sigmoid(0.3);
    const second = s * (1 - s);
    expect(grad(grad(log1pexp))(0.3)).toBeCloseTo(second, 14);
    expect(hessian(log1pexp)(0.3)).toBeCloseTo(second, 14);
    expect(hvp(log1pexp)(0.3, 2)).toBeCloseTo(2 * second, 14);
    expect(grad(grad(grad(log1pexp)))(0.3)).toBeCloseTo(second * (1 - 2 * s), 13);
    const forward = (f: (x: number) => number) => (x: number) => jvp(f)([x], [1]).tangent;
    expect(forward(forward(log1pexp))(0.3)).toBeCloseTo(second, 14);
    expect(forward(grad(log1pexp))(0.3)).toBeCloseTo(second, 14);
    expect(grad(forward(log1pexp))(0.3)).toBeCloseTo(second, 14);
  });

  test("in loops, branches and recursion", () => {
    const plain = (x: number): number => Math.log1p(Math.exp(x));
    const program =
      (g: (x: number) => number) =>
      (x: number): number => {
        const tree = (n: number, y: number): number =>
          n <= 1 ? g(y) : tree(n - 1, y * 0.5) * g(tree(n - 2, y + 1));
        let y = x;
        for (let i = 0; i < 4; i++) y = i % 2 === 0 ? g(y) * 1.1 : y - g(y * y);
        while (y < 3) y += g(y);
        return y + tree(4, x);
      };
    expect(grad(program(log1pexp))(0.4)).toBeCloseTo(grad(program(plain))(0.4), 11);
    expect(jvp(program(log1pexp))([0.4], [1]).tangent).toBeCloseTo(grad(program(plain))(0.4), 11);
    expect(hessian(program(log1pexp))(0.4)).toBeCloseTo(hessian(program(plain))(0.4), 9);
  });

  test("a straight-through estimator, of integers too", () => {
    const round = custom(Math.round, { jvp: ([x], [t]) => ({ value: Math.round(x), tangent: t }) });
    expect(grad((x: number) => round(2 * x) ** 2)(1.3)).toBe(12);
    const step = custom((x: number) => (x > 0 ? 1 : 0), {
      vjp: (x) => ({ value: x > 0 ? 1 : 0, pullback: (ct) => [ct * 7] }),
    });
    expect(grad((x: number) => 3 * step(x))(1)).toBe(21);
    const always = custom((x: number) => 1 + 0 * Math.sign(x), {
      jvp: (_p, [t]) => ({ value: 1, tangent: 5 * t }),
    });
    expect(grad((x: number) => always(x))(1)).toBe(5);
  });

  test("that is not linear serves forward mode only", () => {
    const odd = custom((x: number) => x, { jvp: ([x], [t]) => ({ value: x, tangent: t * t }) });
    expect(jvp(odd)([1], [3]).tangent).toBe(9);
    expect(codeOf(() => grad(odd)(1))).toBe("NB3004");
    const far = custom((x: number) => x, {
      jvp: ([x], [t]) => ({ value: x, tangent: Math.abs(t) }),
    });
    expect(codeOf(() => grad(far)(1))).toBe("NB3004");
  });
});

describe("a rule for cotangents", () => {
  const x = Float64Array.of(3, 4, 12);

  test("is used in both modes", () => {
    expect(grad(norm)(x)).toEqual(Float64Array.of(3 / 13, 4 / 13, 12 / 13));
    expect(jvp(norm)([x], [Float64Array.of(1, 1, 0)]).tangent).toBeCloseTo(7 / 13, 14);
    expect(valueAndGrad(norm)(x).value).toBe(13);
  });

  test("is differentiated itself", () => {
    const plain = (y: Float64Array): number => Math.sqrt(y.reduce((s, yi) => s + yi * yi, 0));
    const [rows, wanted] = [hessian(norm)(x), hessian(plain)(x)];
    for (const [i, row] of rows.entries()) {
      for (const [j, value] of row.entries()) expect(value).toBeCloseTo(wanted[i]![j]!, 13);
    }
    const slope = (y: Float64Array): number => grad(norm)(y)[0]!;
    for (const [j, value] of grad(slope)(x).entries()) {
      expect(value).toBeCloseTo(wanted[0]![j]!, 13);
    }
  });

  test("that is not linear serves reverse mode only, and its derivatives all", () => {
    const f = (y: number[]): number => clipped(y)[0]! ** 2 + 0.1 * clipped(y)[1]! ** 2;
    expect(grad(f)([3, 4])).toEqual([1, 0.8]);
    expect(codeOf(() => jvp(f)([[3, 4]], [[1, 0]]))).toBe("NB3004");
    const slope = (y: number[]): number => grad(f)(y)[1]!;
    expect(jvp(slope)([[3, 4]], [[1, 1]]).tangent).toBeCloseTo(0.2, 14);
    expect(grad(slope)([3, 4])).toEqual([0, 0.2]);
  });

  test("reads what it has kept as it was", () => {
    const f = (y: Float64Array): number => {
      const own = y.slice();
      let sum = 0;
      for (let i = 0; i < 3; i++) {
        sum += norm(own) * (i + 1);
        for (let j = 0; j < own.length; j++) own[j] = own[j]! * 0.5 + j;
      }
      return sum + own[0]!;
    };
    const plain = (y: Float64Array): number => {
      const own = y.slice();
      let sum = 0;
      for (let i = 0; i < 3; i++) {
        sum += Math.hypot(own[0]!, own[1]!, own[2]!) * (i + 1);
        for (let j = 0; j < own.length; j++) own[j] = own[j]! * 0.5 + j;
      }
      return sum + own[0]!;
    };
    for (const [j, value] of grad(f)(x).entries()) {
      expect(value).toBeCloseTo(grad(plain)(x)[j]!, 13);
    }
  });

  test("whose value is kept, and changed by the caller", () => {
    const exp = custom((y: Float64Array) => y.map((yi) => Math.exp(yi)), {
      vjp: (y) => {
        const value = y.map((yi) => Math.exp(yi));
        return { value, pullback: (ct) => [ct.map((c, i) => c * value[i]!)] };
      },
    });
    const f = (y: Float64Array): number => {
      const e = exp(y);
      e[0] = e[0]! * e[1]!;
      return e[0]! + e[1]!;
    };
    const [a, b] = [Math.exp(0.5), Math.exp(-1)];
    const [da, db] = grad(f)(Float64Array.of(0.5, -1));
    expect(da).toBeCloseTo(a * b, 14);
    expect(db).toBeCloseTo(a * b + b, 14);
  });

  test("gives a new array, in compiled code as in JavaScript", () => {
    const f = (y: number[]): number => {
      const c = clipped(y);
      c[0] = 100;
      return y[0]! + c[0]!;
    };
    expect([f([1, 2]), jit(f)([1, 2])]).toEqual([101, 101]);
    expect(grad(f)([1, 2])).toEqual([1, 0]);
  });
});

describe("both rules", () => {
  test("each mode uses its own", () => {
    const f = custom((x: number) => x, {
      jvp: ([x], [t]) => ({ value: x, tangent: 2 * t }),
      vjp: (x) => ({ value: x, pullback: (ct) => [3 * ct] }),
    });
    expect(jvp(f)([1], [1]).tangent).toBe(2);
    expect(grad(f)(1)).toBe(3);
  });

  test("made by nabla, they are the derivative of the function", () => {
    const model = (p: { a: number; w: Float64Array }, rows: number[][], k: number) => {
      const out = rows.map((row) => row.reduce((s, r, i) => s + Math.tanh(r * p.w[i]!) * k, p.a));
      return { out, sum: out.reduce((s, o) => s + o * o, 0) };
    };
    type Model = typeof model;
    const byJvp: Model = custom(model, { jvp: (p, t) => jvp(model)(p, t) });
    const byVjp: Model = custom(model, { vjp: (...p) => vjp(model, { wrt: [0, 1, 2] })(...p) });
    const loss =
      (g: Model) =>
      (p: { a: number; w: Float64Array }, rows: number[][], k: number): number => {
        const { out, sum } = g(p, rows, k);
        return sum * out[0]! + g({ a: sum / 10, w: p.w }, [out, rows[1]!], k).sum;
      };
    const at = (): [{ a: number; w: Float64Array }, number[][], number] => [
      { a: 0.3, w: Float64Array.of(0.5, -0.25) },
      [
        [1, 2],
        [-1, 0.5],
      ],
      1.5,
    ];
    const numbers = (value: unknown): number[] =>
      JSON.stringify(value, (_, x: unknown) => (ArrayBuffer.isView(x) ? [...(x as never)] : x))
        .match(/-?\d+(\.\d+)?(e-?\d+)?/g)!
        .map(Number);
    const wanted = numbers(grad(loss(model), { wrt: [0, 1, 2] })(...at()));
    const direction = [
      { a: 1, w: Float64Array.of(1, 2) },
      [
        [1, 0],
        [0, 1],
      ],
      -1,
    ] as const;
    const along = jvp(loss(model))(at(), direction as never).tangent;
    for (const g of [byJvp, byVjp]) {
      const got = numbers(grad(loss(g), { wrt: [0, 1, 2] })(...at()));
      expect(got.length).toBe(wanted.length);
      for (const [i, x] of got.entries()) expect(x).toBeCloseTo(wanted[i]!, 10);
      expect(jvp(loss(g))(at(), direction as never).tangent).toBeCloseTo(along, 10);
    }
    const second = (g: Model): number[] => {
      const f = (w: Float64Array, rows: number[][]): number => loss(g)({ a: 0.3, w }, rows, 1.5);
      return numbers(hessian(f)(Float64Array.of(0.5, -0.25), at()[1]));
    };
    for (const g of [byJvp, byVjp]) {
      for (const [i, x] of second(g).entries()) expect(x).toBeCloseTo(second(model)[i]!, 9);
    }
  });
});

describe("values of any structure", () => {
  const spring = custom(
    (p: { k: number; at: number[]; name: string }, n: number) => ({
      energy: p.k * p.at[0]! ** n,
      parts: p.at.map((a) => a * n),
    }),
    {
      vjp: (p, n) => {
        const energy = p.k * p.at[0]! ** n;
        return {
          value: { energy, parts: p.at.map((a) => a * n) },
          pullback: ({ energy: e, parts }) => {
            const at = parts.map((c) => c * n);
            at[0] = at[0]! + (e * energy * n) / p.at[0]!;
            let dn = e * energy * Math.log(p.at[0]!);
            for (let i = 0; i < p.at.length; i++) dn += parts[i]! * p.at[i]!;
            return [{ k: (e * energy) / p.k, at }, dn];
          },
        };
      },
    },
    { check: [{ k: 2, at: [1.5, 2], name: "s" }, 3] },
  );

  test("in and out", () => {
    const loss = (p: { k: number; at: number[]; name: string }, n: number): number => {
      const { energy, parts } = spring(p, n);
      return energy * parts[1]!;
    };
    const plain = (p: { k: number; at: number[]; name: string }, n: number): number =>
      p.k * p.at[0]! ** n * (p.at[1]! * n);
    const at = [{ k: 2, at: [1.5, 2], name: "s" }, 3] as [
      { k: number; at: number[]; name: string },
      number,
    ];
    const [got, wanted] = [loss, plain].map((f) => grad(f, { wrt: [0, 1] })(...at));
    const [a, b] = [got, wanted].map((g) => [g![0].k, ...g![0].at, g![1]]);
    for (const [i, x] of a!.entries()) expect(x).toBeCloseTo(b![i]!, 12);
    const tangents = [{ k: 1, at: [1, 0] }, 0.5] as never;
    const [x, y] = [loss, plain].map((f) => jvp(f)(at, tangents).tangent);
    expect(x).toBeCloseTo(y!, 12);
  });

  test("a Jacobian of one", () => {
    const twice = custom((x: Float64Array) => x.map((xi) => xi * xi), {
      jvp: ([x], [t]) => ({
        value: x.map((xi) => xi * xi),
        tangent: t.map((ti, i) => 2 * x[i]! * ti),
      }),
    });
    expect(jacobian(twice)(Float64Array.of(1, 2))).toEqual([
      Float64Array.of(2, 0),
      Float64Array.of(0, 4),
    ]);
  });

  test("several kinds of arguments", () => {
    const doubled = (x: ArrayLike<number>): number => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += x[i]!;
      return sum;
    };
    // only its rule tells the factor
    const total = custom(doubled, {
      jvp: ([x], [t]) => ({ value: doubled(x), tangent: 2 * doubled(t as ArrayLike<number>) }),
    });
    const f = (x: number[], y: Float64Array): number => total(x) * total(y);
    expect(grad(f, { wrt: [0, 1] })([1, 2], Float64Array.of(3))).toEqual([
      [6, 6],
      Float64Array.of(6),
    ]);
  });
});

describe("captured variables", () => {
  const table = Float64Array.of(1, 2, 3);
  let factor = 2;

  test("are read as they are at the call", () => {
    const scaled = custom(
      (x: Float64Array) => x.reduce((s, xi, i) => s + xi * table[i]! * factor, 0),
      {
        vjp: (x) => ({
          value: x.reduce((s, xi, i) => s + xi * table[i]! * factor, 0),
          pullback: (ct) => [x.map((_, i) => ct * table[i]! * factor)],
        }),
      },
    );
    const g = grad(scaled);
    expect(g(Float64Array.of(1, 1, 1))).toEqual(Float64Array.of(2, 4, 6));
    factor = 3;
    expect(g(Float64Array.of(1, 1, 1))).toEqual(Float64Array.of(3, 6, 9));
    factor = 2;
    const inside = (x: Float64Array): number => scaled(x) ** 2;
    expect(grad(inside)(Float64Array.of(1, 0, 0))).toEqual(Float64Array.of(8, 16, 24));
  });

  test("of compiled code, where they do not vary", () => {
    const f = (x: number): number => {
      const k = 3;
      const data = [1, 2];
      const g = custom((y: number) => k * y * data[1]!, {
        jvp: ([y], [t]) => ({ value: k * y * data[1]!, tangent: k * t * data[1]! }),
      });
      return g(x) + g(2 * x);
    };
    expect(grad(f)(1)).toBe(18);
  });

  test("that vary are refused, unless only the rule uses them", () => {
    const by = (a: number): number =>
      custom((x: number) => a * x, { jvp: ([x], [t]) => ({ value: a * x, tangent: a * t }) })(2);
    expect(codeOf(() => grad(by)(3))).toBe("NB3003");
    expect(codeOf(() => jvp(by)([3], [1]))).toBe("NB3003");
    const stopped = (a: number): number => by(stopGradient(a)) + a;
    expect(grad(stopped)(3)).toBe(1);
    const limit = (a: number, x: number): number =>
      custom((y: number) => y, {
        vjp: (y) => ({ value: y, pullback: (ct) => [Math.min(ct, a)] }),
      })(x) ** 2;
    expect(grad(limit, { wrt: [0, 1] })(0.5, 3)).toEqual([0, 0.5]);
    // the derivative that the rule gives does depend on it
    expect(grad((a: number) => grad((x: number) => limit(a, x))(3))(0.5)).toBe(1);
  });
});

test("an error in a function with rules ends the call", () => {
  const root = custom(
    (x: number) => {
      if (x < 0) throw new RangeError("negative");
      return Math.sqrt(x);
    },
    {
      jvp: ([x], [t]) => {
        if (x < 0) throw new RangeError("negative");
        return { value: Math.sqrt(x), tangent: t / (2 * Math.sqrt(x)) };
      },
    },
  );
  const f = (x: number): number => {
    try {
      return root(x) * 2;
    } catch {
      return 0;
    }
  };
  expect(grad(f)(4)).toBe(0.5);
  expect(() => grad(f)(-4)).toThrow("negative");
});

describe("what is refused", () => {
  test("no rule, and a rule that gives something else", () => {
    expect(codeOf(() => custom((x: number) => x, {}))).toBe("NB5005");
    expect(codeOf(() => custom(3 as never, {}))).toBe("NB5005");
    const bad = custom((x: number) => x, { jvp: (([x]: [number]) => x) as never });
    expect(codeOf(() => grad(bad)(1))).toBe("NB5007");
    const list = custom((x: number, _y: number) => x, {
      vjp: ((x: number) => ({ value: x, pullback: (ct: number) => [ct] })) as never,
    });
    expect(codeOf(() => grad(list)(1, 2))).toBe("NB5007");
    const other = custom((x: number) => [x], {
      jvp: ((p: [number]) => ({ value: p[0], tangent: 1 })) as never,
    });
    expect(codeOf(() => grad((x: number) => other(x)[0]!)(1))).toBe("NB5007");
  });

  test("cotangents of another length", () => {
    const short = custom((x: number[]) => x[0]!, {
      vjp: (x) => ({ value: x[0]!, pullback: (ct) => [[ct]] }),
    });
    expect(codeOf(() => grad(short)([1, 2]))).toBe("NB4007");
  });

  test("changes", () => {
    let last = 0;
    const counted = custom((x: number) => (last = x + last), {
      jvp: ([x], [t]) => ({ value: x, tangent: t }),
    });
    expect(codeOf(() => grad(counted)(1))).toBe("NB3005");
    const writing = custom((x: number[]) => (x[0] = 1), {
      vjp: () => ({ value: 1, pullback: () => [[0]] }),
    });
    expect(codeOf(() => grad(writing)([1]))).toBe("NB3005");
  });

  test("a rule that takes the derivative of its own function", () => {
    const own: (x: number) => number = custom((x: number) => x * x, {
      jvp: ([x], [t]) => ({ value: x * x, tangent: t * grad(own)(x) }),
    });
    expect(codeOf(() => grad(own)(1))).toBe("NB3002");
  });
});

describe("checkRules", () => {
  test("accepts what agrees with differences", () => {
    checkRules(log1pexp)(0.3);
    checkRules(norm)(Float64Array.of(1, 2, 3));
  });

  test("names the rule, the argument and both values", () => {
    const wrong = custom(
      function area(p: { w: number; h: number[] }) {
        return p.w * p.h[1]!;
      },
      {
        vjp: (p) => ({
          value: p.w * p.h[1]!,
          pullback: (ct) => [{ w: ct * p.h[1]!, h: [0, 2 * ct * p.w] }],
        }),
      },
    );
    expect(() => checkRules(wrong)({ w: 3, h: [1, 2] })).toThrow(
      "`area`: by the rule `vjp` the derivative of the value by argument 0.h[1] is 6, by differences it is 3",
    );
    const check = (): unknown =>
      custom(
        (x: number) => x,
        { jvp: ([x], [t]) => ({ value: x + 1, tangent: t }) },
        { check: [1] },
      );
    expect(check).toThrow("the rule `jvp` gives 2 as the value, the function gives 1");
  });

  test("differences agree with what is compiled", () => {
    const f = (x: number): number => log1pexp(Math.sin(x) * 3) ** 2;
    const { value, error } = differences(f, 0.4);
    expect(Math.abs(grad(f)(0.4) - value)).toBeLessThan(16 * error + 1e-12);
  });
});
