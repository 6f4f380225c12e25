import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { grad, jit, jvp, nd, vjp } from "../../src/index.ts";

/** How many programs have been made since the test began: of the same bytes there is one module. */
let compilations: () => number;

const Real = WebAssembly.Instance;

beforeEach(() => {
  let count = 0;
  compilations = () => count;
  WebAssembly.Instance = class extends Real {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      count++;
    }
  };
});
afterEach(() => {
  WebAssembly.Instance = Real;
});

describe("compiles once for each combination of types", () => {
  test("closures made in a loop", () => {
    let sum = 0;
    for (let i = 0; i < 20; i++) sum += grad((x: number) => i * x * x)(1);
    expect(sum).toBe(380);
    expect(compilations()).toBe(1);
  });

  test("closures over arrays of other lengths", () => {
    const results = [1, 2, 3].map((n) => {
      const xs = new Float64Array(n).fill(2);
      return grad((k: number) => xs.reduce((s, x) => s + k * x, 0))(1);
    });
    expect(results).toEqual([2, 4, 6]);
    expect(compilations()).toBe(1);
  });

  test("operators applied again to the same function", () => {
    const f = (x: number): number => x ** 3;
    const results = [1, 2, 3].map((x) => grad(f)(x) + jvp(f)([x], [1]).tangent);
    expect(results).toEqual([6, 24, 54]);
    expect(compilations()).toBe(2);
  });

  test("pullbacks", () => {
    const f = (x: Float64Array): number => x[0]! ** 2;
    for (let i = 0; i < 5; i++) {
      expect(vjp(f)(Float64Array.of(i)).pullback(1)).toEqual(Float64Array.of(2 * i));
    }
    expect(compilations()).toBe(2);
  });

  test("other lengths of lists and rows, other numbers", () => {
    const sum = jit((m: number[][]) => m.reduce((s, row) => s + row.length * row[0]!, 0));
    expect(
      sum([
        [1, 2],
        [3, 4],
      ]),
    ).toBe(8);
    expect(sum([[1], [2, 0, 0], [3]])).toBe(10);
    expect(compilations()).toBe(1);
  });

  test("other types, options and functions each need their own", () => {
    const f = (x: number | Float64Array, y: number): number =>
      typeof x === "number" ? x * y : x[0]! * y;
    grad(f)(1, 2);
    grad(f)(Float64Array.of(1), 2);
    grad(f, { wrt: 1 })(1, 2);
    expect(compilations()).toBe(3);
    grad(f)(3, 4);
    grad(f)(Float64Array.of(1, 2, 3), 2);
    grad(f, { wrt: 1 })(3, 2);
    expect(compilations()).toBe(3);
  });

  test("a number of arguments is a type, too", () => {
    const f = grad((x: number, k: number = 3) => k * x ** 4 + k);
    expect([f(2), f(2, 1), f(2), f(2, 5)]).toEqual([96, 32, 96, 160]);
    expect(compilations()).toBe(2);
  });
});

describe("with other shapes", () => {
  const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
  const slope = grad((x: nd.NdArray) => nd.sum(nd.square(x)));

  test("compiles for each once, whatever comes between", () => {
    const shapes = [7, 3, 7, 7, 3, 5, 3, 7];
    for (const n of shapes) expect(slope(nd.array(ones(n))).data).toEqual(ones(n).fill(2));
    expect(compilations()).toBe(3);
  });

  test("programs for the same shapes are told apart by what is captured", () => {
    const by = (k: number | Float64Array) => (x: nd.NdArray) =>
      nd.sum(x).item() * (typeof k === "number" ? k : k[0]!);
    const both = [by(3), by(Float64Array.of(5)), by(4)];
    const slopes = both.map((f) => grad(f)(nd.array(ones(2))).data);
    expect(slopes).toEqual([3, 5, 4].map((k) => Float64Array.of(k, k)));
    expect(compilations()).toBe(2);
  });
});
