import { describe, expect, test } from "vitest";
import * as nd from "../../src/nd/index.ts";
import { lbfgs, levenbergMarquardt, newtonCg } from "../../src/optim/index.ts";

/** Rosenbrock's function in any number of dimensions: its minimum is 0 at 1, …, 1. */
const rosenbrock = (x: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    sum += 100 * (x[i + 1] - x[i] * x[i]) ** 2 + (1 - x[i]) ** 2;
  }
  return sum;
};
const start = Float64Array.of(-1.2, 1);

describe.each([
  ["lbfgs", lbfgs, 80],
  ["newtonCg", newtonCg, 80],
] as const)("%s", (_, minimise, most) => {
  test("Rosenbrock's valley", () => {
    const found = minimise(rosenbrock, start);
    expect(found.converged).toBe(true);
    expect(found.iterations).toBeLessThan(most);
    for (const x of found.params) expect(x).toBeCloseTo(1, 7);
    expect(found.slope).toBeLessThanOrEqual(1e-8);
    expect(start[0]).toBe(-1.2);
  });

  test("trees of parameters, with parts that count for nothing", () => {
    const f = (p: { a: number; b: { c: Float64Array }; name: string }): number =>
      Math.cosh(p.a - 2) + (p.b.c[0] + 1) ** 4 + (p.b.c[1] - p.a) ** 2;
    const found = minimise(f, { a: 0, b: { c: Float64Array.of(0, 0) }, name: "p" });
    expect(found.params.a).toBeCloseTo(2, 6);
    expect(found.params.b.c[1]).toBeCloseTo(2, 6);
    expect(found.params.b.c[0]).toBeCloseTo(-1, 2);
    expect(found.params.name).toBe("p");
  });

  test("curvature that is negative at the start", () => {
    const f = (p: { x: number; y: number }): number => p.x ** 4 - p.x ** 2 + Math.cos(p.y);
    const { params, value } = minimise(f, { x: 0.01, y: 0.3 });
    expect(Math.abs(params.x)).toBeCloseTo(Math.SQRT1_2, 7);
    expect(value).toBeCloseTo(-1.25, 12);
  });

  test("a minimum at the start, and a limit of iterations", () => {
    const f = (x: number): number => x * x;
    expect(minimise(f, 0)).toMatchObject({ params: 0, iterations: 0, converged: true });
    const short = minimise(rosenbrock, start, { most: 3 });
    expect(short).toMatchObject({ iterations: 3, converged: false });
    expect(short.value).toBeLessThan(rosenbrock(start));
  });
});

describe("levenbergMarquardt", () => {
  test("an exponential through noise-free points, from far away", () => {
    const t = Float64Array.from({ length: 20 }, (_, i) => i / 4);
    const residuals = (p: Float64Array): Float64Array =>
      t.map((ti) => p[0] * Math.exp(-p[1] * ti) + p[2] - (2 * Math.exp(-1.3 * ti) + 0.5));
    const { params, value } = levenbergMarquardt(residuals, Float64Array.of(1, 0.1, 0));
    expect([...params]).toEqual([2, 1.3, 0.5].map((x) => expect.closeTo(x, 8)));
    expect(value).toBeLessThan(1e-20);
  });

  test("a minimum where residuals remain: the residuals are normal to the tangents", () => {
    const y = Float64Array.of(1, 3, 2, 5, 4);
    const residuals = (p: Float64Array): Float64Array => y.map((yi, i) => p[0] + p[1] * i - yi);
    const { params, value, converged } = levenbergMarquardt(residuals, Float64Array.of(0, 0));
    // of linear regression
    expect([...params]).toEqual([1.4, 0.8].map((x) => expect.closeTo(x, 9)));
    expect(value).toBeCloseTo(1.8, 12);
    expect(converged).toBe(true);
  });

  test("arrays, lists, and trees of parameters", () => {
    const t = Float64Array.from({ length: 20 }, (_, i) => i / 4);
    const y = t.map((ti) => 2 * Math.exp(-1.3 * ti) + 0.5);
    const close = [2, 1.3, 0.5].map((x) => expect.closeTo(x, 7));
    const ofArray = (p: nd.NdArray): nd.NdArray => {
      const [a, b, c] = [nd.slice(p, 0), nd.slice(p, 1), nd.slice(p, 2)];
      return nd.subtract(nd.add(nd.multiply(a, nd.exp(nd.multiply(-1, nd.multiply(b, t)))), c), y);
    };
    const byArray = levenbergMarquardt(ofArray, nd.array([1, 1, 0]));
    expect(byArray.params).toMatchObject({ dtype: "f64", shape: [3] });
    expect([...byArray.params.data]).toEqual(close);
    const ofList = ([a, b, c]: number[]): number[] =>
      Array.from(t, (ti, i) => a! * Math.exp(-b! * ti) + c! - y[i]!);
    expect(levenbergMarquardt(ofList, [1, 1, 0]).params).toEqual(close);
    const ofTree = (p: { ab: nd.NdArray; c: number; name: string }): Float64Array =>
      t.map((ti, i) => p.ab.at(0) * Math.exp(-p.ab.at(1) * ti) + p.c - y[i]!);
    const tree = levenbergMarquardt(ofTree, { ab: nd.array([1, 1]), c: 0, name: "decay" });
    expect([...tree.params.ab.data, tree.params.c]).toEqual(close);
    expect(tree.params.name).toBe("decay");
    const ofMatrix = (p: { w: nd.NdArray; b: Float64Array }): nd.NdArray =>
      nd.subtract(nd.add(nd.matmul(inputs, p.w), p.b), outputs);
    const inputs = nd.array([[1, 2], [3, -1], [0, 1], [2, 2]]); // prettier-ignore
    const outputs = nd.add(nd.matmul(inputs, nd.array([[1, -2, 0], [0.5, 3, 1]])), [1, 2, 3]); // prettier-ignore
    const line = levenbergMarquardt(ofMatrix, { w: nd.zeros([2, 3]), b: new Float64Array(3) });
    expect([...line.params.w.data]).toEqual([1, -2, 0, 0.5, 3, 1].map((x) => expect.closeTo(x, 9)));
    expect([...line.params.b]).toEqual([1, 2, 3].map((x) => expect.closeTo(x, 9)));
  });

  test("Powell's singular function", () => {
    const residuals = (p: Float64Array): Float64Array =>
      Float64Array.of(
        p[0] + 10 * p[1],
        Math.sqrt(5) * (p[2] - p[3]),
        (p[1] - 2 * p[2]) ** 2,
        Math.sqrt(10) * (p[0] - p[3]) ** 2,
      );
    const { value } = levenbergMarquardt(residuals, Float64Array.of(3, -1, 0, 1));
    expect(value).toBeLessThan(1e-12);
  });
});
