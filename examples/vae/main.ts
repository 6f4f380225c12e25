// A variational autoencoder learns what handwritten digits look like. Prints its bound on test images,
// and draws digits that it makes up.
import { writeFileSync } from "node:fs";
import { jit, valueAndGrad } from "nabla";
import { batches, progress } from "nabla/data";
import * as nd from "nabla/nd";
import * as nn from "nabla/nn";
import { adam, cosine } from "nabla/optim";
import { foldIn, key, normal, split } from "nabla/random";
import { readDigits } from "../digits/data.ts";
import { decode, init, latent, loss } from "./model.ts";

const [epochs, size] = [Number(process.argv[2] ?? 60), 64];
const flat = ({ images }: ReturnType<typeof readDigits>): nd.NdArray =>
  nd.reshape(images, [-1, 64]);
const [train, test] = [flat(readDigits("tra")), flat(readDigits("tes"))];

const [start, order, noise, made] = split(key(11), 4);
let params = init(start!);
const steps = Math.floor(train.shape[0]! / size);
const opt = adam({ lr: cosine(2e-3, { steps: epochs * steps }) });
let state = opt.init(params);
const lossAndGradient = valueAndGrad(loss);
const bound = jit(loss);
const draw = jit((p: typeof params, z: nd.NdArray) => nd.sigmoid(decode(p, z)));
console.log(`${nn.count(params)} parameters`);

const began = performance.now();
for (const epoch of progress(epochs, { label: "training" })) {
  const own = split(foldIn(noise!, epoch), steps);
  let i = 0;
  for (const images of batches(train, size, { shuffle: foldIn(order!, epoch), dropLast: true })) {
    const { grad } = lossAndGradient(params, images, own[i++]!);
    [params, state] = opt.update(params, grad, state);
  }
}
const seconds = (performance.now() - began) / 1000;
const found = bound(params, test, key(0)).item();
console.log(
  `${found.toFixed(2)} nats for a test image after ${epochs} epochs, ${seconds.toFixed(0)} s`,
);

/** Images `[n, 64]` as squares of grey, `columns` in a row. */
function sheet(images: nd.NdArray, columns: number): string {
  const [n, cell] = [images.shape[0]!, 72];
  const rows = Math.ceil(n / columns);
  const parts: string[] = [];
  for (let i = 0; i < n; i++) {
    const [left, top] = [(i % columns) * cell + 4, Math.floor(i / columns) * cell + 4];
    for (let p = 0; p < 64; p++) {
      const grey = 255 - Math.round(255 * images.data[64 * i + p]!);
      if (grey > 250) continue;
      const [x, y] = [left + 8 * (p % 8), top + 8 * Math.floor(p / 8)];
      parts.push(
        `<rect x="${x}" y="${y}" width="8" height="8" fill="rgb(${grey},${grey},${grey})"/>`,
      );
    }
  }
  const box = `viewBox="0 0 ${columns * cell} ${rows * cell}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>\n`;
}

const picture = new URL("samples.svg", import.meta.url);
writeFileSync(picture, sheet(draw(params, normal(made!, [100, latent], { dtype: "f32" })), 10));
console.log(`digits that it makes up: ${picture.pathname}`);
