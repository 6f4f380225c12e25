// Options of functions on arrays are part of what is compiled, wherever they come from.
import { expect, test } from "vitest";
import { jit, nd, type NdArray } from "../../src/index.ts";

const x = nd.array([
  [1, 2, 5],
  [3, 4, 7],
]);

test("a truth value that is captured", () => {
  const summed = (options: { axis: number; keepdims: boolean }): NdArray =>
    jit((a: NdArray) => nd.sum(a, options), { scope: { nd, options } })(x);
  expect(summed({ axis: 0, keepdims: false }).shape).toEqual([3]);
  expect(summed({ axis: 0, keepdims: true }).shape).toEqual([1, 3]);
});

test("what changes between calls", () => {
  const options = { axis: [1] };
  const f = jit((a: NdArray) => nd.sum(a, { axis: options.axis }), { scope: { nd, options } });
  expect([...f(x).data]).toEqual([8, 14]);
  options.axis = [0];
  expect([...f(x).data]).toEqual([4, 6, 12]);
});

test("shapes that are captured lists", () => {
  let shape = [3, 2];
  const f = jit((a: NdArray) => nd.full(shape, a.at(0, 0)).add(a.reshape(shape)), {
    scope: {
      nd,
      get shape() {
        return shape;
      },
    },
  });
  expect(f(x).shape).toEqual([3, 2]);
  shape = [6];
  expect(f(x).tolist()).toEqual([2, 3, 6, 4, 5, 8]);
});

test("shapes that loops write down", () => {
  const f = (a: NdArray): NdArray => {
    const shape: number[] = [];
    for (let i = 0; i < 20; i++) shape.push(i < 18 ? 1 : i - 16);
    return a.reshape(shape);
  };
  expect(jit(f, { scope: { nd } })(x).shape).toEqual(f(x).shape);
});

test("axes that loops write down, and weights that only a run knows", () => {
  const f = (a: NdArray): NdArray => {
    const axis: number[] = [];
    const weights: number[] = [];
    for (let i = 0; i < 2; i++) axis.push(i);
    for (let i = 0; i < 3; i++) weights.push(a.at(0, i));
    return nd.sum(a, { axis }).mul(nd.average(a, 1, { weights }));
  };
  expect(jit(f, { scope: { nd } })(x).tolist()).toEqual(f(x).tolist());
});

test("lists of sizes and axes that only a run knows are refused", () => {
  const programs = [
    (a: NdArray, of: number[]) => nd.reshape(a, of),
    (a: NdArray, of: number[]) => nd.full(of, a.at(0, 0)),
    (a: NdArray, of: number[]) => nd.transpose(a, of),
    (a: NdArray, of: number[]) => nd.sum(a, of),
    (a: NdArray, axis: number[]) => nd.sum(a, { axis }),
    (a: NdArray, stride: number[]) => nd.maxPool(a.reshape([1, 2, 3, 1]), [1, 1], { stride }),
  ];
  for (const f of programs) expect(() => jit(f, { scope: { nd } })(x, [1, 0])).toThrow("NB6004");
});

test("a truth value that only a run knows is refused", () => {
  const f = jit((a: NdArray, keepdims: boolean) => nd.sum(a, { axis: 0, keepdims }), {
    scope: { nd },
  });
  expect(() => f(x, true)).toThrow("NB6004");
});
