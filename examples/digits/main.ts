// A convolutional network learns handwritten digits. Prints its accuracy on writers it has not seen,
// and writes a chart of it.
import { writeFileSync } from "node:fs";
import { jit } from "nabla";
import { batches, progress } from "nabla/data";
import * as nn from "nabla/nn";
import { movingAverage } from "nabla/optim";
import { foldIn, key, split } from "nabla/random";
import { chart } from "../chart.ts";
import { readDigits, shifted } from "./data.ts";
import { init, logits, trainer } from "./model.ts";

const [epochs, size] = [Number(process.argv[2] ?? 35), 64];
const [train, test] = [readDigits("tra"), readDigits("tes")];
const predict = jit((p: ReturnType<typeof init>, images: typeof test.images) => logits(p, images));

const [start, order, noise] = split(key(7), 3);
let params = init(start!);
const perEpoch = Math.floor(train.labels.size / size);
const training = trainer(epochs * perEpoch);
let state = training.init(params);
// the mean of the last parameters is better than the last
const average = movingAverage(0.998);
let averaged = average.init(params);
console.log(`${nn.count(params)} parameters, ${train.labels.size} images to train on`);

const curves: [number, number][][] = [[], []];
const began = performance.now();
let found = 0;
for (const epoch of progress(epochs, { label: "training" })) {
  let loss = 0;
  const own = split(foldIn(noise!, epoch), perEpoch + 1);
  const moved = { ...train, images: shifted(train.images, own[perEpoch]!) };
  const shuffle = foldIn(order!, epoch);
  let i = 0;
  for (const { images, labels } of batches(moved, size, { shuffle, dropLast: true })) {
    const step = training.step(params, state, images, labels, own[i++]!);
    ({ params, state } = step);
    averaged = average.update(params, averaged);
    loss += step.loss / perEpoch;
  }
  const mean = average.of(params, averaged);
  found = nn.accuracy(predict(mean, test.images), test.labels).item();
  curves[0]!.push([epoch + 1, loss]);
  curves[1]!.push([epoch + 1, 1 - found]);
}
const seconds = (performance.now() - began) / 1000;
console.log(
  `test accuracy ${(100 * found).toFixed(2)} % after ${epochs} epochs, ${seconds.toFixed(0)} s`,
);

const picture = new URL("digits.svg", import.meta.url);
const names = ["loss in training", "errors in the test"];
writeFileSync(
  picture,
  chart({
    title: "A convolutional network on 8×8 digits",
    x: "epoch",
    y: "",
    curves: curves.map((points, k) => ({ name: names[k]!, points })),
  }),
);
console.log(`chart: ${picture.pathname}`);
