// What peers are compared on, as it is written for nabla.
import { grad, jit, nd, valueAndGrad, type NdArray } from "nabla";

export const product = jit((a: NdArray, b: NdArray) => nd.matmul(a, b));

export const slopeOfLogsumexp = grad((x: NdArray) => nd.logsumexp(x));

export interface Perceptron {
  readonly w1: NdArray;
  readonly b1: NdArray;
  readonly w2: NdArray;
  readonly b2: NdArray;
}

/** Cross-entropy of a network with one hidden layer. */
function crossEntropy(p: Perceptron, x: NdArray, targets: NdArray): NdArray {
  const hidden = nd.relu(nd.matmul(x, p.w1).add(p.b1));
  const logits = nd.matmul(hidden, p.w2).add(p.b2);
  return nd.mean(nd.sum(nd.logSoftmax(logits).mul(targets), -1)).neg();
}

export const perceptron = jit(valueAndGrad(crossEntropy));

export interface Layer {
  readonly w: NdArray;
  readonly b: NdArray;
}

function convolved({ w, b }: Layer, x: NdArray): NdArray {
  const y = nd.conv2d(x, w, { padding: "SAME" }).add(b.reshape([b.size, 1, 1]));
  return nd.sum(nd.square(nd.relu(y)));
}

/** With respect to the weights and to what comes in. */
export const convolution = grad(convolved, { wrt: [0, 1] });

export interface Attention {
  readonly q: NdArray;
  readonly k: NdArray;
  readonly v: NdArray;
  readonly out: NdArray;
}

/** Each place in a text looks at those before it; x is [texts, places, width]. */
export function attend(p: Attention, x: NdArray, heads: number): NdArray {
  const [texts, places, width] = x.shape as [number, number, number];
  const depth = width / heads;
  const byHead = (y: NdArray): NdArray =>
    y.reshape([texts, places, heads, depth]).transpose([0, 2, 1, 3]);
  const q = byHead(nd.matmul(x, p.q));
  const k = byHead(nd.matmul(x, p.k));
  const v = byHead(nd.matmul(x, p.v));
  const scores = nd.matmul(q, k, { transposeY: true }).div(Math.sqrt(depth));
  const seen = nd.tri(places, places, { dtype: "bool" });
  const weights = nd.softmax(nd.where(seen, scores, -Infinity), -1);
  const mixed = nd.matmul(weights, v).transpose([0, 2, 1, 3]).reshape([texts, places, width]);
  return nd.matmul(mixed, p.out);
}

function attended(p: Attention, x: NdArray): NdArray {
  return nd.sum(nd.square(attend(p, x, 4)));
}

export const attention = grad(attended, { wrt: [0, 1] });

export const sumOf = (x: NdArray, y: NdArray): NdArray => x.add(y);

export const small = jit((x: NdArray, y: NdArray) => x.mul(y).add(1));
