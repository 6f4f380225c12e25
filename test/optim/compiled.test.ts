import { describe, expect, test } from "vitest";
import { jit, valueAndGrad } from "../../src/index.ts";
import * as nd from "../../src/api/nd.ts";
import {
  adagrad,
  adam,
  adamw,
  chain,
  clipByGlobalNorm,
  clipByValue,
  cosine,
  lion,
  movingAverage,
  rmsprop,
  sgd,
  warmup,
  type Optimiser,
} from "../../src/optim/index.ts";

interface Params {
  readonly w: nd.NdArray;
  readonly b: number;
  readonly layers: readonly { readonly v: nd.NdArray }[];
  readonly table: Float64Array;
  readonly name: string;
}

const params: Params = {
  w: nd.array([1, 2], "f32"),
  b: 0.5,
  layers: [{ v: nd.array([[1], [2]]) }, { v: nd.array([3]) }],
  table: Float64Array.of(1, -1),
  name: "net",
};
const loss = (p: Params): nd.NdArray => {
  const rest = p.b * p.b + p.table[0] * p.table[1] ** 2;
  const [first, second] = p.layers.map(({ v }) => nd.sum(nd.square(v)));
  return nd.add(nd.add(nd.sum(nd.square(nd.subtract(p.w, 3))), rest), nd.add(first, second));
};

const show = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, v: unknown) =>
      v instanceof nd.NdArray
        ? { dtype: v.dtype, shape: v.shape, data: Array.from(v.data, (x) => x.toFixed(6)) }
        : typeof v === "number"
          ? v.toFixed(9)
          : v,
    ),
  );

const all: readonly (readonly [string, Optimiser])[] = [
  ["sgd", sgd({ lr: 0.1 })],
  ["sgd with momentum", sgd({ lr: 0.1, momentum: 0.9, nesterov: true })],
  ["adam", adam({ lr: 0.1 })],
  ["adamw", adamw({ lr: warmup(cosine(0.1, { steps: 10 }), { steps: 2 }) })],
  ["lion", lion({ lr: 0.1 })],
  ["rmsprop", rmsprop({ lr: 0.1 })],
  ["adagrad", adagrad({ lr: 0.1 })],
  ["chained", chain(clipByValue(3), clipByGlobalNorm(1), adam({ lr: 0.1 }))],
];

describe.each(all)("%s in a compiled step", (_, opt) => {
  test("gives what it gives outside", () => {
    const step = (p: Params, s: unknown): { p: Params; s: unknown; value: nd.NdArray } => {
      const { value, grad } = valueAndGrad(loss)(p);
      const [next, state] = opt.update(p, grad, s);
      return { p: next, s: state, value };
    };
    const fast = jit(step);
    let outside = step(params, opt.init(params));
    let inside = fast(params, opt.init(params));
    expect(show(inside)).toEqual(show(outside));
    for (let i = 0; i < 3; i++) {
      outside = step(outside.p, outside.s);
      inside = fast(inside.p, inside.s);
    }
    expect(show(inside)).toEqual(show(outside));
  });
});

test("a moving average in a compiled function", () => {
  const average = movingAverage(0.9);
  const state = average.init(params);
  const f = (p: Params, s: typeof state): typeof state => average.update(p, s);
  expect(show(jit(f)(params, state))).toEqual(show(f(params, state)));
});
