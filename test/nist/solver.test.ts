import { describe, expect, test } from "vitest";
import { differenceColumn } from "../../examples/nist/differences.ts";
import { reduce, solveDamped, solveTriangle } from "../../examples/nist/least-squares.ts";
import { fit, type Problem } from "../../examples/nist/levenberg-marquardt.ts";
import { readNamed } from "./datasets.ts";

describe("linear least squares", () => {
  const rows = [Float64Array.of(1, 0), Float64Array.of(1, 1), Float64Array.of(1, 3)];
  const right = Float64Array.of(1, 2, 5);

  test("solves the normal equations", () => {
    // A^T A = [[3, 4], [4, 10]], A^T b = [8, 17]
    const [x, y] = solveTriangle(reduce(rows, right));
    expect(3 * x + 4 * y).toBeCloseTo(8, 13);
    expect(4 * x + 10 * y).toBeCloseTo(17, 13);
  });

  test("solves the damped normal equations", () => {
    const [x, y] = solveDamped(reduce(rows, right), Float64Array.of(2, 3));
    expect((3 + 4) * x + 4 * y).toBeCloseTo(8, 13);
    expect(4 * x + (10 + 9) * y).toBeCloseTo(17, 13);
  });

  test("leaves out what no residual depends on", () => {
    const flat = [Float64Array.of(2, 0), Float64Array.of(0, 0)];
    expect([...solveTriangle(reduce(flat, Float64Array.of(6, 1)))]).toEqual([3, 0]);
  });
});

/** b₁ (1 − exp(−b₂ x)) with derivatives by hand. */
function saturation(x: Float64Array, y: Float64Array): Problem {
  return {
    residuals: ([b1, b2]) => y.map((value, i) => b1 * (1 - Math.exp(-b2 * x[i])) - value),
    jacobian: ([b1, b2]) =>
      Array.from(x, (t) => Float64Array.of(1 - Math.exp(-b2 * t), b1 * t * Math.exp(-b2 * t))),
    curvature: ([b1, b2], [v1, v2]) =>
      x.map((t) => (2 * v1 * v2 * t - b1 * v2 * v2 * t * t) * Math.exp(-b2 * t)),
  };
}

describe("Levenberg and Marquardt's method", () => {
  test.each(["Misra1a", "BoxBOD"])("finds the certified parameters of %s", (name) => {
    const { x, y, starts, certified, certifiedSumOfSquares } = readNamed(name);
    for (const start of starts) {
      const { parameters, sumOfSquares } = fit(saturation(x, y), start);
      expect(Math.abs(sumOfSquares / certifiedSumOfSquares - 1)).toBeLessThan(1e-10);
      parameters.forEach((value, i) =>
        expect(Math.abs(value / certified[i] - 1)).toBeLessThan(1e-9),
      );
    }
  });

  test("ends where no parameter matters", () => {
    const nothing: Problem = {
      residuals: () => Float64Array.of(1, 2),
      jacobian: () => [new Float64Array(1), new Float64Array(1)],
      curvature: () => new Float64Array(2),
    };
    const { parameters, sumOfSquares } = fit(nothing, Float64Array.of(7));
    expect([...parameters]).toEqual([7]);
    expect(sumOfSquares).toBe(5);
  });
});

test.each([
  ["exp", Math.exp, Math.exp, 0.7, 1e-11],
  ["a fast wave", (x: number) => Math.sin(40 * x), (x: number) => 40 * Math.cos(40 * x), 0.7, 1e-9],
  ["a constant", () => 3, () => 0, 5, 1e-12],
])("differences of %s know their own error", (_, f, derivative, x, bound) => {
  const column = (b: Float64Array): Float64Array => Float64Array.of(f(b[0]), 2 * f(b[0]));
  const { values, error } = differenceColumn({ f: column }, Float64Array.of(x), 0);
  expect(Math.abs(values[0] - derivative(x))).toBeLessThanOrEqual(error);
  expect(Math.abs(values[1] - 2 * derivative(x))).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(bound);
});
