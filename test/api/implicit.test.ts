import { describe, expect, test } from "vitest";
import {
  argmin,
  explain,
  fixedPoint,
  grad,
  hessian,
  jit,
  jvp,
  NablaError,
  root,
  valueAndGrad,
  vjp,
} from "../../src/index.ts";

type F = (x: number) => number;

/** Central differences of a smooth function, good to some nine digits. */
function slope(f: F, x: number): number {
  const h = 1e-3;
  const d = (k: number): number => (f(x + k * h) - f(x - k * h)) / (2 * k * h);
  return (15 * d(1) - 6 * d(2) + d(3)) / 10;
}

/** First and second derivatives in both modes, against differences of the one before. */
function expectDerivatives(f: F, x: number, digits = 7): void {
  const first = grad(f)(x);
  expect(first).toBeCloseTo(slope(f, x), digits);
  expect(jvp(f)([x], [1]).tangent).toBeCloseTo(first, 11);
  expect(hessian(f)(x)).toBeCloseTo(slope(grad(f), x), digits);
}

describe("fixedPoint", () => {
  const kepler = (e: number): number => fixedPoint((x) => 0.8 + e * Math.sin(x), 1);

  test("by what the function captures, to the second order", () => {
    expect(kepler(0.3) - 0.3 * Math.sin(kepler(0.3))).toBeCloseTo(0.8, 11);
    expectDerivatives(kepler, 0.3);
    const second = hessian(kepler)(0.3);
    const forward = (e: number): number => jvp(kepler)([e], [1]).tangent;
    expect(vjp(kepler)(0.3).pullback(1)).toBeCloseTo(grad(kepler)(0.3), 12);
    expect(grad(grad(kepler))(0.3)).toBeCloseTo(second, 10);
    expect(jvp(forward)([0.3], [1]).tangent).toBeCloseTo(second, 10);
    expect(grad(forward)(0.3)).toBeCloseTo(second, 10);
  });

  test("is what differentiating the iteration gives", () => {
    const unrolled = (e: number): number => {
      let x = 1;
      for (let i = 0; i < 80; i++) x = 0.8 + e * Math.sin(x);
      return x;
    };
    expect(grad(kepler)(0.3)).toBeCloseTo(grad(unrolled)(0.3), 11);
    expect(hessian(kepler)(0.3)).toBeCloseTo(hessian(unrolled)(0.3), 10);
  });

  test("keeps nothing for the iterations, however many", () => {
    const slow = (a: number): number =>
      fixedPoint((x) => 0.9999 * x + a * a, 0, { maxIterations: 1_000_000 });
    expect(explain(slow)(1).kept).not.toMatch(/ is kept (?!once)/);
    expect(valueAndGrad(slow)(3).grad).toBeCloseTo(60_000, 3);
  });

  test("of lists, with captured arrays", () => {
    // x = b + A x / 4
    const solve = (a: number[][], b: Float64Array): Float64Array =>
      fixedPoint(
        (x) =>
          x.map((_, i) => {
            let s = b[i]!;
            for (let j = 0; j < x.length; j++) s += 0.25 * a[i]![j]! * x[j]!;
            return s;
          }),
        new Float64Array(b.length),
      );
    const loss = (a: number[][], b: Float64Array): number => {
      const x = solve(a, b);
      return x[0]! * x[1]!;
    };
    const a = [
      [1, 0.5],
      [-1, 0.25],
    ];
    const b = Float64Array.of(1, 2);
    const [da, db] = grad(loss, { wrt: [0, 1] })(a, b);
    for (const i of [0, 1]) {
      const atB = (y: number): number => loss(a, b.with(i, y));
      expect(db[i]).toBeCloseTo(slope(atB, b[i]!), 8);
      for (const j of [0, 1]) {
        const atA = (y: number): number =>
          loss(
            a.map((row, k) => (k === i ? row.with(j, y) : row)),
            b,
          );
        expect(da[i]![j]).toBeCloseTo(slope(atA, a[i]![j]!), 8);
      }
    }
    expect(jvp(loss)([a, b], [da, db]).tangent).toBeCloseTo(
      [...da.flat(), ...db].reduce((s, x) => s + x * x, 0),
      10,
    );
  });

  test("does not depend on where it starts", () => {
    const f = (start: number): number => fixedPoint((x) => Math.cos(x), start);
    expect([grad(f)(0.5), jvp(f)([0.5], [1]).tangent]).toEqual([0, 0]);
    const both = (a: number): number => fixedPoint((x) => Math.cos(a * x), a);
    expectDerivatives(both, 1.1);
  });
});

describe("root", () => {
  const sqrt = (a: number): number => root((x) => x * x - a, 1);

  test("a square root, to the third order", () => {
    expect(sqrt(2)).toBeCloseTo(Math.SQRT2, 15);
    expect(grad(sqrt)(2)).toBeCloseTo(0.5 / Math.SQRT2, 14);
    expect(hessian(sqrt)(2)).toBeCloseTo(-0.25 * 2 ** -1.5, 14);
    expect(grad(grad(grad(sqrt)))(2)).toBeCloseTo((3 / 8) * 2 ** -2.5, 14);
  });

  test("from far away, with steps that are halved", () => {
    const steep = (a: number): number => root((x) => Math.atan(x - a), 30);
    expect(steep(2)).toBeCloseTo(2, 12);
    expect(grad(steep)(2)).toBeCloseTo(1, 12);
  });

  test("of an object, by an object", () => {
    interface Circle {
      r: number;
      centre: number[];
    }
    // where a circle meets the line y = k x
    const meet = (c: Circle, k: number): { x: number; y: number } =>
      root(
        ({ x, y }) => [(x - c.centre[0]!) ** 2 + (y - c.centre[1]!) ** 2 - c.r ** 2, y - k * x],
        { x: 3, y: 3 },
      );
    const circle = { r: 2, centre: [0.5, 0.25] };
    const sum = (c: Circle, k: number): number => {
      const { x, y } = meet(c, k);
      return x * x + 2 * y;
    };
    const { x, y } = meet(circle, 0.7);
    expect(y).toBeCloseTo(0.7 * x, 13);
    expect(Math.hypot(x - 0.5, y - 0.25)).toBeCloseTo(2, 13);
    const [dc, dk] = grad(sum, { wrt: [0, 1] })(circle, 0.7);
    expect(dc.r).toBeCloseTo(
      slope((r) => sum({ ...circle, r }, 0.7), 2),
      8,
    );
    expect(dc.centre[0]).toBeCloseTo(
      slope((a) => sum({ ...circle, centre: [a, 0.25] }, 0.7), 0.5),
      8,
    );
    expect(dk).toBeCloseTo(
      slope((k) => sum(circle, k), 0.7),
      8,
    );
    expectDerivatives((k) => sum(circle, k), 0.7);
  });

  test("a linear system, in place of an inverse", () => {
    const n = 6;
    const matrix = Array.from({ length: n }, (_, i) =>
      Float64Array.from({ length: n }, (__, j) => (i === j ? 0 : Math.sin(i * n + j))),
    );
    const solve = (a: Float64Array[], b: Float64Array): Float64Array =>
      root((x) => {
        const r = new Float64Array(x.length);
        for (let i = 0; i < x.length; i++) {
          let s = -b[i]!;
          for (let j = 0; j < x.length; j++) s += a[i]![j]! * x[j]!;
          r[i] = s;
        }
        return r;
      }, new Float64Array(b.length));
    const b = Float64Array.from({ length: n }, (_, i) => i + 1);
    const x = jit(solve)(matrix, b);
    for (const [i, row] of matrix.entries()) {
      expect(row.reduce((s, a, j) => s + a * x[j]!, 0)).toBeCloseTo(b[i]!, 11);
    }
    const first = (a: Float64Array[], c: Float64Array): number => solve(a, c)[0]!;
    const [da, db] = grad(first, { wrt: [0, 1] })(matrix, b);
    // dx = A⁻¹ (db - dA x): the gradient by A is -λ xᵀ, where λ is that by b
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) expect(da[i]![j]).toBeCloseTo(-db[i]! * x[j]!, 10);
    }
  });
});

describe("argmin", () => {
  test("of a function with a curved valley", () => {
    const valley = (a: number): number[] =>
      argmin((x) => (a - x[0]!) ** 2 + 100 * (x[1]! - x[0]! ** 2) ** 2, [-1.2, 1]);
    const [x, y] = valley(1.5);
    expect(x).toBeCloseTo(1.5, 9);
    expect(y).toBeCloseTo(2.25, 9);
    const at = (a: number): number => {
      const [u, v] = valley(a) as [number, number];
      return u + v;
    };
    expect(grad(at)(1.5)).toBeCloseTo(4, 9);
    expect(hessian(at)(1.5)).toBeCloseTo(2, 8);
  });

  test("ridge regression by its penalty", () => {
    const xs = Float64Array.of(-1, 0, 1, 2);
    const ys = Float64Array.of(1, 0.5, 2, 3);
    const fit = (penalty: number): { slope: number; offset: number } =>
      argmin(
        (w) => {
          let loss = penalty * w.slope * w.slope;
          for (let i = 0; i < xs.length; i++) loss += (w.slope * xs[i]! + w.offset - ys[i]!) ** 2;
          return loss;
        },
        { slope: 0, offset: 0 },
      );
    expectDerivatives((p) => fit(p).slope, 0.7);
  });

  test("from where the function curves down", () => {
    const well = (a: number): number => argmin((x) => x ** 4 - a * x ** 2, 0.05);
    expect(well(2)).toBeCloseTo(1, 10);
    expectDerivatives(well, 2);
  });

  test("bilevel: a minimum inside of a minimum", () => {
    // the inner one is at u / 2, the outer one at c / 0.7
    const outer = (c: number): number =>
      argmin((u) => (argmin((x) => (x - u) ** 2 + x * x, 0) - c) ** 2 + 0.1 * u * u, 0.3);
    const { value, grad: slopeAt } = valueAndGrad(outer)(0.5);
    expect(value).toBeCloseTo(0.5 / 0.7, 10);
    expect(slopeAt).toBeCloseTo(1 / 0.7, 10);
  });
});

describe("inside of programs", () => {
  test("in a loop, in branches, of one another", () => {
    const f = (a: number): number => {
      let s = a;
      for (let i = 1; i <= 3; i++) {
        const x = fixedPoint((y) => Math.cos((a * y) / i), 0.5);
        s += x > 0.8 ? root((y) => y * y * y + y - x * s, 0) : x * i;
      }
      return s;
    };
    expectDerivatives(f, 1.2);
    const nested = (a: number): number =>
      fixedPoint((x) => 0.5 * fixedPoint((y) => Math.cos(a * y + x), 0.5) + 0.1, 0.2);
    expect(grad(nested)(0.6)).toBeCloseTo(slope(nested, 0.6), 8);
    expect(hessian(nested)(0.6)).toBeCloseTo(slope(grad(nested), 0.6), 8);
  });

  test("outside of compiled code", () => {
    const k = 2;
    expect(root((x) => x * x - k, 1)).toBeCloseTo(Math.SQRT2, 14);
    expect(fixedPoint((x) => [Math.cos(x[0]!), x[0]! / 2], [0.5, 0])[1]).toBeCloseTo(0.36954256, 7);
    expect(argmin((x) => (x.a - k) ** 2, { a: 0 })).toEqual({ a: 2 });
  });
});

describe("what is refused", () => {
  const codeOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof NablaError) return error.code;
      throw error;
    }
    return "none";
  };

  test("no convergence", () => {
    expect(() => fixedPoint((x) => 2 * x + 1, 0.5, { maxIterations: 30 })).toThrow(
      "`fixedPoint` has not converged within 30 iterations",
    );
    expect(codeOf(() => grad((a: number) => root((x) => x * x + a, 1))(1))).toBe("NB4009");
    expect(codeOf(() => argmin((x) => -x * x, 1))).toBe("NB4009");
    const cosine = (): number => fixedPoint((x) => Math.cos(x), 0.5, { maxIterations: 1 });
    expect(cosine).toThrow(`the last change is ${Math.cos(0.5) - 0.5}`);
    expect(() => root((x) => x * x + 3, 1)).toThrow(
      /the largest value of f at the last point is 3/,
    );
    const steep = (x: number): number => Math.exp(x) - x * 3;
    expect(() => argmin(steep, 0, { maxIterations: 1 })).toThrow(/the largest slope .* is 2$/m);
  });

  test("another number of unknowns", () => {
    expect(codeOf(() => fixedPoint((x) => (x.length > 0 ? [...x, 1] : x), [1, 2]))).toBe("NB4007");
    expect(codeOf(() => root((x) => ({ y: String(x) }), 1))).toBe("NB2010");
  });

  test("an equation that its own solution appears in", () => {
    const tower = (n: number, a: number): number =>
      n === 0 ? a : root((x) => x * x + x - tower(n - 1, a), 1);
    expect(codeOf(() => grad((a: number) => tower(2, a))(3))).toBe("NB3002");
  });

  test("a function that changes something", () => {
    let last = 0;
    expect(codeOf(() => root((x) => (last = x + last - last), 1))).toBe("NB3005");
  });
});
