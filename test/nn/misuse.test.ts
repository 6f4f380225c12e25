// Options and arguments that functions beside those of nabla/nd do not have.
import { describe, expect, test } from "vitest";
import { inspect } from "node:util";
import { batches, split as splitData } from "../../src/data/index.ts";
import { jit } from "../../src/index.ts";
import * as nd from "../../src/api/nd.ts";
import * as nn from "../../src/nn/index.ts";
import * as optim from "../../src/optim/index.ts";
import * as random from "../../src/random/index.ts";

const key = random.key(0);
const x = nd.ones([1, 4, 2, 2]);
const norm = nn.groupNorm.init(4);
const scope = { nd, nn, random, key, norm };
const wrong = (options: object): never => options as never;

const calls: Record<string, (options: never) => unknown> = {
  uniform: (o) => random.uniform(key, [2], o),
  normal: (o) => random.normal(key, [2], o),
  exponential: (o) => random.exponential(key, [2], o),
  laplace: (o) => random.laplace(key, [2], o),
  gumbel: (o) => random.gumbel(key, [2], o),
  logistic: (o) => random.logistic(key, [2], o),
  cauchy: (o) => random.cauchy(key, [2], o),
  choice: (o) => random.choice(key, 3, [2], o),
  layerNorm: (o) => nn.layerNorm(nn.layerNorm.init(2), x, o),
  groupNorm: (o) => nn.groupNorm(norm, x, o),
  batchNorm: (o) => nn.batchNorm(norm, nn.batchNorm.init(4).state, x, o),
  attention: (o) => nn.attention(x, x, x, o),
  multiHeadAttention: (o) => nn.multiHeadAttention(nn.multiHeadAttention.init(key, 2), x, o),
  "dense.init": (o) => nn.dense.init(key, 2, 3, o),
  "embedding.init": (o) => nn.embedding.init(key, 2, 3, o),
  "conv2d.init": (o) => nn.conv2d.init(key, 2, 3, 3, o),
  sgd: (o) => optim.sgd(o),
  adam: (o) => optim.adam(o),
  adamw: (o) => optim.adamw(o),
  lion: (o) => optim.lion(o),
  rmsprop: (o) => optim.rmsprop(o),
  adagrad: (o) => optim.adagrad(o),
  lbfgs: (o) => optim.lbfgs((p: { x: number }) => p.x ** 2, { x: 1 }, o),
  newtonCg: (o) => optim.newtonCg((p: { x: number }) => p.x ** 2, { x: 1 }, o),
  levenbergMarquardt: (o) => optim.levenbergMarquardt((p: { x: number }) => [p.x], { x: 1 }, o),
  batches: (o) => [...batches({ x: [1, 2] }, 1, o)],
  split: (o) => splitData({ x: [1, 2] }, 0.5, o),
};

test.each(Object.entries(calls))("%s does not take an option of another name", (name, call) => {
  expect(() => call(wrong({ strange: 1 }))).toThrow(
    new RegExp(`NB5010[^]*\`${name}\` has no option \`strange\`[^]*it takes \\w+`),
  );
});

describe("in compiled code", () => {
  test("options of layers and of distributions", () => {
    const layer = jit((x: nd.NdArray) => nn.groupNorm(norm, x, { group: 2 } as never), { scope });
    expect(() => layer(x)).toThrow("`groupNorm` has no option `group`");
    const draw = jit((key: nd.NdArray) => random.normal(key, [2], { scale: 2 } as never), {
      scope,
    });
    expect(() => draw(key)).toThrow("it takes mean, std, dtype");
  });

  test("an optimiser made there", () => {
    const own = { ...scope, adam: optim.adam };
    const { adam } = optim;
    const step = (p: { w: nd.NdArray }): unknown => {
      const opt = adam({ lr: 0.1, beta: 0.5 } as never);
      return opt.update(p, p, opt.init(p))[0];
    };
    expect(() => jit(step, { scope: own })({ w: x })).toThrow("`adam` has no option `beta`");
  });
});

test("something else where options are expected", () => {
  expect(() => nn.groupNorm(norm, x, 2 as never)).toThrow(
    /`groupNorm` of 2 where its options are expected[^]*it takes eps, groups/,
  );
  expect(() => nd.max(x, x as never)).toThrow("`max` of f64[1, 4, 2, 2] where its options");
  const v = nd.ones([2]);
  expect(() => nd.meshgrid(v as never, v as never)).toThrow(
    "`meshgrid` of f64[2] where its options",
  );
});

test("a shape and a key the other way round", () => {
  expect(() => random.normal([2, 3] as never, key as never)).toThrow(/NB6005[^]*key first/);
});

test("arguments of a layer the other way round", () => {
  const cell = nn.lstmCell.init(key, 3, 8);
  const state = { h: nd.zeros([2, 8]), c: nd.zeros([2, 8]) };
  const swapped = (x: nd.NdArray): unknown => nn.lstmCell(cell, x as never, state as never);
  expect(() => swapped(nd.ones([2, 3]))).toThrow(/NB6003[^]*lstmCell[^]*parameters come first/);
  const compiled = jit(swapped, { scope: { nn, cell, state } });
  expect(() => compiled(nd.ones([2, 3]))).toThrow(/NB6003[^]*parameters come first/);
});

test("an error that nobody catches is shown without the text of the file", () => {
  const text = "a line that is far from the fault";
  const far = (): unknown => text;
  try {
    nd.add(x, nd.ones([3]));
    far();
  } catch (error) {
    expect(inspect(error, { depth: 9 })).not.toContain(text);
    expect(inspect(error)).toContain("`add` of f64[1, 4, 2, 2] and f64[3]");
  }
  expect.assertions(2);
});
