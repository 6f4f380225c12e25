import { describe, expect, test } from "vitest";
import {
  grad,
  hessian,
  hvp,
  jacfwd,
  jacobian,
  jacrev,
  jvp,
  stopGradient,
  valueAndGrad,
  vjp,
} from "../../src/index.ts";
import { run } from "./run.ts";

describe("operators inside compiled code", () => {
  test("grad of numbers, arrays and objects", () => {
    expect(run((x: number) => grad((y: number) => y * y * y)(x), 2)).toBe(12);
    expect(
      run(
        grad((x: number) => Math.sin(x)),
        1,
      ),
    ).toBe(Math.cos(1));
    const dot = (x: Float64Array, y: Float64Array): number => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]! * y[i]!;
      return sum;
    };
    const [x, y] = [Float64Array.of(1, 2), Float64Array.of(3, 4)];
    expect(run(grad(dot), x, y)).toEqual(Float64Array.of(9, 16));
    expect(run(grad(dot, { wrt: 1 }), x, y)).toEqual(Float64Array.of(6, 16));
    expect(run(grad(dot, { wrt: [1, 0] }), x, y)).toEqual([
      Float64Array.of(6, 16),
      Float64Array.of(9, 16),
    ]);
    const energy = (s: { k: number; tag: string; p: { x: number[] } }): number =>
      s.tag === "half" ? s.k * s.p.x[0]! * s.p.x[1]! : 0;
    expect(run(grad(energy), { k: 2, tag: "half", p: { x: [3, 5] } })).toEqual({
      k: 15,
      p: { x: [10, 6] },
    });
    expect(
      run(
        valueAndGrad((r: number[][]) => r[0]![1]! * r[1]![0]!),
        [[1, 2], [3]],
      ),
    ).toEqual({
      value: 6,
      grad: [[0, 3], [2]],
    });
  });

  test("nested, without confusion of perturbations", () => {
    const f = (x: number): number => x * grad((y: number) => x + y)(2);
    expect(run(grad(f), 1)).toBe(1);
    const g = (x: number): number => grad((y: number) => x * y * y)(x);
    expect(run(grad(g), 3)).toBe(12);
    const d = (h: (x: number) => number, n: number): ((x: number) => number) =>
      n === 0 ? h : d(grad(h), n - 1);
    expect(run((x: number) => d((y) => y ** 5, 3)(x), 2)).toBe(240);
    const s = (x: Float64Array): number => {
      const inner = grad((y: Float64Array) => x[0]! * y[0]! * y[0]!)(x);
      return inner[0]!;
    };
    expect(run(grad(s), Float64Array.of(3))).toEqual(Float64Array.of(12));
  });

  test("an argument that is captured as well is held", () => {
    const f = (x: Float64Array): Float64Array => grad((y: Float64Array) => y[0]! * x[0]!)(x);
    expect(run(f, Float64Array.of(3))).toEqual(Float64Array.of(3));
  });

  test("jvp, vjp and their matrices", () => {
    const f = (x: Float64Array, k: number): Float64Array => {
      const out = new Float64Array(2);
      out[0] = x[0]! * x[1]! * k;
      out[1] = x[2]! ** 2;
      return out;
    };
    const x = Float64Array.of(2, 3, 5);
    expect(run((z: Float64Array) => jvp(f)([z, 2], [Float64Array.of(1, 0, 1), 0]), x)).toEqual({
      value: Float64Array.of(12, 25),
      tangent: Float64Array.of(6, 10),
    });
    expect(
      run((z: Float64Array) => {
        const { value, pullback } = vjp(f)(z, 2);
        return [value, pullback(Float64Array.of(1, 1)), pullback(Float64Array.of(0, 1))];
      }, x),
    ).toEqual([Float64Array.of(12, 25), Float64Array.of(6, 4, 10), Float64Array.of(0, 0, 10)]);
    const rows = [Float64Array.of(6, 4, 0), Float64Array.of(0, 0, 10)];
    expect(run(jacfwd(f), x, 2)).toEqual(rows);
    expect(run(jacrev(f), x, 2)).toEqual(rows);
    expect(run(jacobian(f), x, 2)).toEqual(rows);
    const h = (z: Float64Array): number => z[0]! * z[0]! * z[1]!;
    const z = Float64Array.of(3, 4);
    expect(run(hessian(h), z)).toEqual([Float64Array.of(8, 6), Float64Array.of(6, 0)]);
    expect(run(hvp(h), z, Float64Array.of(1, 1))).toEqual(Float64Array.of(14, 6));
    expect(
      run(
        jacobian((t: number) => [t, t * t]),
        3,
      ),
    ).toEqual(Float64Array.of(1, 6));
  });

  test("stopGradient", () => {
    expect(
      run(
        grad((x: number) => x * stopGradient(x)),
        3,
      ),
    ).toBe(3);
  });

  test("through closures, mutation and loops", () => {
    const f = (x: Float64Array): number => {
      const y = x.slice();
      const step = (i: number): void => {
        y[i] = y[i]! * y[(i + 1) % y.length]!;
      };
      for (let k = 0; k < 3; k++) for (let i = 0; i < y.length; i++) step(i);
      return y.reduce((a, b) => a + b, 0);
    };
    const x = Float64Array.of(1.1, 0.9, 1.2);
    const got = run(grad(f), x) as Float64Array;
    for (let i = 0; i < 3; i++) {
      const at = (t: number): number => f(x.with(i, t));
      const slope = (at(x[i]! + 1e-5) - at(x[i]! - 1e-5)) / 2e-5;
      expect(Math.abs(slope - got[i]!)).toBeLessThan(1e-7);
    }
  });

  test("through recursion", () => {
    const power = (x: number, n: number): number => (n < 1 ? 1 : x * power(x, n - 1));
    expect(run(grad(power), 2, 5)).toBe(80);
  });
});
