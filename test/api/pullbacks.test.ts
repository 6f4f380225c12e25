// Pullbacks inside of compiled code: what they keep, and that they do nothing else.
import { describe, expect, test, vi } from "vitest";
import { grad, jit, jvp, vjp } from "../../src/index.ts";

describe("a pullback is of the function as it was", () => {
  test("captured variables, arrays and objects that change later", () => {
    const at = (f: (x: number) => number): number => jit(f)(1.5);
    expect(
      at((x) => {
        let a = 2;
        const { pullback } = vjp((y: number) => a * y * y)(x);
        a = 5;
        return pullback(1) + a;
      }),
    ).toBe(11);
    expect(
      at((x) => {
        const a = Float64Array.of(2);
        const { pullback } = vjp((y: number) => a[0]! * y * y)(x);
        a[0] = 5;
        return pullback(1) + a[0];
      }),
    ).toBe(11);
    expect(
      at((x) => {
        const a = { all: [1, 2, 3], k: 2 };
        const { pullback } = vjp((y: number) => a.k * a.all[1]! * y * y)(x);
        a.k = 5;
        a.all[1] = 7;
        return pullback(1) + a.k;
      }),
    ).toBe(17);
  });

  test("in a loop that changes what is captured", () => {
    const f = (x: number): number => {
      let sum = 0;
      const a = [1, 2, 3];
      for (let i = 0; i < 3; i++) {
        const { pullback } = vjp((y: number) => a[i]! * y * y)(x);
        a[i] = 10;
        sum += pullback(i + 1);
      }
      return sum;
    };
    // 2x (1·1 + 2·2 + 3·3)
    expect(jit(f)(1.5)).toBe(42);
    expect(grad(f)(1.5)).toBe(28);
    expect(jvp(f)([1.5], [1]).tangent).toBe(28);
  });

  test("called inside of a function that is differentiated", () => {
    const f = (x: number): number => {
      let a = x;
      const { pullback } = vjp((y: number) => a * y ** 3)(x);
      a = 100;
      return grad((z: number) => pullback(z * z) * x)(2);
    };
    // 3 x · x² · z² · x, by z at 2
    expect(jit(f)(3)).toBe(3 * 81 * 4);
    expect(grad(f)(3)).toBe(12 * 4 * 27);
  });
});

describe("a pullback does nothing but pull back", () => {
  test("what the function counts it counts once", () => {
    const f = (x: number): number => {
      let n = 0;
      const a = Float64Array.of(2);
      const { value, pullback } = vjp((y: number) => {
        n++;
        a[0]! += 1;
        return n * a[0]! * y;
      })(x);
      return value + 10 * (pullback(1) + pullback(2)) + 1000 * n + 10_000 * a[0]!;
    };
    expect(jit(f)(2)).toBe(6 + 90 + 1000 + 30_000);
    let n = 0;
    const { value, pullback } = vjp((y: number) => ++n * y)(2);
    expect(value).toBe(2);
    pullback(1);
    pullback(1);
    expect(n).toBe(1);
  });

  test("what the function prints it prints once", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const f = (x: number): number => {
      const { value, pullback } = vjp((y: number) => {
        console.log("at", y);
        return y * y;
      })(x);
      return value + pullback(1) + pullback(2);
    };
    try {
      expect(jit(f)(3)).toBe(27);
      expect(log.mock.calls).toEqual([["at", 3]]);
      log.mockClear();
      expect(grad(f)(3)).toBe(12);
      expect(log.mock.calls).toEqual([["at", 3]]);
      log.mockClear();
      expect(jvp(f)([3], [1]).tangent).toBe(12);
      expect(log.mock.calls).toEqual([["at", 3]]);
    } finally {
      log.mockRestore();
    }
  });

  test("literal nested lists in and out", () => {
    const f = (x: number): number => {
      const { value, pullback } = vjp((rows: number[][]) =>
        rows.map((row) => row.reduce((s, y, i) => s + y * y * (i + 1), 0)),
      )([
        [x, 2],
        [3, x],
      ]);
      const g = pullback([1, x]);
      return g[0]![0]! + g[1]![1]! * value[0]!;
    };
    // 2x + 4x² (x² + 8)
    expect(f(1.5)).toBe(95.25);
    expect(jit(f)(1.5)).toBe(95.25);
    expect(grad(f)(1.5)).toBe(2 + 64 * 1.5 + 16 * 1.5 ** 3);
    expect(jvp(f)([1.5], [1]).tangent).toBe(2 + 64 * 1.5 + 16 * 1.5 ** 3);
  });
});
