// A small transformer learns to write like Shakespeare, character by character. Prints its loss on
// plays that it has not seen, and a sample; writes a chart, and a checkpoint to go on from.
import { writeFileSync } from "node:fs";
import { jit, valueAndGrad } from "nabla";
import { loadCheckpoint, progress, saveCheckpoint } from "nabla/data";
import * as nd from "nabla/nd";
import * as nn from "nabla/nn";
import { adamw, chain, clipByGlobalNorm, cosine, warmup } from "nabla/optim";
import { categorical, foldIn, key, split } from "nabla/random";
import { chart } from "../chart.ts";
import { init, logits, loss } from "./model.ts";
import { pieces, randomPieces, readText } from "./text.ts";

const [epochs, perEpoch, size] = [
  Number(process.argv[2] ?? 10),
  Number(process.argv[3] ?? 200),
  24,
];
const { characters, train, rest } = readText();
const sizes = { characters: characters.length, context: 64, width: 128, layers: 3 };

const lossAndGradient = valueAndGrad(loss);
const lossOf = jit(loss);
const logitsOf = jit(logits);
const opt = chain(
  clipByGlobalNorm(1),
  adamw({ lr: warmup(cosine(3e-3, { steps: epochs * perEpoch, end: 1e-4 }), { steps: 100 }) }),
);

const [start, order, sampling] = split(key(1), 3);
const fresh = init(start!, sizes);
const path = new URL("checkpoint.safetensors", import.meta.url).pathname;
const begun = {
  epoch: 0,
  params: fresh,
  state: opt.init(fresh),
  curve: [] as [number, number, number][],
};
const saved = process.argv.includes("--resume")
  ? await loadCheckpoint<typeof begun>(path)
  : undefined;
let { params, state } = saved ?? begun;
const { curve, epoch: first } = saved ?? begun;
console.log(`${nn.count(params)} parameters, ${train.length} characters to train on`);

/** Mean loss over pieces from all of the plays that are not trained on. */
function validate(): number {
  const count = 8;
  const step = Math.floor((rest.length - sizes.context - 1) / (count * size));
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const starts = Array.from({ length: size }, (_, j) => (i * size + j) * step);
    const { ids, next } = pieces(rest, starts, sizes.context);
    sum += lossOf(params, ids, next).item() / count;
  }
  return sum;
}

const began = performance.now();
for (let epoch = first; epoch < epochs; epoch++) {
  const own = split(foldIn(order!, epoch), perEpoch);
  let mean = 0;
  for (const k of progress(own, { label: `epoch ${epoch + 1}` })) {
    const { ids, next } = randomPieces(train, k, size, sizes.context);
    const { value, grad } = lossAndGradient(params, ids, next);
    [params, state] = opt.update(params, grad, state);
    mean += value.item() / perEpoch;
  }
  const validation = validate();
  curve.push([epoch + 1, mean, validation]);
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `epoch ${epoch + 1}: ${mean.toFixed(3)} nats in training, ${validation.toFixed(3)} in validation, ${seconds.toFixed(0)} s`,
  );
  await saveCheckpoint(path, { epoch: epoch + 1, params, state, curve });
}

/** A text that the model writes: each character drawn by its probability, somewhat sharpened. */
function write(length: number): string {
  const { context } = sizes;
  let text = "\n";
  for (let i = 0; i < length; i++) {
    const seen = Array.from(text.slice(-context), (c) => characters.indexOf(c));
    const ids = new Int32Array(context);
    ids.set(seen);
    const all = logitsOf(params, nd.reshape(nd.asarray(ids), [1, context]));
    const own = nd.divide(nd.slice(all, 0, seen.length - 1), 0.8);
    text += characters[categorical(foldIn(sampling!, i), own).item()]!;
  }
  return text;
}

console.log(write(400));
console.log(`\nvalidation loss ${curve.at(-1)![2].toFixed(3)} nats`);
const picture = new URL("shakespeare.svg", import.meta.url);
const curves = (["in training", "in validation"] as const).map((name, i) => ({
  name,
  points: curve.map((row): [number, number] => [row[0], row[i + 1]!]),
}));
writeFileSync(
  picture,
  chart({
    title: "A transformer on Shakespeare",
    x: "epoch",
    y: "nats for each character",
    curves,
  }),
);
console.log(`chart: ${picture.pathname}`);
