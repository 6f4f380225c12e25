import { describe, expect, test } from "vitest";
import { grad, jit, NablaError, valueAndGrad } from "../../src/index.ts";

let factor = 2;
const table = Float64Array.of(1, 2, 3);
const settings = { rate: 0.5, kind: "linear" };
let mode: number | string | Float64Array = 2;

describe("captured variables", () => {
  test("are read at each call", () => {
    const slope = grad((x: number) => factor * x * x);
    factor = 2;
    expect(slope(3)).toBe(12);
    factor = 5;
    expect(slope(3)).toBe(30);
    factor = 2;
  });

  test("of the scope around a closure", () => {
    const scaled = (k: number): ((x: number) => number) => grad((x: number) => k * x * x);
    const [a, b] = [scaled(1), scaled(10)];
    expect([a(1), b(1), a(2)]).toEqual([2, 20, 4]);
  });

  test("arrays and objects, as they are at the call", () => {
    const f = grad((x: number) => table[1]! * x * settings.rate);
    expect(f(1)).toBe(1);
    table[1] = 8;
    settings.rate = 0.25;
    expect(f(1)).toBe(2);
    table[1] = 2;
    settings.rate = 0.5;
  });

  test("a string that changes chooses anew", () => {
    const f = grad((x: number) => (settings.kind === "linear" ? 3 * x : x * x));
    expect(f(5)).toBe(3);
    settings.kind = "square";
    expect(f(5)).toBe(10);
    settings.kind = "linear";
    expect(f(5)).toBe(3);
  });

  test("one that changes its type is never taken for what it was", () => {
    const f = grad((x: number) => x * (mode as number));
    mode = 3;
    expect(f(1)).toBe(3);
    mode = "4";
    expect(() => f(1)).toThrow(NablaError);
    mode = Float64Array.of(4);
    expect(() => f(1)).toThrow(NablaError);
    mode = 5;
    expect(f(1)).toBe(5);
  });

  test("a property that appears, goes, or becomes another thing", () => {
    const model: { a: number; b?: number | Float64Array } = { a: 1 };
    const f = grad((x: number) => {
      const { b } = model;
      if (b === undefined) return x * model.a;
      return typeof b === "number" ? x * b : x * b[0]!;
    });
    expect(f(1)).toBe(1);
    model.b = 7;
    expect(f(1)).toBe(7);
    model.b = Float64Array.of(9);
    expect(f(1)).toBe(9);
    delete model.b;
    expect(f(1)).toBe(1);
  });

  test("functions that are exchanged", () => {
    const layers = { activation: (x: number): number => x * x };
    const f = grad((x: number) => layers.activation(x));
    expect(f(3)).toBe(6);
    layers.activation = (x) => x * x * x;
    expect(f(3)).toBe(27);
  });

  test("the length of a list", () => {
    const terms: number[] = [1, 2];
    const f = grad((x: number) => terms.reduce((s, t) => s + t * x, 0));
    expect(f(1)).toBe(3);
    terms.push(10);
    expect(f(1)).toBe(13);
  });
});

describe("changes", () => {
  test("of captured scalars are written back", () => {
    let calls = 0;
    let last = 0;
    const f = jit((x: number) => {
      calls++;
      last = x;
      return x + calls;
    });
    expect([f(10), f(20)]).toEqual([11, 22]);
    expect([calls, last]).toEqual([2, 20]);
  });

  test("of captured arrays and objects are seen outside", () => {
    const xs = new Float64Array(2);
    const list = [1, 2];
    const state = { t: 0, v: [0] };
    const step = jit((x: number) => {
      xs[0] = x;
      list[1] = 2 * x;
      list.push(x);
      state.t += x;
      state.v[0] = -x;
    });
    step(3);
    expect(xs).toEqual(Float64Array.of(3, 0));
    expect(list).toEqual([1, 6, 3]);
    expect(state).toEqual({ t: 3, v: [-3] });
    step(4);
    expect(list).toEqual([1, 8, 3, 4]);
    expect(state.t).toBe(7);
  });

  test("of arguments are made to the argument", () => {
    const xs = Float64Array.of(3, 1, 2);
    const sorted = jit((x: Float64Array) => x.sort());
    expect(sorted(xs)).toBe(xs);
    expect(xs).toEqual(Float64Array.of(1, 2, 3));
    const rows = [
      [1, 2],
      [3, 4],
    ];
    jit((m: number[][]) => {
      m[0]![0] = 10;
      m[1] = [5, 6];
    })(rows);
    expect(rows).toEqual([
      [10, 2],
      [5, 6],
    ]);
  });

  test("happen once when a gradient is taken", () => {
    let calls = 0;
    const xs = Float64Array.of(1, 2);
    const f = (x: number): number => {
      calls++;
      xs[0] = xs[0]! + 1;
      return x * x * xs[0]!;
    };
    expect(valueAndGrad(f)(3)).toEqual({ value: 18, grad: 12 });
    expect(calls).toBe(1);
    expect(xs).toEqual(Float64Array.of(2, 2));
  });

  test("a gradient through an accumulator that a closure captures", () => {
    const f = (x: number): number => {
      let sum = 0;
      const add = (y: number): void => {
        sum += y * x;
      };
      add(x);
      add(2);
      return sum;
    };
    expect(grad(f)(3)).toBe(8);
  });

  test("the argument of a gradient that is changed in place", () => {
    const f = (x: Float64Array): number => {
      x[0] = x[0]! * x[1]!;
      return x[0]! * x[0]!;
    };
    const x = Float64Array.of(2, 3);
    expect(grad(f)(x)).toEqual(Float64Array.of(36, 24));
    expect(x).toEqual(Float64Array.of(6, 3));
  });
});
