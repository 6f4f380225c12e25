// The small models of `programs.json`, written with the functions of `nd`.
import { hvp, jvp, nd, valueAndGrad, type NdArray } from "nabla";
import { difference } from "./compare.ts";
import { isStored, treeOf, type Program } from "./format.ts";
import type { Failure } from "./modes.ts";
import { operations } from "./operations.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- trees as the files have them
type Tree = any;
type Model = (p: Tree, x: Tree, config: Tree) => NdArray;

const dense = (x: NdArray, { w, b }: Tree): NdArray => nd.add(nd.matmul(x, w), b);

const activated = (x: NdArray, name: string): NdArray => operations[name]!([x], {}) as NdArray;

function perceptron({ layers }: Tree, x: NdArray, activation: string): NdArray {
  let h = x;
  for (let i = 0; i < layers.length - 1; i++) h = activated(dense(h, layers[i]), activation);
  return dense(h, layers[layers.length - 1]);
}

function crossEntropy(z: NdArray, labels: NdArray): NdArray {
  const own = nd.takeAlongAxis(nd.logSoftmax(z), nd.expandDims(labels, -1), -1);
  return nd.negative(nd.mean(own));
}

function normalised(x: NdArray, { gamma, beta }: Tree, eps: number, axis: number): NdArray {
  const centre = nd.mean(x, axis, { keepdims: true });
  const spread = nd.sqrt(nd.add(nd.variance(x, axis, { keepdims: true }), eps));
  return nd.add(nd.multiply(nd.divide(nd.subtract(x, centre), spread), gamma), beta);
}

const meanSquare = (x: NdArray, y: NdArray): NdArray => nd.mean(nd.square(nd.subtract(x, y)));

function heads(x: NdArray, count: number): NdArray {
  const [batch, time, features] = x.shape as [number, number, number];
  return nd.swapaxes(nd.reshape(x, [batch, time, count, features / count]), 1, 2);
}

function attention(p: Tree, { x, target }: Tree, config: Tree): NdArray {
  const n = normalised(x, p.norm, config.eps, -1);
  const q = heads(nd.matmul(n, p.wq), config.heads);
  const k = heads(nd.matmul(n, p.wk), config.heads);
  const v = heads(nd.matmul(n, p.wv), config.heads);
  const [batch, count, time, size] = q.shape as [number, number, number, number];
  let scores = nd.divide(nd.matmul(q, k, { transposeY: true }), Math.sqrt(size));
  if (config.causal) scores = nd.where(nd.tri(time, time, { dtype: "bool" }), scores, -Infinity);
  const mixed = nd.swapaxes(nd.matmul(nd.softmax(scores), v), 1, 2);
  const joined = nd.reshape(mixed, [batch, time, count * size]);
  return meanSquare(nd.add(nd.matmul(joined, p.wo), x), target);
}

function gru(p: Tree, { x, y }: Tree): NdArray {
  const rows = x.shape[1];
  let h = nd.broadcastTo(p.h0, [rows, p.h0.shape[p.h0.ndim - 1]]);
  let total = nd.zeros([]);
  const gate = (of: Tree, xt: NdArray, state: NdArray): NdArray =>
    nd.add(nd.add(nd.matmul(xt, of.w), nd.matmul(state, of.u)), of.b);
  for (let t = 0; t < x.shape[0]; t++) {
    const xt = nd.slice(x, t);
    const z = nd.sigmoid(gate(p.update, xt, h));
    const r = nd.sigmoid(gate(p.reset, xt, h));
    const c = nd.tanh(gate(p.candidate, xt, nd.multiply(r, h)));
    h = nd.add(nd.multiply(nd.subtract(1, z), c), nd.multiply(z, h));
    total = nd.add(total, nd.sum(nd.square(nd.subtract(h, nd.slice(y, t)))));
  }
  return nd.divide(total, 2 * x.shape[0] * rows * h.shape[1]!);
}

function convNet(p: Tree, { images, labels }: Tree): NdArray {
  const channels = (b: NdArray): NdArray => nd.reshape(b, [b.size, 1, 1]);
  const first = nd.add(nd.conv2d(images, p.conv1.w, { padding: "SAME" }), channels(p.conv1.b));
  const pooled = nd.maxPool(nd.relu(first), 2);
  const second = nd.tanh(nd.add(nd.conv2d(pooled, p.conv2.w), channels(p.conv2.b)));
  return crossEntropy(dense(nd.reshape(second, [second.shape[0]!, -1]), p.dense), labels);
}

function batchNorm(p: Tree, { x, y }: Tree, { eps }: Tree): NdArray {
  const h = normalised(nd.matmul(x, p.w1), p, eps, 0);
  const out = nd.add(nd.matmul(nd.tanh(h), p.w2), p.b2);
  return meanSquare(nd.reshape(out, y.shape), y);
}

function hmm(p: Tree): NdArray {
  let alpha = nd.add(p.initial, nd.slice(p.emission, 0));
  for (let t = 1; t < p.emission.shape[0]; t++) {
    const paths = nd.add(nd.expandDims(alpha, 1), p.transition);
    alpha = nd.add(nd.logsumexp(paths, 0), nd.slice(p.emission, t));
  }
  return nd.logsumexp(alpha);
}

function kalman(p: Tree, { y }: Tree): NdArray {
  const outer = (m: NdArray): NdArray => nd.matmul(m, m, { transposeY: true });
  const [q, r] = [outer(p.q), outer(p.r)];
  let [mean, cov] = [p.m0 as NdArray, outer(p.p0)];
  let total = nd.zeros([]);
  for (let t = 0; t < y.shape[0]; t++) {
    if (t > 0) {
      mean = nd.matmul(p.a, mean);
      cov = nd.add(nd.matmul(nd.matmul(p.a, cov), p.a, { transposeY: true }), q);
    }
    const gap = nd.subtract(nd.slice(y, t), nd.matmul(p.c, mean));
    const cross = nd.matmul(cov, p.c, { transposeY: true });
    const s = nd.add(nd.matmul(p.c, cross), r);
    const [, logdet] = nd.linalg.slogdet(s);
    const weighed = nd.linalg.solve(s, gap);
    const constant = gap.size * Math.log(2 * Math.PI);
    const density = nd.add(nd.add(nd.dot(gap, weighed), logdet), constant);
    total = nd.subtract(total, nd.multiply(density, 0.5));
    const gain = nd.matrixTranspose(nd.linalg.solve(s, nd.matrixTranspose(cross)));
    mean = nd.add(mean, nd.matmul(gain, gap));
    cov = nd.subtract(cov, nd.matmul(gain, nd.matrixTranspose(cross)));
  }
  return total;
}

function vae(p: Tree, { x, noise }: Tree): NdArray {
  const h = nd.tanh(dense(x, p.encoder.hidden));
  const mu = dense(h, p.encoder.mean);
  const logVar = dense(h, p.encoder.log_var);
  const z = nd.add(mu, nd.multiply(nd.exp(nd.divide(logVar, 2)), noise));
  const logits = dense(nd.tanh(dense(z, p.decoder.hidden)), p.decoder.logits);
  const likelihood = nd.sum(nd.subtract(nd.multiply(x, logits), nd.softplus(logits)), -1);
  const squares = nd.add(nd.exp(logVar), nd.square(mu));
  const divergence = nd.multiply(nd.sum(nd.subtract(nd.subtract(squares, 1), logVar), -1), 0.5);
  return nd.mean(nd.subtract(likelihood, divergence));
}

const models: Readonly<Record<string, Model>> = {
  mlp_cross_entropy: (p, { x, labels }, { activation }) =>
    crossEntropy(perceptron(p, x, activation), labels),
  layer_norm: (p, { weights }, { eps }) =>
    nd.sum(nd.multiply(weights, normalised(p.x, p, eps, -1))),
  attention_block: attention,
  gru_scan: gru,
  conv_net: convNet,
  batch_norm_train: batchNorm,
  hmm_log_normalizer: hmm,
  kalman_log_likelihood: kalman,
  vae_elbo: vae,
};

/** What differs in a mode that there is for models: undefined in others. */
export function runProgram(c: Program, mode: string): Failure[] | undefined {
  const model = models[c.op];
  if (model === undefined) throw new Error(`there is no model ${c.op}`);
  const [params, inputs, tangents] = [c.params, c.inputs, c.tangents].map(treeOf) as Tree[];
  const { config } = c;
  const loss = (p: Tree): number => model(p, inputs, config).item();
  switch (mode) {
    case "eager":
      return numbers("value", loss(params), c.value);
    case "jit": {
      const { value, grad } = valueAndGrad(loss)(params) as Tree;
      return [...numbers("value", value, c.value), ...trees("gradient", grad, c.grad)];
    }
    case "jvp":
      return numbers("tangent", jvp(loss)([params], [tangents] as never).tangent as Tree, c.jvp);
    case "vjp":
      return trees("hvp", hvp(loss)(params, tangents as never), c.hvp);
  }
  return undefined;
}

const TOLERANCE = 1e-10;

function numbers(what: string, got: number, want: number): Failure[] {
  const fits = Math.abs(got - want) <= TOLERANCE * Math.abs(want);
  return fits ? [] : [{ what, how: `got ${got}, wanted ${want}` }];
}

function trees(what: string, got: Tree, want: Tree): Failure[] {
  if (isStored(want)) {
    const how = difference(got, want, { whole: TOLERANCE, scale: 1 });
    return how === undefined ? [] : [{ what, how }];
  }
  return Object.keys(want).flatMap((name) => trees(`${what}.${name}`, got[name], want[name]));
}
