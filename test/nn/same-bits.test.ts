// One seed, the same bits: in every run, with any number of threads, at once and compiled.
import { expect, test } from "vitest";
import { jit, nd, valueAndGrad } from "../../src/index.ts";
import { batches } from "../../src/data/index.ts";
import * as nn from "../../src/nn/index.ts";
import { adamw, chain, clipByGlobalNorm } from "../../src/optim/index.ts";
import { foldIn, key, normal, split } from "../../src/random/index.ts";

type Params = ReturnType<typeof start>["params"];
type State = ReturnType<typeof start>["state"];

function start(dtype: "f32" | "f64"): {
  params: { inner: nn.DenseParams; norm: nn.NormParams; outer: nn.DenseParams };
  state: nn.BatchNormState;
} {
  const [a, b] = split(key(7), 2);
  const { params: norm, state } = nn.batchNorm.init(96, { dtype });
  const inner = nn.dense.init(a!, 40, 96, { dtype });
  return { params: { inner, norm, outer: nn.dense.init(b!, 96, 10, { dtype }) }, state };
}

const opt = chain(clipByGlobalNorm(1), adamw({ lr: 0.01 }));

const forward = (p: Params, s: State, x: nd.NdArray, k: nd.NdArray): [nd.NdArray, State] => {
  const [y, next] = nn.batchNorm(p.norm, s, nn.dense(p.inner, x));
  return [nn.dense(p.outer, nn.dropout(k, nd.relu(y), 0.3)), next];
};

/** The numbers of a training of a few steps, whose gradients are taken as `options` say. */
function trained(
  dtype: "f32" | "f64",
  options: { readonly parallel?: number },
  whole: boolean,
): unknown {
  let { params, state } = start(dtype);
  let memory = opt.init(params);
  const x = normal(key(1), [256, 40], { dtype });
  const labels = nd.argmax(nd.slice(x, ":", "0:10"), 1);
  const loss = (
    p: Params,
    s: State,
    images: nd.NdArray,
    y: nd.NdArray,
    k: nd.NdArray,
  ): nd.NdArray => nn.crossEntropy(forward(p, s, images, k)[0], y);
  const gradient = valueAndGrad(loss, options);
  const step = jit(
    (p: Params, s: State, m: typeof memory, images: nd.NdArray, y: nd.NdArray, k: nd.NdArray) => {
      const { value, grad } = valueAndGrad(loss)(p, s, images, y, k);
      return { value, updated: opt.update(p, grad, m) };
    },
    options,
  );
  const values: number[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    const shuffle = foldIn(key(2), epoch);
    for (const batch of batches({ x, labels }, 128, { shuffle })) {
      const k = foldIn(shuffle, values.length);
      const given = [params, state, batch.x, batch.labels, k] as const;
      [, state] = forward(params, state, batch.x, k);
      if (whole) {
        const { value, updated } = step(given[0], given[1], memory, batch.x, batch.labels, k);
        values.push(value.item());
        [params, memory] = updated as [Params, typeof memory];
      } else {
        const { value, grad } = gradient(...given);
        values.push(value.item());
        [params, memory] = opt.update(params, grad, memory);
      }
    }
  }
  return { values, params, memory, state };
}

// bits, also of zeros and what is no number
const bits = (tree: unknown): unknown => {
  if (typeof tree === "number") return bits(Float64Array.of(tree));
  if (tree instanceof nd.NdArray) return bits(tree.data);
  if (ArrayBuffer.isView(tree)) return Buffer.from(tree.buffer, tree.byteOffset, tree.byteLength).toString("hex"); // prettier-ignore
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, of]) => [name, bits(of)]));
};

test.each(["f32", "f64"] as const)("a training in %s", (dtype) => {
  const whole = dtype === "f32";
  const once = bits(trained(dtype, {}, whole));
  expect(bits(trained(dtype, {}, whole))).toEqual(once);
  const one = bits(trained(dtype, { parallel: 1 }, whole));
  expect(bits(trained(dtype, { parallel: 2 }, whole))).toEqual(one);
});

test("numbers by a key, at once and compiled", () => {
  const draw = (k: nd.NdArray): nd.NdArray =>
    nd.concatenate([normal(k, [50]), nd.ravel(nn.dropout(k, nd.ones([4, 5]), 0.5))]);
  expect(bits(jit(draw)(key(3)))).toEqual(bits(draw(key(3))));
});
