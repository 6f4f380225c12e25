import { describe, expect, test } from "vitest";
import { NdArray } from "../../src/nd/array.ts";
import { jit } from "../../src/index.ts";
import {
  adagrad,
  adam,
  adamw,
  chain,
  clipByGlobalNorm,
  clipByValue,
  constant,
  cosine,
  exponential,
  globalNorm,
  lion,
  movingAverage,
  oneCycle,
  piecewise,
  polyakAverage,
  rmsprop,
  sgd,
  warmup,
  type Optimiser,
} from "../../src/optim/index.ts";

const f64 = (...x: number[]): NdArray => new NdArray("f64", [x.length], Float64Array.from(x));

/** The parameter after each of these gradients. */
function path(opt: Optimiser, start: number, grads: readonly number[]): number[] {
  let [p, state] = [start, opt.init(start)];
  return grads.map((g) => {
    [p, state] = opt.update(p, g, state);
    return p;
  });
}

// Computed by a program of its own from the formulas in the documentation of torch.optim, for one
// parameter that starts at 1.
const grads = [0.5, -1, 2];
const torch: readonly (readonly [string, Optimiser, readonly number[]])[] = [
  ["sgd", sgd({ lr: 0.1, weightDecay: 0.3 }), [0.9199999999999999, 0.9924, 0.762628]],
  ["momentum", sgd({ lr: 0.1, momentum: 0.9 }), [0.95, 1.005, 0.8544999999999999]],
  ["nesterov", sgd({ lr: 0.1, momentum: 0.9, nesterov: true }), [0.905, 1.0545, 0.71905]],
  ["adam", adam({ lr: 0.1 }), [0.900000002, 0.9366103542405654, 0.8946447927181046]],
  [
    "adamw",
    adamw({ lr: 0.1, weightDecay: 0.2 }),
    [0.880000002, 0.8990103542005654, 0.8390645855940934],
  ],
  [
    "rmsprop",
    rmsprop({ lr: 0.1, decay: 0.99 }),
    [1.9999996048181146e-7, 0.8953230819113371, 0.021204008561932497],
  ],
  [
    "rmsprop with momentum",
    rmsprop({ lr: 0.1, decay: 0.99, momentum: 0.5 }),
    [1.9999996059283376e-7, 0.39532318191131754, -0.28113440048240856],
  ],
  ["adagrad", adagrad({ lr: 0.1 }), [0.90000000002, 0.9894427191119917, 0.9021555630214042]],
];

test.each(torch)("%s as in PyTorch's documentation", (_, opt, wanted) => {
  path(opt, 1, grads).forEach((p, i) => expect(p).toBeCloseTo(wanted[i], 13));
});

test("lion goes steps of one size", () => {
  // 0.9·0 + 0.1·0.5 > 0; then m = 0.005, 0.9·0.005 - 0.1 < 0
  const [first, second] = path(lion({ lr: 0.1, weightDecay: 0.5 }), 1, [0.5, -1]);
  expect(first).toBeCloseTo(1 - 0.1 * (1 + 0.5), 14);
  expect(second).toBeCloseTo(first - 0.1 * (-1 + 0.5 * first), 14);
});

describe("trees", () => {
  const params = {
    layers: [
      { w: f64(1, 2), b: 3 },
      { w: new NdArray("f32", [1, 1], Float32Array.of(4)), b: 5 },
    ],
    table: Float64Array.of(6, 7),
    name: "net",
    ids: new NdArray("i32", [1], Int32Array.of(1)),
  };
  const ones = {
    layers: [
      { w: f64(1, 1), b: 1 },
      { w: new NdArray("f32", [1, 1], Float32Array.of(1)), b: 1 },
    ],
    table: Float64Array.of(1, 1),
  };

  test.each([
    ["sgd", sgd({ lr: 0.5, momentum: 0.9 })],
    ["adam", adam({ lr: 0.5, eps: 0 })],
    ["adamw", adamw({ lr: 0.5, eps: 0, weightDecay: 0 })],
    ["lion", lion({ lr: 0.5 })],
    ["adagrad", adagrad({ lr: 0.5, eps: 0 })],
  ] as [string, Optimiser][])("%s gives new trees of their structure", (_, opt) => {
    const before = structuredClone([...params.table]);
    const [next, state] = opt.update(params, ones, opt.init(params));
    expect([...next.layers[0].w.data]).toEqual([0.5, 1.5].map((x) => expect.closeTo(x, 12)));
    expect(next.layers.map(({ b }) => b)).toEqual([2.5, 4.5].map((x) => expect.closeTo(x, 12)));
    expect(next.layers[1].w).toMatchObject({ dtype: "f32", shape: [1, 1] });
    expect(next.table).toBeInstanceOf(Float64Array);
    expect([next.name, next.ids]).toEqual(["net", params.ids]);
    expect([...params.table]).toEqual(before);
    const [again] = opt.update(next, ones, state);
    expect(again.table[0]).toBeLessThan(next.table[0]);
  });

  test("what does not fit is named", () => {
    const opt = adam({ lr: 1 });
    expect(() => opt.update({ w: f64(1, 2) }, { w: f64(1) }, opt.init({ w: f64(1, 2) }))).toThrow(
      /NB5003[^]*f64\[1\] stands where the parameters have f64\[2\]/,
    );
  });

  test("gradients and states of something else are no gradients", () => {
    const params = { w: f64(1, 2), name: "own" };
    const opt = adam({ lr: 1 });
    const state = opt.init(params);
    const wholeResult = { value: 1, grad: { w: f64(1, 2) } };
    expect(() => opt.update(params, wholeResult, state)).toThrow(/NB5003[^]*`value`[^]*`\.grad`/);
    expect(() => opt.update(params, undefined, state)).toThrow(/NB5003/);
    const other = sgd({ lr: 1 }).init(params) as never;
    expect(() => opt.update(params, { w: f64(1, 2) }, other)).toThrow(/NB5003/);
    const compiled = jit((g: object) => opt.update(params, g, state));
    expect(() => compiled(wholeResult)).toThrow(/NB5003[^]*`value`/);
    expect(() => adam(0.1 as never).update(params, { w: f64(1, 2) }, state)).toThrow(/NB5010/);
    // what is left out stays
    const two = { w: f64(1), frozen: f64(2) };
    const [next] = opt.update(two, { w: f64(1) }, opt.init(two));
    expect(next.frozen).toBe(two.frozen);
  });

  test("a parameter alone", () => {
    const opt = adam({ lr: 0.1 });
    const [next] = opt.update(f64(1), f64(2), opt.init(f64(1)));
    expect(next.data[0]).toBeCloseTo(0.9, 7);
  });
});

describe("gradients are kept small", () => {
  const tree = { a: f64(3), b: [4, Float64Array.of(0)] };
  test("by their norm", () => {
    expect(globalNorm(tree)).toBe(5);
    const [clipped] = clipByGlobalNorm(1).apply(tree, null, tree);
    expect(globalNorm(clipped)).toBeCloseTo(1, 14);
    expect(clipped.b[0]).toBeCloseTo(0.8, 14);
    const [same] = clipByGlobalNorm(6).apply(tree, null, tree);
    expect(same).toEqual(tree);
  });

  test("by value", () => {
    expect(clipByValue(3.5).apply({ x: [-9, 3, 4] }, null, null)[0]).toEqual({ x: [-3.5, 3, 3.5] });
  });

  test("before an optimiser", () => {
    const opt = chain(clipByValue(2), clipByGlobalNorm(1), sgd({ lr: 1 }));
    const [next, state] = opt.update({ x: 0 }, { x: 100 }, opt.init({ x: 0 }));
    expect(next).toEqual({ x: -1 });
    expect(opt.update(next, { x: 0.5 }, state)[0]).toEqual({ x: -1.5 });
  });
});

test("schedules", () => {
  const at = (schedule: (step: number) => number, ...steps: number[]): unknown =>
    steps.map((step) => Number(schedule(step).toFixed(6)));
  expect(at(constant(2), 0, 9)).toEqual([2, 2]);
  expect(at(exponential(1, { rate: 0.5, every: 2 }), 0, 2, 4)).toEqual([1, 0.5, 0.25]);
  expect(at(exponential(1, { rate: 0.5, every: 2, stairs: true }), 0, 1, 2)).toEqual([1, 1, 0.5]);
  expect(at(cosine(2, { steps: 10, end: 1 }), 0, 5, 10, 99)).toEqual([2, 1.5, 1, 1]);
  expect(at(warmup(cosine(1, { steps: 10 }), { steps: 4 }), 0, 2, 4, 9, 14)).toEqual([
    0, 0.5, 1, 0.5, 0,
  ]);
  expect(at(warmup(3, { steps: 2, start: 1 }), 0, 1, 2)).toEqual([1, 2, 3]);
  expect(at(piecewise([2, 5], [3, 2, 1]), 0, 1, 2, 4, 5, 6)).toEqual([3, 3, 2, 2, 1, 1]);
  expect(at(oneCycle(1, { steps: 10, divide: 10 }), 0, 3, 10, 11)).toEqual([
    0.1, 1, 0.00001, 0.00001,
  ]);
  const [, second] = path(sgd({ lr: piecewise([1], [1, 10]) }), 0, [1, 1]);
  expect(second).toBe(-11);
});

test("averages of parameters", () => {
  const seen = [1, 2, 6].map((x) => ({ w: f64(x, 0), name: "n" }));
  const mean = (kind: typeof exact): number[] => {
    let state = kind.init(seen[0]);
    for (const params of seen) state = kind.update(params, state);
    const { w, name } = kind.of(seen[2], state);
    expect(name).toBe("n");
    return [...w.data];
  };
  const exact = polyakAverage();
  expect(mean(exact)).toEqual([expect.closeTo(3, 14), 0]);
  // weights 0.25, 0.5, 1
  expect(mean(movingAverage(0.5))).toEqual([expect.closeTo((0.25 + 1 + 6) / 1.75, 14), 0]);
  expect(exact.of(seen[0], exact.init(seen[0]))).toBe(seen[0]);
});
