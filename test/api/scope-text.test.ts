import { describe, expect, test } from "vitest";
import { grad, hvp, jacobian, jit, jvp, NablaError, valueAndGrad, vjp } from "../../src/index.ts";

// This file is not prepared: functions are read by `toString`, their variables come from `scope`.

const k = 3;
const table = Float64Array.of(1, 2, 3);
const square = (x: number): number => x * x;

describe("without a build step", () => {
  test("functions of their arguments and of globals", () => {
    expect(grad((x: number) => Math.sin(x) * x)(0)).toBe(0);
    expect(
      grad((x: Float64Array) => {
        let s = 0;
        for (const xi of x) s += xi ** 2;
        return s;
      })(Float64Array.of(1, 2)),
    ).toEqual(Float64Array.of(2, 4));
    expect(
      grad(function power(x: number, n: number = 3): number {
        return n === 0 ? 1 : x * power(x, n - 1);
      })(2, 3),
    ).toBe(12);
  });

  test("variables from `scope`", () => {
    expect(grad((x: number) => k * x * x, { scope: { k } })(2)).toBe(12);
    expect(grad((x: number) => table[1]! * x, { scope: { table } })(2)).toBe(2);
    expect(grad((x: number) => square(x) * square(k), { scope: { square, k } })(2)).toBe(36);
  });

  test("one that is not given is named", () => {
    expect(() => grad((x: number) => k * x)(2)).toThrow(/NB1003[^]*`k`[^]*scope: \{ k \}/);
    expect(() => grad((x: number) => square(x) * k, { scope: { k } })(2)).toThrow(/`square`/);
  });

  test("every operator takes it", () => {
    const scope = { k };
    expect(valueAndGrad((x: number) => k * x, { scope })(2)).toEqual({ value: 6, grad: 3 });
    expect(jit((x: number) => k * x, { scope })(2)).toBe(6);
    expect(jvp((x: number) => k * x, { scope })([2], [1])).toEqual({ value: 6, tangent: 3 });
    expect(vjp((x: number) => k * x, { scope })(2).pullback(2)).toBe(6);
    expect(jacobian((x: number[]) => [k * x[0]!], { scope })([2])).toEqual([Float64Array.of(3)]);
    expect(hvp((x: number) => k * x * x, { scope })(2, 1)).toBe(6);
  });

  test("a value in it that changes", () => {
    const scope = { k: 1 };
    const f = grad((x: number) => k * x, { scope });
    expect(f(1)).toBe(1);
    scope.k = 7;
    expect(f(1)).toBe(7);
  });

  test("the same text with another scope is another function", () => {
    const make = (scope: Record<string, unknown>): ((x: number) => number) =>
      grad((x: number) => k * x, { scope });
    expect([make({ k: 2 })(1), make({ k: 5 })(1)]).toEqual([2, 5]);
    expect(() => make({})(1)).toThrow(NablaError);
  });

  test("nested operators", () => {
    // as text, since the test runner rewrites imports
    const f = new Function("return (x) => x * grad((y) => x * y * y)(2)")() as (
      x: number,
    ) => number;
    expect(grad(f, { scope: { grad } })(3)).toBe(24);
  });

  test("a captured variable that is assigned is changed in the scope", () => {
    const scope = { k: 0 };
    const f = jit(new Function("return (x) => { k += x; return k; }")() as (x: number) => number, {
      scope,
    });
    expect([f(1), f(2)]).toEqual([1, 3]);
    expect(scope.k).toBe(3);
  });
});
