// The examples of learning, for a few steps: that they learn, and their data. How well they do in the
// end is what they print.
import { expect, test } from "vitest";
import { batches } from "nabla/data";
import * as nd from "nabla/nd";
import { adam } from "nabla/optim";
import { foldIn, key } from "nabla/random";
import { valueAndGrad } from "nabla";
import { chart } from "../../examples/chart.ts";
import { readDigits, shifted } from "../../examples/digits/data.ts";
import * as network from "../../examples/digits/model.ts";
import * as transformer from "../../examples/shakespeare/model.ts";
import { randomPieces, readText } from "../../examples/shakespeare/text.ts";
import * as autoencoder from "../../examples/vae/model.ts";

const digits = readDigits("tes");

test("digits: the images of the test, and moved ones", () => {
  expect(digits.images.shape).toEqual([1797, 1, 8, 8]);
  expect([...nd.bincount(digits.labels, { length: 10 }).data]).toEqual([
    178, 182, 177, 183, 181, 182, 181, 179, 174, 180,
  ]);
  const moved = shifted(digits.images, key(1));
  expect(moved.shape).toEqual(digits.images.shape);
  // nothing is added, and what is moved out is lost
  const [before, after] = [digits.images, moved].map((x) => nd.sum(x).item());
  expect(after).toBeLessThan(before);
  expect(after).toBeGreaterThan(0.9 * before);
});

test("digits: a convolutional network", { timeout: 60_000 }, () => {
  const training = network.trainer(25);
  let params = network.init(key(2));
  let state = training.init(params);
  const losses: number[] = [];
  for (const { images, labels } of batches(digits, 64, { shuffle: key(3), dropLast: true })) {
    const step = training.step(params, state, images, labels, foldIn(key(4), losses.length));
    ({ params, state } = step);
    losses.push(step.loss);
    if (losses.length === 25) break;
  }
  expect(losses[0]).toBeGreaterThan(2);
  expect(Math.min(...losses)).toBeLessThan(losses[0] - 0.4);
});

test("shakespeare: a transformer", { timeout: 60_000 }, () => {
  const text = readText();
  expect(text.characters.length).toBe(65);
  expect(text.train.length + text.rest.length).toBe(1_115_394);
  const sizes = { characters: 65, context: 16, width: 32, layers: 1 };
  const { ids, next } = randomPieces(text.train, key(5), 8, 16);
  expect([...next.data.subarray(0, 15)]).toEqual([...ids.data.subarray(1, 16)]);
  let params = transformer.init(key(6), sizes);
  const opt = adam({ lr: 0.01 });
  let state = opt.init(params);
  const lossAndGradient = valueAndGrad(transformer.loss);
  const losses: number[] = [];
  for (let i = 0; i < 30; i++) {
    const { value, grad } = lossAndGradient(params, ids, next);
    [params, state] = opt.update(params, grad, state);
    losses.push(value.item());
  }
  expect(losses[0]).toBeCloseTo(Math.log(65), 0);
  // of one batch, seen again and again
  expect(losses.at(-1)).toBeLessThan(2);
});

test("vae: an autoencoder", { timeout: 60_000 }, () => {
  const images = nd.reshape(digits.images, [-1, 64]);
  let params = autoencoder.init(key(7));
  const opt = adam({ lr: 0.003 });
  let state = opt.init(params);
  const lossAndGradient = valueAndGrad(autoencoder.loss);
  const losses: number[] = [];
  for (const batch of batches(images, 64, { dropLast: true })) {
    const { value, grad } = lossAndGradient(params, batch, foldIn(key(8), losses.length));
    [params, state] = opt.update(params, grad, state);
    losses.push(value.item());
  }
  expect(losses[0]).toBeGreaterThan(40);
  expect(losses.at(-1)).toBeLessThan(35);
});

test("charts have a line for each curve, inside of the picture", () => {
  const points = [0, 1, 2].map((x): [number, number] => [x, x * x]);
  const svg = chart({ title: "a < b", x: "x", y: "y", curves: [{ name: "c", points }] });
  const [, line] = /polyline points="([^"]*)"/.exec(svg)!;
  expect(line.split(" ")).toEqual(["64.0,352.0", "344.0,274.0", "624.0,40.0"]);
  expect(svg).toContain("a &lt; b");
});
