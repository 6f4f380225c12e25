import { expect, test } from "vitest";
import * as nd from "../../src/api/nd.ts";
import { grad, jit } from "../../src/index.ts";
import * as random from "../../src/random/index.ts";

const { foldIn, key, normal, split } = random;

/** Some draws of every distribution, few and many numbers. */
function draw(k: nd.NdArray, i: number): Record<string, nd.NdArray> {
  const [a, b, c] = split(foldIn(k, i), 3);
  const logits = nd.array([0.1, 1, 2, -0.5]);
  return {
    uniform: random.uniform(a, [2, 3]),
    single: random.uniform(a, 5, { dtype: "f32" }),
    order: random.permutation(b, 20),
    class: random.categorical(b, logits, 10),
    flags: random.bernoulli(b, 0.3, 10),
    normal: normal(c, 60, { mean: 2, std: 3 }),
    normals: normal(c, 600),
    "single normal": normal(c, 5, { dtype: "f32" }),
    truncated: random.truncatedNormal(c, -1, 2, 40),
    exponential: random.exponential(a, 30),
    laplace: random.laplace(a, 30),
    gumbel: random.gumbel(a, 30),
    logistic: random.logistic(a, 30),
    cauchy: random.cauchy(a, 30),
    choice: random.choice(b, 9, [4], { replace: false }),
    "choice by weights": random.choice(b, 3, [9], { p: nd.array([0.2, 0.5, 0.3]) }),
    gamma: random.gamma(b, 2.5, [20]),
    "gamma below 1": random.gamma(b, 0.5, [20]),
    "single gamma": random.gamma(b, nd.array([1, 3], "f32")),
    beta: random.beta(c, 2, 3, [20]),
    dirichlet: random.dirichlet(c, nd.array([1, 2, 0.5])),
    poisson: random.poisson(a, 20, [20]),
  };
}

test("compiled functions draw what is drawn outside, to the bit", () => {
  const compiled = jit(draw);
  for (const seed of [1, 2, 3]) {
    const [outside, inside] = [draw(key(seed), 7), compiled(key(seed), 7)];
    for (const [name, x] of Object.entries(outside)) {
      expect(inside[name]).toMatchObject({ dtype: x.dtype, shape: x.shape });
      expect([name, ...inside[name].data]).toEqual([name, ...x.data]);
    }
  }
});

test("a distribution that is given is part of what is compiled for", () => {
  const drawn = jit((d: typeof random.laplace, k: nd.NdArray) => d(k, 4));
  for (const d of [random.laplace, random.gumbel, random.logistic, random.laplace]) {
    expect([...drawn(d, key(1)).data]).toEqual([...d(key(1), 4).data]);
  }
});

test("normal numbers are differentiable by their mean and deviation", () => {
  const f = (mean: number, std: number): nd.NdArray =>
    nd.sum(normal(key(2), 4, { mean: nd.array(mean), std: nd.array(std) }));
  const [byMean, byStd] = grad(f, { wrt: [0, 1] })(1, 2);
  expect(byMean).toBeCloseTo(4, 12);
  expect(byStd).toBeCloseTo(nd.sum(normal(key(2), 4)).item(), 12);
});
