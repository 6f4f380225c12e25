import { describe, expect, test } from "vitest";
import * as nd from "../../src/api/nd.ts";
import { grad, jit } from "../../src/index.ts";
import {
  attention,
  batchNorm,
  conv1d,
  conv2d,
  count,
  dense,
  dropout,
  embedding,
  groupNorm,
  gru,
  gruCell,
  initialisers,
  layerNorm,
  lstm,
  lstmCell,
  multiHeadAttention,
} from "../../src/nn/index.ts";
import { key, normal, split } from "../../src/random/index.ts";

type NdArray = nd.NdArray;
const [k1, k2, k3] = split(key(1), 3);
const x = normal(k1, [3, 4]);

function expectClose(actual: NdArray, wanted: readonly number[], digits = 12): void {
  expect(actual.size).toBe(wanted.length);
  wanted.forEach((w, i) => expect(actual.data[i]).toBeCloseTo(w, digits));
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

test("dense, embedding", () => {
  const params = dense.init(k2, 4, 2);
  expect(params.w.shape).toEqual([4, 2]);
  const { w } = params;
  const b = nd.array([10, 20]);
  const wanted = [0, 1, 2].flatMap((i) =>
    [0, 1].map((j) =>
      [0, 1, 2, 3].reduce((s, k) => s + x.data[4 * i + k] * w.data[2 * k + j], b.data[j]),
    ),
  );
  expectClose(dense({ w, b }, x), wanted);
  expect(dense(params, normal(k3, [2, 5, 4])).shape).toEqual([2, 5, 2]);
  expect(dense.init(k2, 4, 2, { bias: false, dtype: "f32" })).toMatchObject({
    w: { dtype: "f32" },
  });
  expect(() => dense(params, nd.zeros([2, 3]))).toThrow(/NB6001.*\n*.*dense.*f64\[2, ?3\]/);
  const table = embedding.init(k2, 7, 3);
  const rows = embedding(table, nd.array([[6, 0]], "i32"));
  expect(rows.shape).toEqual([1, 2, 3]);
  expect([...rows.data]).toEqual([
    ...table.table.data.slice(18, 21),
    ...table.table.data.slice(0, 3),
  ]);
});

test("convolutions add a number for each channel", () => {
  const image = normal(k1, [2, 3, 5, 5]);
  const params = { ...conv2d.init(k2, 3, 4, 3), b: nd.array([1, 2, 3, 4]) };
  const y = conv2d(params, image, { padding: "SAME", stride: 2 });
  expect(y.shape).toEqual([2, 4, 3, 3]);
  const plain = conv2d({ w: params.w }, image, { padding: "SAME", stride: 2 });
  expect(y.data[9 * 5] - plain.data[9 * 5]).toBeCloseTo(2, 12);
  expect(
    conv1d(conv1d.init(k2, 4, 6, 3, { groups: 2 }), normal(k1, [2, 4, 8]), { groups: 2 }).shape,
  ).toEqual([2, 6, 6]);
});

describe("normalisation", () => {
  const params = { scale: nd.array([1, 2, 3, 4]), shift: nd.array([0, 1, 2, 3]) };
  const mean = (v: readonly number[]): number => v.reduce((s, vi) => s + vi, 0) / v.length;
  const standard = (v: readonly number[]): number[] => {
    const m = mean(v);
    const variance = mean(v.map((vi) => (vi - m) ** 2));
    return v.map((vi) => (vi - m) / Math.sqrt(variance + 1e-5));
  };

  test("of layers", () => {
    const wanted = [0, 1, 2].flatMap((i) =>
      standard(Array.from(x.data.subarray(4 * i, 4 * i + 4))).map((v, j) => v * (j + 1) + j),
    );
    expectClose(layerNorm(params, x), wanted);
    expect(layerNorm.init(4)).toMatchObject({ scale: { shape: [4] } });
  });

  test("of batches, in training and after", () => {
    const columns = [0, 1, 2, 3].map((j) => [0, 1, 2].map((i) => x.data[4 * i + j]));
    const normed = columns.map((c, j) => standard(c).map((v) => v * (j + 1) + j));
    const { state } = batchNorm.init(4);
    const [y, next] = batchNorm(params, state, x, { momentum: 0.5 });
    expectClose(
      y,
      [0, 1, 2].flatMap((i) => normed.map((c) => c[i])),
    );
    expectClose(
      next.mean,
      columns.map((c) => 0.5 * mean(c)),
    );
    const variances = columns.map((c) => mean(c.map((v) => (v - mean(c)) ** 2)));
    expectClose(
      next.variance,
      variances.map((v) => 0.5 + 0.5 * v * 1.5),
    );
    const [still, same] = batchNorm(params, state, x, { train: false });
    expect(same).toBe(state);
    expectClose(
      still,
      [...x.data].map((v, i) => (v / Math.sqrt(1 + 1e-5)) * ((i % 4) + 1) + (i % 4)),
    );
    expect(batchNorm(params, state, normal(k1, [2, 4, 3, 3]))[0].shape).toEqual([2, 4, 3, 3]);
  });

  test("of groups", () => {
    const images = normal(k1, [2, 4, 3]);
    const y = groupNorm(params, images, { groups: 2 });
    const wanted = [0, 1, 2, 3].flatMap((g) =>
      standard(Array.from(images.data.subarray(6 * g, 6 * g + 6))),
    );
    expectClose(
      y,
      wanted.map((v, i) => v * ((Math.floor(i / 3) % 4) + 1) + (Math.floor(i / 3) % 4)),
    );
    expect(() => groupNorm(params, images, { groups: 3 })).toThrow(/NB6001/);
  });
});

test("dropout leaves the mean, and the rest out", () => {
  const ones = nd.ones([100, 100]);
  const y = dropout(k1, ones, 0.25);
  expect(new Set(y.data)).toEqual(new Set([0, 1 / 0.75]));
  expect(nd.mean(y).data[0]).toBeCloseTo(1, 1);
  expect(dropout(k1, x, 0)).toBe(x);
});

test("dropout of all, and of what is no part", () => {
  const x = nd.array([1, 2, 3]);
  const all = (y: NdArray): NdArray => nd.sum(dropout(k1, y, 1));
  expect([all(x).item(), ...grad(all)(x).data]).toEqual([0, 0, 0, 0]);
  expect(() => dropout(k1, x, 1.5)).toThrow(/NB5010[^]*1\.5/);
  expect(() => dropout(3 as never, x, 0.5)).toThrow(/NB6005[^]*3 stands where a key is wanted/);
});

test("recurrent cells, and what they make of a series", () => {
  const params = gruCell.init(k1, 2, 1);
  const h = nd.array([0.5]);
  const input = nd.array([0.3, -0.2]);
  const at = (p: { w: NdArray }, v: readonly number[], j: number): number =>
    v.reduce((s, vi, i) => s + vi * p.w.data[3 * i + j], 0);
  const [r, z] = [0, 1].map((j) =>
    sigmoid(at(params.input, [0.3, -0.2], j) + at(params.state, [0.5], j)),
  );
  const n = Math.tanh(at(params.input, [0.3, -0.2], 2) + r * at(params.state, [0.5], 2));
  expectClose(gruCell(params, h, input), [(1 - z) * n + z * 0.5]);

  const cell = lstmCell.init(k2, 2, 1);
  const gate = (j: number): number =>
    0.3 * cell.input.w.data[j] -
    0.2 * cell.input.w.data[4 + j] +
    0.5 * cell.state.w.data[j] +
    cell.state.b!.data[j];
  expect([...cell.state.b!.data]).toEqual([0, 1, 0, 0]);
  const c = sigmoid(gate(1)) * 0.7 + sigmoid(gate(0)) * Math.tanh(gate(2));
  const next = lstmCell(cell, { h, c: nd.array([0.7]) }, input);
  expectClose(next.c, [c]);
  expectClose(next.h, [sigmoid(gate(3)) * Math.tanh(c)]);

  const series = normal(k3, [3, 5, 2]);
  const { outputs, state } = gru(params, series);
  expect(outputs.shape).toEqual([3, 5, 1]);
  let own = nd.zeros([5, 1]);
  for (let t = 0; t < 3; t++) own = gruCell(params, own, nd.slice(series, t));
  expect([...state.data]).toEqual([...own.data]);
  expect([...nd.slice(outputs, 2).data]).toEqual([...own.data]);
  expect(lstm(cell, series).outputs.shape).toEqual([3, 5, 1]);
});

test("attention", () => {
  const [q, k, v] = [k1, k2, k3].map((own) => normal(own, [3, 2]));
  const rows = (causal: boolean): number[] =>
    [0, 1, 2].flatMap((i) => {
      const scores = [0, 1, 2].map((j) =>
        causal && j > i
          ? 0
          : Math.exp(
              (q.data[2 * i] * k.data[2 * j] + q.data[2 * i + 1] * k.data[2 * j + 1]) / Math.SQRT2,
            ),
      );
      const sum = scores.reduce((s, e) => s + e);
      return [0, 1].map((d) => scores.reduce((s, e, j) => s + (e / sum) * v.data[2 * j + d], 0));
    });
  expectClose(attention(q, k, v), rows(false));
  expectClose(attention(q, k, v, { causal: true }), rows(true));
  const mask = nd.tri(3, 3, { dtype: "bool" });
  expectClose(attention(q, k, v, { mask }), rows(true));
  const params = multiHeadAttention.init(k1, 6);
  const input = normal(k2, [2, 5, 6]);
  const y = multiHeadAttention(params, input, { heads: 3, causal: true });
  expect(y.shape).toEqual([2, 5, 6]);
  // later positions do not count
  const changed = nd.concatenate([nd.slice(input, [], [0, 3]), normal(k3, [2, 2, 6])], 1);
  const z = multiHeadAttention(params, changed, { heads: 3, causal: true });
  expectClose(nd.slice(z, [], [0, 3]), [...nd.slice(y, [], [0, 3]).data]);
  expect(() => multiHeadAttention(params, input, { heads: 4 })).toThrow(/NB6001/);
});

test("initialisers have their variances", () => {
  const variance = (y: NdArray): number => nd.mean(nd.square(y)).data[0];
  const {
    glorotNormal,
    glorotUniform,
    heNormal,
    heUniform,
    lecunNormal,
    orthogonal,
    truncatedNormal,
  } = initialisers;
  const shape = [60, 140];
  expect(variance(glorotNormal(k1, shape)) * 100).toBeCloseTo(1, 1);
  expect(variance(glorotUniform(k1, shape)) * 100).toBeCloseTo(1, 1);
  expect(variance(heNormal(k1, shape)) * 30).toBeCloseTo(1, 1);
  expect(variance(heUniform(k1, [20, 15, 2, 2])) * 30).toBeCloseTo(1, 1);
  expect(variance(lecunNormal(k1, shape)) * 60).toBeCloseTo(1, 1);
  expect(Math.max(...truncatedNormal(0.5)(k1, shape).data)).toBeLessThanOrEqual(1);
  for (const [n, m] of [
    [5, 3],
    [3, 5],
  ]) {
    const w = orthogonal(k1, [n, m]);
    const product = n > m ? nd.matmul(nd.transpose(w), w) : nd.matmul(w, nd.transpose(w));
    expectClose(product, [...nd.eye(3).data]);
  }
});

test("parameters are counted", () => {
  expect(count({ a: dense.init(k1, 3, 4), b: [1, Float64Array.of(1, 2)], c: "x" })).toBe(16 + 3);
});

describe("compiled, with derivatives", () => {
  const params = {
    first: dense.init(k1, 4, 6),
    norm: layerNorm.init(6),
    attention: multiHeadAttention.init(k2, 6),
    rnn: gruCell.init(k3, 6, 3),
    conv: conv1d.init(k1, 3, 2, 2),
  };
  const f = (p: typeof params, input: NdArray): NdArray => {
    const hidden = layerNorm(p.norm, nd.tanh(dense(p.first, input)));
    const seen = multiHeadAttention(p.attention, hidden, { heads: 2, causal: true });
    const { outputs } = gru(p.rnn, seen);
    return nd.sum(nd.square(conv1d(p.conv, nd.reshape(outputs, [1, 3, 3]))));
  };

  test("a model has the same value", () => {
    expect(jit(f)(params, x).data[0]).toBeCloseTo(f(params, x).data[0], 12);
  });

  test("and its gradient is that of differences", () => {
    const g = grad(f)(params, x);
    const along = (name: "first" | "norm" | "conv"): void => {
      const leaves = params[name] as unknown as Record<string, NdArray>;
      const slopes = g[name] as unknown as Record<string, NdArray>;
      for (const [leaf, value] of Object.entries(leaves)) {
        const direction = normal(k2, value.shape);
        const h = 1e-5;
        const at = (t: number): number => {
          const moved = nd.add(value, nd.multiply(direction, t));
          return f({ ...params, [name]: { ...leaves, [leaf]: moved } }, x).data[0];
        };
        const wanted = (at(h) - at(-h)) / (2 * h);
        const slope = nd.sum(nd.multiply(slopes[leaf], direction)).data[0];
        expect(slope).toBeCloseTo(wanted, 7);
      }
    };
    along("first");
    along("norm");
    along("conv");
  });
});
