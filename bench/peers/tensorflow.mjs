// TensorFlow.js: tensors of f32 on its WebAssembly backend, differentiated by a tape.
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { fileURLToPath } from "node:url";

export async function programs({ x, ode, mlp }) {
  const main = fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm"));
  setWasmPaths(main.replace(/dist.*$/, "dist/"));
  await tf.setBackend("wasm");
  await tf.ready();
  const first = (run) => () => {
    const slope = tf.tidy(run);
    const [value] = slope.dataSync();
    slope.dispose();
    return value;
  };
  const values = tf.tensor1d(new Float32Array(x));
  const slope = tf.grad((v) => tf.logSumExp(v));
  const solve = (a) => {
    let y = tf.scalar(ode.start);
    for (let t = 0; t < ode.steps; t++) y = y.add(a.mul(y).sin().mul(ode.h));
    return y;
  };
  const slopeOfSolution = tf.grad(solve);
  const inputs = tf.tensor2d(new Float32Array(mlp.inputs), [mlp.n, mlp.inputWidth]);
  const targets = tf.tensor2d(new Float32Array(mlp.targets), [mlp.n, 1]);
  const slopes = tf.grads((w1, b1, w2, b2) => {
    const hidden = inputs.matMul(w1).add(b1).tanh();
    return hidden.matMul(w2).add(b2).sub(targets).square().mean();
  });
  const weights = [
    tf.tensor2d(new Float32Array(mlp.w1), [mlp.inputWidth, mlp.hidden]),
    tf.tensor1d(new Float32Array(mlp.b1)),
    tf.tensor2d(new Float32Array(mlp.w2), [mlp.hidden, 1]),
    tf.tensor1d(new Float32Array(mlp.b2)),
  ];
  const point = tf.scalar(ode.a);
  return {
    "log-sum-exp": first(() => slope(values)),
    ode: first(() => slopeOfSolution(point)),
    mlp: first(() => slopes(weights)[0]),
  };
}
