import { describe, expect, test } from "vitest";
import { grad, jvp, vjp } from "../../src/index.ts";

type Scalar = (x: number) => number;

/** The derivative of a function of a number, forward and reverse. */
const forward =
  (f: Scalar): Scalar =>
  (x) =>
    jvp(f)([x], [1]).tangent;
const reverse = (f: Scalar): Scalar => grad(f);
const pulled =
  (f: Scalar): Scalar =>
  (x) =>
    vjp(f)(x).pullback(1);

const modes = { f: forward, r: reverse, p: pulled };
type Mode = keyof typeof modes;
const pairings: readonly Mode[][] = [
  ["f", "f"],
  ["f", "r"],
  ["r", "f"],
  ["r", "r"],
  ["p", "f"],
  ["f", "p"],
  ["r", "p"],
  ["p", "r"],
];

const derivative = (order: readonly Mode[], f: Scalar): Scalar =>
  order.reduce((g, mode) => modes[mode](g), f);

describe("modes nest in every pairing", () => {
  test.each(pairings)("%s of %s", (inner, outer) => {
    const at = derivative([inner, outer], (x) => x ** 4 + Math.sin(x));
    expect(at(2)).toBeCloseTo(48 - Math.sin(2), 13);
  });

  const third = (["f", "r"] as const).flatMap((a) =>
    (["f", "r"] as const).flatMap((b) => (["f", "r"] as const).map((c) => [a, b, c])),
  );
  test.each(third)("%s, %s, %s", (...order) => {
    expect(derivative(order, (x) => x ** 5)(2)).toBe(240);
    expect(derivative(order, (x) => Math.exp(2 * x))(0)).toBeCloseTo(8, 13);
  });

  test.each(pairings)("through loops and branches: %s of %s", (inner, outer) => {
    const f: Scalar = (x) => {
      let product = 1;
      for (let i = 0; i < 3; i++) product *= product > 100 ? 1 : x;
      return product;
    };
    expect(derivative([inner, outer], f)(2)).toBe(12);
  });
});

describe("perturbations are not confused", () => {
  test("x · d/dy (x + y)", () => {
    for (const inner of [forward, reverse]) {
      for (const outer of [forward, reverse]) {
        expect(outer((x) => x * inner((y) => x + y)(1))(1)).toBe(1);
        expect(outer((x) => x * inner((y) => x * y)(2))(3)).toBe(6);
      }
    }
  });

  test("at three levels", () => {
    const f: Scalar = (x) => x * grad((y: number) => y * grad((z: number) => x * y * z)(1))(2);
    // y · x·y = x y², its derivative 2 x y = 4x, times x: 4x²
    expect(grad(f)(3)).toBe(24);
    expect(forward(f)(3)).toBe(24);
  });

  test("a shift operator differentiated twice", () => {
    const shift =
      (u: number) =>
      (f: Scalar): Scalar =>
      (x) =>
        f(x + u);
    const slope = (f: Scalar): number => grad((u: number) => shift(u)(f)(1))(0);
    expect(slope((x) => x ** 3)).toBe(3);
    const twice = grad((u: number) => grad((v: number) => shift(u)(shift(v)((x) => x ** 3))(1))(0))(
      0,
    );
    expect(twice).toBe(6);
  });

  test("a derivative that gives a closure, differentiated later", () => {
    const family = (a: number): Scalar => {
      const slope = grad((x: number) => a * x * x)(3);
      return (y) => slope * y * a;
    };
    // slope = 6a, value 6a²·y
    expect(grad((a: number) => family(a)(2))(5)).toBe(120);
  });

  test("the same variable captured at two levels", () => {
    const f: Scalar = (x) => grad((y: number) => x * y * y + grad((z: number) => x * z * y)(2))(x);
    // d/dy (x y² + x y) at y = x: 2x² + x
    expect(f(3)).toBe(21);
    expect(grad(f)(3)).toBe(13);
    expect(forward(f)(3)).toBe(13);
  });

  test("an array captured by the inner derivative", () => {
    const f = (x: Float64Array): number => {
      const inner = grad((y: Float64Array) => x[0]! * y[0]! ** 2)(x);
      return inner[0]!;
    };
    expect(grad(f)(Float64Array.of(3))).toEqual(Float64Array.of(12));
  });

  test("a minimum inside a minimum, by Newton's method", () => {
    const minimum = (f: Scalar): number => {
      let x = 0;
      for (let i = 0; i < 3; i++) x -= grad(f)(x) / grad(grad(f))(x);
      return x;
    };
    // argmin over x of (x - a)² is a
    const outer: Scalar = (a) => minimum((x) => (x - a * a) ** 2);
    expect(grad(outer)(3)).toBeCloseTo(6, 12);
  });
});

describe("high orders", () => {
  const nth = (n: number, f: Scalar): Scalar => (n === 0 ? f : nth(n - 1, grad(f)));
  const nthForward = (n: number, f: Scalar): Scalar =>
    n === 0 ? f : nthForward(n - 1, forward(f));

  test("six times exp", () => {
    expect(nth(6, (x) => Math.exp(x))(0.5)).toBeCloseTo(Math.exp(0.5), 12);
    expect(nthForward(6, (x) => Math.exp(x))(0.5)).toBeCloseTo(Math.exp(0.5), 12);
  });

  test("tanh, of orders up to six", () => {
    // by powers of t = tanh x
    const x = 0.3;
    const t = Math.tanh(x);
    const exact = [
      t,
      1 - t ** 2,
      -2 * t + 2 * t ** 3,
      -2 + 8 * t ** 2 - 6 * t ** 4,
      16 * t - 40 * t ** 3 + 24 * t ** 5,
      16 - 136 * t ** 2 + 240 * t ** 4 - 120 * t ** 6,
    ];
    for (const [n, value] of exact.entries()) {
      expect(nth(n, (y) => Math.tanh(y))(x)).toBeCloseTo(value, 10);
      expect(nthForward(n, (y) => Math.tanh(y))(x)).toBeCloseTo(value, 10);
    }
  });
});

describe("loops around and inside derivatives", () => {
  test("grad inside while inside grad", () => {
    const f: Scalar = (x) => {
      let y = x;
      while (y < 10) y += grad((z: number) => z * z * x)(y);
      return y;
    };
    // y ← y (1 + 2x): from 1 at x = 1 three times: x (1 + 2x)³
    expect(f(1)).toBe(27);
    expect(grad(f)(1)).toBe(27 + 54);
    expect(forward(f)(1)).toBe(81);
  });

  test("a gradient descent differentiated by its rate", () => {
    const descent = (rate: number): number => {
      const x = Float64Array.of(1, 2);
      for (let i = 0; i < 5; i++) {
        const g = grad((y: Float64Array) => y[0]! ** 2 + 0.5 * y[1]! ** 2)(x);
        for (let j = 0; j < 2; j++) x[j] = x[j]! - rate * g[j]!;
      }
      return x[0]! + x[1]!;
    };
    // (1 - 2r)⁵ + 2 (1 - r)⁵
    const r = 0.1;
    expect(descent(r)).toBeCloseTo((1 - 2 * r) ** 5 + 2 * (1 - r) ** 5, 13);
    expect(grad(descent)(r)).toBeCloseTo(-10 * (1 - 2 * r) ** 4 - 10 * (1 - r) ** 4, 12);
    expect(forward(descent)(r)).toBeCloseTo(-10 * (1 - 2 * r) ** 4 - 10 * (1 - r) ** 4, 12);
  });
});
