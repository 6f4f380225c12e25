// N-d arrays made of typed arrays and lists inside of compiled functions: their lengths are compiled for.
import { expect, test } from "vitest";
import { grad, jit, nd, valueAndGrad } from "../../src/index.ts";

test("of a typed array that is an argument, whatever its length", () => {
  const f = (x: Float64Array): number => nd.sum(nd.square(nd.array(x))).item();
  const g = grad(f, { scope: { nd } });
  expect(g(Float64Array.of(1, 2))).toEqual(Float64Array.of(2, 4));
  expect(g(Float64Array.of(1, 2, 3))).toEqual(Float64Array.of(2, 4, 6));
  expect(g(Float64Array.of(5, 6))).toEqual(Float64Array.of(10, 12));
});

test("of lists, in objects, captured, and mixed with loops", () => {
  const weights = Float64Array.of(1, 10, 100);
  const f = (p: { x: number[] }): number => {
    let s = nd.sum(nd.mul(nd.array(p.x), nd.array(weights))).item();
    for (const x of p.x) s += x * x;
    return s;
  };
  const g = valueAndGrad(f, { scope: { nd, weights } });
  expect(g({ x: [1, 2, 3] })).toEqual({ value: 321 + 14, grad: { x: [3, 14, 106] } });
});

test("a list that has become shorter is not taken for what it was", () => {
  const f = (x: number[]): number => {
    x.pop();
    return nd.sum(nd.array(x)).item();
  };
  expect(jit(f, { scope: { nd } })([1, 2, 3])).toBe(3);
  const plain = (x: number[]): number => {
    x.pop();
    return x[0]! + x[1]!;
  };
  expect(grad(f, { scope: { nd } })([1, 2, 3])).toEqual(grad(plain)([1, 2, 3]));
});
