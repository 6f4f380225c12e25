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

test("a truth value that only a run knows is refused", () => {
  const f = jit((a: NdArray, keepdims: boolean) => nd.sum(a, { axis: 0, keepdims }), {
    scope: { nd },
  });
  expect(() => f(x, true)).toThrow("NB6004");
});
