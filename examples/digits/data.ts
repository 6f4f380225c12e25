import { readFileSync } from "node:fs";
import { matrixOf, readCsv } from "nabla/data";
import * as nd from "nabla/nd";
import { randint } from "nabla/random";

/** Images of one channel, `[n, 1, 8, 8]` from 0 to 1, and the digits on them, `[n]`. */
export interface Digits {
  readonly images: nd.NdArray;
  readonly labels: nd.NdArray;
}

/** The images to train on, `tra`, or to test with, `tes`. */
export function readDigits(part: "tra" | "tes"): Digits {
  const path = new URL(`../data/optdigits.${part}`, import.meta.url);
  const table = matrixOf(readCsv(readFileSync(path, "utf8"), { header: false }));
  const counts = nd.slice(table, [], [0, 64]);
  return {
    images: nd.astype(nd.divide(nd.reshape(counts, [-1, 1, 8, 8]), 16), "f32"),
    labels: nd.astype(nd.slice(table, [], 64), "i32"),
  };
}

/** Each image moved by at most one pixel in each direction, with zeros where nothing was. */
export function shifted(images: nd.NdArray, key: nd.NdArray): nd.NdArray {
  const n = images.shape[0]!;
  const moves = randint(key, -1, 2, [n, 2]).data;
  const data = new Float32Array(images.size);
  for (let i = 0; i < n; i++) {
    const [dy, dx] = [moves[2 * i]!, moves[2 * i + 1]!];
    for (let y = Math.max(0, dy); y < Math.min(8, 8 + dy); y++) {
      for (let x = Math.max(0, dx); x < Math.min(8, 8 + dx); x++) {
        data[64 * i + 8 * y + x] = images.data[64 * i + 8 * (y - dy) + x - dx]!;
      }
    }
  }
  return nd.reshape(nd.asarray(data), images.shape);
}
