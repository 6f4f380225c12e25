// TensorFlow.js: tensors of f32 on its WebAssembly backend, differentiated by a tape. Pictures are
// [n, height, width, channels] there.
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { fileURLToPath } from "node:url";

const tensor = ({ shape, data }) => tf.tensor(new Float32Array(data), [...shape]);
const tensors = (given) => Object.values(given).map(tensor);

/** Runs it, and gives back all memory but the contents of the results. */
const contents = (run) => () => {
  const results = tf.tidy(run);
  const made = results.map((result) => result.dataSync());
  tf.dispose(results);
  return made;
};

const withValue = (f) => {
  const run = tf.valueAndGrads(f);
  return (...args) => {
    const { value, grads } = run(args);
    return [value, ...grads];
  };
};

const crossEntropy = (w1, b1, w2, b2, x, targets) => {
  const hidden = x.matMul(w1).add(b1).relu();
  const logits = hidden.matMul(w2).add(b2);
  return tf.mean(tf.sum(logits.logSoftmax().mul(targets), -1)).neg();
};

const convolved = (w, b, x) => tf.sum(tf.square(tf.conv2d(x, w, 1, "same").add(b).relu()));

const attended = (heads, mask) => (wq, wk, wv, wo, x) => {
  const [texts, places, width] = x.shape;
  const flat = x.reshape([texts * places, width]);
  const byHead = (w) =>
    flat
      .matMul(w)
      .reshape([texts, places, heads, width / heads])
      .transpose([0, 2, 1, 3]);
  const [q, k, v] = [byHead(wq), byHead(wk), byHead(wv)];
  const scores = q.matMul(k, false, true).mul(Math.sqrt(heads / width));
  const mixed = scores.add(mask).softmax().matMul(v).transpose([0, 2, 1, 3]);
  return tf.sum(tf.square(mixed.reshape([texts * places, width]).matMul(wo)));
};

/** The elements of an array in another order of axes. */
function reordered(data, shape, order) {
  const moved = tf.tidy(() => tf.tensor(data, shape).transpose(order).dataSync());
  return moved;
}

export async function programs(inputs) {
  const main = fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm"));
  setWasmPaths(main.replace(/dist.*$/, "dist/"));
  await tf.setBackend("wasm");
  await tf.ready();
  const all = {};
  for (const [n, matrices] of Object.entries(inputs.matrices)) {
    const [a, b] = matrices.map(tensor);
    all[`AB ${n}, f32`] = contents(() => [tf.matMul(a, b)]);
    if (n !== "512") continue;
    all["AᵀB 512, f32"] = contents(() => [tf.matMul(a, b, true, false)]);
    all["ABᵀ 512, f32"] = contents(() => [tf.matMul(a, b, false, true)]);
  }
  const network = tensors(inputs.perceptron.weights);
  const [images, targets] = [tensor(inputs.perceptron.x), tensor(inputs.perceptron.targets)];
  const step = withValue((...w) => crossEntropy(...w, images, targets));
  all["perceptron"] = contents(() => step(...network));
  const long = tensor(inputs.long);
  const slope = tf.grad((v) => tf.logSumExp(v));
  all["logsumexp, f64"] = contents(() => [slope(long)]);
  const { weights, x: pictures } = inputs.convolution;
  const layer = tf.tidy(() => [
    tensor(weights.w).transpose([2, 3, 1, 0]),
    tensor(weights.b),
    tensor(pictures).transpose([0, 2, 3, 1]),
  ]);
  const [w, , x] = layer.map(({ shape }) => shape);
  const convolution = tf.grads(convolved);
  all["convolution"] = {
    run: contents(() => convolution(layer)),
    inOrder: ([slopeW, slopeB, slopeX]) => [
      reordered(slopeW, w, [3, 2, 0, 1]),
      slopeB,
      reordered(slopeX, x, [0, 3, 1, 2]),
    ],
  };
  const { heads, x: texts } = inputs.attention;
  const places = texts.shape[1];
  const mask = tf.tidy(() =>
    tf.linalg
      .bandPart(tf.ones([places, places]), -1, 0)
      .sub(1)
      .mul(1e9),
  );
  const attention = tf.grads(attended(heads, mask));
  const block = [...tensors(inputs.attention.weights), tensor(texts)];
  all["attention"] = contents(() => attention(block));
  const [p, q] = inputs.ten.map(tensor);
  all["x + y of ten"] = contents(() => [p.add(q)]);
  all["jit of ten"] = contents(() => [p.mul(q).add(1)]);
  return all;
}
