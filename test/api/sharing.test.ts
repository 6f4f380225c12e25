import { describe, expect, test } from "vitest";
import { grad, jvp, NablaError, valueAndGrad } from "../../src/index.ts";

const dot = (x: number[], y: number[]): number => x[0]! * y[0]! + x[1]! * y[1]!;

describe("a derivative is by an argument, whatever else the argument is", () => {
  test("a list given twice", () => {
    const x = [2, 3];
    expect(grad(dot, { wrt: [0, 1] })(x, x)).toEqual([
      [2, 3],
      [2, 3],
    ]);
    expect(
      jvp(dot)(
        [x, x],
        [
          [1, 0],
          [0, 10],
        ],
      ),
    ).toEqual({ value: 13, tangent: 32 });
  });

  test("a list that is captured, too", () => {
    const x = [2, 3];
    const f = grad((y: number[]) => y[0]! * x[0]!);
    expect(f(x)).toEqual([2, 0]);
    expect(f([5, 6])).toEqual([2, 0]);
  });

  test("a typed array that is captured, too", () => {
    const x = Float64Array.of(2, 3);
    const f = grad((y: Float64Array) => y[0]! * x[0]!);
    expect(f(x)).toEqual(Float64Array.of(2, 0));
    expect(f(Float64Array.of(5, 6))).toEqual(Float64Array.of(2, 0));
  });

  test("an object given twice, and one that holds the other", () => {
    const p = { a: 3, list: [1, 2] };
    const f = (u: typeof p, v: typeof p): number => u.a * v.a * v.list[1]! + u.list[0]!;
    expect(grad(f)(p, p)).toEqual({ a: 6, list: [1, 0] });
    const g = (xs: number[], holder: { xs: number[] }): number => xs[0]! * holder.xs[0]!;
    const xs = [4];
    expect(grad(g)(xs, { xs })).toEqual([4]);
    expect(grad(g, { wrt: 1 })(xs, { xs })).toEqual({ xs: [4] });
  });

  test("rows that are one row", () => {
    const row = [2, 3];
    const f = (m: number[][]): number => m[0]![0]! * m[1]![0]!;
    expect(grad(f)([row, row])).toEqual(
      grad(f)([
        [2, 3],
        [2, 3],
      ]).map((r) => [r[0]! * 2, 0]),
    );
  });

  test("one that is changed under another name is refused, not guessed", () => {
    const f = (x: number[], y: number[]): number => {
      y[0] = x[0]! * x[0]!;
      return x[0]! * x[1]!;
    };
    expect(grad(f)([2, 3], [5, 7])).toEqual([3, 2]);
    const x = [2, 3];
    expect(() => grad(f)(x, x)).toThrow(NablaError);
    const g = { last: [1] };
    const h = (y: number[]): number => {
      g.last[0] = y[0]! * 2;
      return y[0]! * 3;
    };
    expect(valueAndGrad(h)([5])).toEqual({ value: 15, grad: [3] });
    expect(() => valueAndGrad(h)(g.last)).toThrow(NablaError);
  });
});
