import { expect, test } from "vitest";
import * as nd from "../../src/api/nd.ts";
import {
  accuracy,
  binaryCrossEntropy,
  crossEntropy,
  huber,
  klDivergence,
  mae,
  mse,
  normalDivergence,
} from "../../src/nn/index.ts";

const value = (loss: nd.NdArray): number => {
  expect(loss.shape).toEqual([]);
  return loss.data[0];
};

test("of numbers", () => {
  const [p, y] = [nd.array([1, 2, 5]), nd.array([1, 4, 1])];
  expect(value(mse(p, y))).toBeCloseTo(20 / 3, 14);
  expect(value(mae(p, y))).toBeCloseTo(2, 14);
  expect(value(huber(p, y))).toBeCloseTo((0 + 1.5 + 3.5) / 3, 14);
  expect(value(huber(p, y, 3))).toBeCloseTo((0 + 2 + 3 * 2.5) / 3, 14);
  expect(value(mse(p, 1))).toBeCloseTo(17 / 3, 14);
});

test("cross-entropy by class, by probability, smoothed", () => {
  const logits = nd.array([
    [0, Math.log(3)],
    [1000, 0],
  ]);
  const labels = nd.array([1, 1], "i32");
  const each = [-Math.log(0.75), 1000];
  expect(value(crossEntropy(logits, labels))).toBeCloseTo((each[0] + each[1]) / 2, 10);
  expect(value(crossEntropy(logits, nd.oneHot(labels, 2)))).toBeCloseTo(
    (each[0] + each[1]) / 2,
    10,
  );
  const even = [(-Math.log(0.75) - Math.log(0.25)) / 2, 500];
  const smooth = (0.9 * (each[0] + each[1]) + 0.1 * (even[0] + even[1])) / 2;
  expect(value(crossEntropy(logits, labels, { smoothing: 0.1 }))).toBeCloseTo(smooth, 10);
  expect(() => crossEntropy(logits, nd.array([1], "i32"))).toThrow(/NB6001/);
  expect(value(accuracy(logits, labels))).toBe(0.5);
});

test("of truth values, without overflow", () => {
  const x = nd.array([0, 800, -800, 2]);
  const y = nd.array([true, false, false, true]);
  const wanted = (Math.log(2) + 800 + 0 + Math.log1p(Math.exp(-2))) / 4;
  expect(value(binaryCrossEntropy(x, y))).toBeCloseTo(wanted, 10);
});

test("divergences", () => {
  const logs = (p: readonly number[]): nd.NdArray => nd.array([p.map(Math.log)]);
  const kl = 0.5 * Math.log(0.5 / 0.9) + 0.5 * Math.log(0.5 / 0.1);
  expect(value(klDivergence(logs([0.5, 0.5]), logs([0.9, 0.1])))).toBeCloseTo(kl, 14);
  expect(value(klDivergence(logs([1, 0]), logs([0.5, 0.5])))).toBeCloseTo(Math.LN2, 14);
  expect(value(klDivergence(logs([1, 0]), logs([1, 0])))).toBe(0);
  const d = normalDivergence(
    nd.array([
      [0, 1],
      [0, 0],
    ]),
    nd.array([
      [0, 0],
      [0, 1],
    ]),
  );
  expect(value(d)).toBeCloseTo((0.5 + (Math.E - 2) / 2) / 2, 14);
});
