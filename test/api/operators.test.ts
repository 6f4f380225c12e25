import { describe, expect, test } from "vitest";
import {
  checkGrad,
  grad,
  hessian,
  hvp,
  jacfwd,
  jacobian,
  jacrev,
  jit,
  jvp,
  stopGradient,
  valueAndGrad,
  vjp,
} from "../../src/index.ts";

const polar = (p: Float64Array): Float64Array =>
  Float64Array.of(p[0]! * Math.cos(p[1]!), p[0]! * Math.sin(p[1]!), p[0]! ** 2);
const at = Float64Array.of(2, 0);
const rows = [Float64Array.of(1, 0), Float64Array.of(0, 2), Float64Array.of(4, 0)];

describe("jvp", () => {
  test("value and tangent, of numbers", () => {
    expect(jvp((x: number, y: number) => x * y)([2, 3], [1, 0])).toEqual({ value: 6, tangent: 3 });
    expect(jvp((x: number, y: number) => x * y)([2, 3], [1, 10])).toEqual({
      value: 6,
      tangent: 23,
    });
  });

  test("of structures, in their structure", () => {
    const f = (s: { x: number[]; k: number; tag: string }): { y: number; list: number[] } => ({
      y: s.x[0]! * s.k,
      list: [s.x[1]!, 1],
    });
    expect(jvp(f)([{ x: [1, 2], k: 3, tag: "t" }], [{ x: [1, 10], k: 100 }])).toEqual({
      value: { y: 3, list: [2, 1] },
      tangent: { y: 103, list: [10, 0] },
    });
  });

  test("of typed arrays", () => {
    expect(jvp(polar)([at], [Float64Array.of(1, 1)])).toEqual({
      value: Float64Array.of(2, 0, 4),
      tangent: Float64Array.of(1, 2, 4),
    });
  });

  test("an argument that is changed: the value is of the change", () => {
    const f = (x: Float64Array): number => {
      x[0] = x[0]! * x[0]!;
      return 3 * x[0]!;
    };
    const x = Float64Array.of(2);
    expect(jvp(f)([x], [Float64Array.of(1)])).toEqual({ value: 12, tangent: 12 });
    expect(x).toEqual(Float64Array.of(4));
  });
});

describe("vjp", () => {
  test("the pullback may be called again and again", () => {
    const { value, pullback } = vjp(polar)(at);
    expect(value).toEqual(Float64Array.of(2, 0, 4));
    expect(pullback(Float64Array.of(1, 0, 0))).toEqual(Float64Array.of(1, 0));
    expect(pullback(Float64Array.of(0, 1, 1))).toEqual(Float64Array.of(4, 2));
    expect(pullback(Float64Array.of(1, 0, 0))).toEqual(Float64Array.of(1, 0));
  });

  test("keeps the primals as they were", () => {
    const x = Float64Array.of(3);
    const { pullback } = vjp((y: Float64Array) => y[0]! * y[0]!)(x);
    x[0] = 100;
    expect(pullback(1)).toEqual(Float64Array.of(6));
  });

  test("of objects, by several arguments", () => {
    const f = (x: number, y: number): { s: number; p: number[] } => ({ s: x + y, p: [x * y] });
    const { value, pullback } = vjp(f, { wrt: [0, 1] })(2, 3);
    expect(value).toEqual({ s: 5, p: [6] });
    expect(pullback({ s: 1, p: [10] })).toEqual([31, 21]);
  });

  test("is the transpose of jvp", () => {
    const dx = Float64Array.of(0.5, -2);
    const w = Float64Array.of(1, 2, 3);
    const { tangent } = jvp(polar)([at], [dx]);
    const back = vjp(polar)(at).pullback(w);
    const dot = (a: Float64Array, b: Float64Array): number =>
      a.reduce((s, x, i) => s + x * b[i]!, 0);
    expect(dot(w, tangent)).toBeCloseTo(dot(back, dx), 13);
  });
});

describe("matrices", () => {
  test("jacobian, jacfwd and jacrev agree", () => {
    for (const by of [jacobian, jacfwd, jacrev]) {
      // -r sin(φ) is -0 here
      expect(by(polar)(at).map((row) => row.map((x) => x + 0))).toEqual(rows);
    }
  });

  test("numbers drop their dimension", () => {
    expect(jacobian((x: number) => x * x)(3)).toBe(6);
    expect(jacobian((x: number) => [x, x * x])(3)).toEqual(Float64Array.of(1, 6));
    expect(jacobian((x: number[]) => x[0]! * x[1]!)([2, 3])).toEqual(Float64Array.of(3, 2));
    expect(jacrev((x: number) => [x, x * x])(3)).toEqual(Float64Array.of(1, 6));
    expect(jacfwd((x: number[]) => x[0]! * x[1]!)([2, 3])).toEqual(Float64Array.of(3, 2));
  });

  test("of another argument", () => {
    const f = (k: number, x: Float64Array): number[] => [k * x[0]!, x[1]! ** 2];
    expect(jacobian(f, { wrt: 1 })(3, Float64Array.of(1, 2))).toEqual([
      Float64Array.of(3, 0),
      Float64Array.of(0, 4),
    ]);
    expect(jacobian(f)(3, Float64Array.of(1, 2))).toEqual(Float64Array.of(1, 0));
  });

  test("hessian", () => {
    const f = (x: Float64Array): number => x[0]! ** 2 * x[1]! + Math.sin(x[1]!);
    expect(hessian(f)(Float64Array.of(3, 0))).toEqual([
      Float64Array.of(0, 6),
      Float64Array.of(6, 0),
    ]);
    expect(hessian((x: number) => x ** 4)(2)).toBe(48);
    expect(hessian((k: number, x: number[]) => k * x[0]! ** 3, { wrt: 1 })(2, [3])).toEqual([
      Float64Array.of(36),
    ]);
  });

  test("hvp is the Hessian times the vector", () => {
    const f = (x: Float64Array, k: number): number => k * x[0]! ** 2 * x[1]! ** 3;
    const x = Float64Array.of(2, 3);
    const v = Float64Array.of(5, 7);
    const h = hessian(f)(x, 0.5);
    expect(hvp(f)(x, v, 0.5)).toEqual(
      Float64Array.from(h, (row) => row[0]! * v[0]! + row[1]! * v[1]!),
    );
    const g = (s: { a: number; b: number }): number => s.a ** 2 * s.b;
    expect(hvp(g)({ a: 2, b: 3 }, { a: 1, b: 10 })).toEqual({ a: 46, b: 4 });
  });
});

describe("stopGradient", () => {
  test("of numbers, arrays and objects", () => {
    expect(grad((x: number) => x * stopGradient(x * x))(3)).toBe(9);
    expect(grad((x: Float64Array) => x[0]! * stopGradient(x)[0]!)(Float64Array.of(3))).toEqual(
      Float64Array.of(3),
    );
    expect(grad((p: { a: number }) => p.a * stopGradient(p).a)({ a: 4 })).toEqual({ a: 4 });
    expect(grad((x: number[]) => x[0]! * stopGradient(x)[0]!)([3])).toEqual([3]);
  });

  test("outside it gives its argument", () => {
    expect(stopGradient(3)).toBe(3);
    expect(jit((x: number) => stopGradient(x) + 1)(2)).toBe(3);
  });

  test("holds in forward mode and at higher order", () => {
    expect(jvp((x: number) => x * stopGradient(x))([3], [1])).toEqual({ value: 9, tangent: 3 });
    expect(grad(grad((x: number) => x * x * stopGradient(x)))(3)).toBe(6);
  });
});

describe("others", () => {
  test("valueAndGrad", () => {
    expect(valueAndGrad((x: number) => x ** 3)(2)).toEqual({ value: 8, grad: 12 });
  });

  test("jit keeps results, errors and undefined as they are", () => {
    expect(jit((x: number) => ({ x, list: [x, 2 * x], on: x > 1, name: "n" }))(2)).toEqual({
      x: 2,
      list: [2, 4],
      on: true,
      name: "n",
    });
    expect(jit(() => undefined)()).toBe(undefined);
    expect(jit((x: number) => -x)(0)).toBe(-0);
    expect(jit((x: number) => x / 0)(-1)).toBe(-Infinity);
    expect(jit((x: number) => Math.sqrt(x))(-1)).toBe(NaN);
  });

  test("operators of operators", () => {
    expect(jit(grad(jit((x: number) => x * x)))(3)).toBe(6);
    expect(grad(jit((x: number) => jit((y: number) => y * y * y)(x)))(2)).toBe(12);
  });

  test("checkGrad", () => {
    expect(
      checkGrad((x: Float64Array) => Math.exp(x[0]! * x[1]!))(Float64Array.of(1, 0.5)).ok,
    ).toBe(true);
    const wrong = (x: number): number => x * stopGradient(x);
    expect(checkGrad(wrong)(3).ok).toBe(false);
  });

  test("default values and rest parameters", () => {
    const f = (x: number, k = 3, ...more: number[]): number => k * x * x + more.length * x;
    expect(grad(f)(2)).toBe(12);
    expect(grad(f)(2, 1)).toBe(4);
    expect(grad(f)(2, 1, 7, 7)).toBe(6);
  });
});

describe("arguments that the function does not declare", () => {
  const square = (x: number): number => x * x;

  test("count for nothing, as when `map` calls it", () => {
    expect([1, 2, 3].map(jit(square))).toEqual([1, 4, 9]);
    expect([1, 2, 3].map(grad(square))).toEqual([2, 4, 6]);
    expect([1, 2, 3].map(grad(grad(square)))).toEqual([2, 2, 2]);
    expect([1, 2].map(valueAndGrad(square))[1]).toEqual({ value: 4, grad: 4 });
    expect([1, 2].map(vjp(square)).map(({ pullback }) => pullback(3))).toEqual([6, 12]);
    const inside = (a: number[]): number[] => a.map(grad(square));
    expect(jit(inside)([1, 2, 3])).toEqual([2, 4, 6]);
  });

  test("are those of a parameter with a default, or of the rest, where there is one", () => {
    const scaled = (x: number, y = 3): number => x * x * y;
    expect([1, 2, 3].map(grad(scaled))).toEqual([0, 4, 12]);
    const first = (...xs: unknown[]): number => (xs[0] as number) * xs.length;
    expect([1, 2].map(grad(first))).toEqual([3, 3]);
  });

  test("a direction is an argument", () => {
    const cube = (x: number[]): number => x[0]! ** 3;
    expect(jit(hvp(cube))([2], [1])).toEqual([12]);
    const product = (hvp as (f: unknown) => (...args: unknown[]) => number[])(cube);
    expect(product([2], [1], 7)).toEqual([12]);
  });
});
