import { expect, test } from "vitest";
import * as nd from "../../src/api/nd.ts";
import { grad, jit } from "../../src/index.ts";
import {
  bernoulli,
  categorical,
  foldIn,
  key,
  normal,
  permutation,
  split,
  truncatedNormal,
  uniform,
} from "../../src/random/index.ts";

test("compiled functions draw what is drawn outside", () => {
  const draw = (k: nd.NdArray, i: number): Record<string, nd.NdArray> => {
    const [a, b, c] = split(foldIn(k, i), 3);
    return {
      uniform: uniform(a, [2, 3]),
      single: uniform(a, 5, { dtype: "f32" }),
      order: permutation(b, 20),
      class: categorical(b, nd.array([0, 1, 2]), 10),
      flags: bernoulli(b, 0.3, 10),
      normal: normal(c, 5, { dtype: "f32" }),
      truncated: truncatedNormal(c, -1, 2, 4),
    };
  };
  const [outside, inside] = [draw(key(1), 7), jit(draw)(key(1), 7)];
  for (const [name, x] of Object.entries(outside)) {
    expect(inside[name]).toMatchObject({ dtype: x.dtype, shape: x.shape });
    const close = Array.from(x.data, (v) => expect.closeTo(v, 13) as unknown);
    const exact = !["normal", "truncated"].includes(name);
    expect([...inside[name].data]).toEqual(exact ? [...x.data] : close);
  }
});

test("normal numbers are differentiable by their mean and deviation", () => {
  const f = (mean: number, std: number): nd.NdArray =>
    nd.sum(normal(key(2), 4, { mean: nd.array(mean), std: nd.array(std) }));
  const [byMean, byStd] = grad(f, { wrt: [0, 1] })(1, 2);
  expect(byMean).toBeCloseTo(4, 12);
  expect(byStd).toBeCloseTo(nd.sum(normal(key(2), 4)).item(), 12);
});
