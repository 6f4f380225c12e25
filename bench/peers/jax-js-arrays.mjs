// jax-js: arrays of f32 on its WebAssembly backend. Arrays that are used again are counted up (`ref`).
import {
  defaultDevice,
  grad,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from "@jax-js/jax";

const array = ({ shape, data }) => np.array(new Float32Array(data)).reshape([...shape]);
const arrays = (given) =>
  Object.fromEntries(Object.entries(given).map(([name, one]) => [name, array(one)]));

/** Waits for the elements of arrays, whose memory is then given back. */
const contents = (...results) => Promise.all(results.map((result) => result.data()));

function crossEntropy(p, x, targets) {
  const hidden = nn.relu(np.matmul(x, p.w1).add(p.b1));
  const logits = np.matmul(hidden, p.w2).add(p.b2);
  return np.mean(np.sum(nn.logSoftmax(logits).mul(targets), -1)).neg();
}

function convolved({ w, b }, x) {
  const y = lax.conv(x, w, [1, 1], "SAME").add(b.reshape([-1, 1, 1]));
  return np.sum(np.square(nn.relu(y)));
}

// `nn.dotProductAttention` needs methods of iterators, which Node 20 does not have
const attended = (heads) => (p, x) => {
  const [texts, places, width] = x.shape;
  const byHead = (y) => y.reshape([texts, places, heads, width / heads]).transpose([0, 2, 1, 3]);
  const q = byHead(np.matmul(x.ref, p.q));
  const k = byHead(np.matmul(x.ref, p.k));
  const v = byHead(np.matmul(x, p.v));
  const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(Math.sqrt(heads / width));
  const seen = np.tri(places, places, 0, { dtype: np.bool });
  const mixed = np.matmul(nn.softmax(np.where(seen, scores, -Infinity), -1), v);
  const flat = mixed.transpose([0, 2, 1, 3]).reshape([texts, places, width]);
  return np.sum(np.square(np.matmul(flat, p.out)));
};

export async function programs(inputs) {
  await init("wasm");
  defaultDevice("wasm");
  const all = {};
  for (const [n, matrices] of Object.entries(inputs.matrices)) {
    const [a, b] = matrices.map(array);
    all[`AB ${n}, f32`] = () => contents(np.matmul(a.ref, b.ref));
    if (n !== "512") continue;
    all["AᵀB 512, f32"] = () => contents(np.matmul(np.transpose(a.ref), b.ref));
    all["ABᵀ 512, f32"] = () => contents(np.matmul(a.ref, np.transpose(b.ref)));
    const product = jit((p, q) => np.matmul(p, q));
    all["AB 512, f32, jit"] = () => contents(product(a.ref, b.ref));
  }
  const network = arrays(inputs.perceptron.weights);
  const [images, targets] = [array(inputs.perceptron.x), array(inputs.perceptron.targets)];
  const step = jit(valueAndGrad(crossEntropy));
  all["perceptron"] = () => {
    const [loss, g] = step(tree.ref(network), images.ref, targets.ref);
    return contents(loss, ...Object.values(g));
  };
  const long = array(inputs.long);
  const slope = jit(grad((v) => nn.logsumexp(v)));
  all["logsumexp, f64"] = () => contents(slope(long.ref));
  const layer = arrays(inputs.convolution.weights);
  const pictures = array(inputs.convolution.x);
  const convolution = jit(grad(convolved, { argnums: [0, 1] }));
  all["convolution"] = () => {
    const [weights, x] = convolution(tree.ref(layer), pictures.ref);
    return contents(...Object.values(weights), x);
  };
  const heads = arrays(inputs.attention.weights);
  const texts = array(inputs.attention.x);
  const attention = jit(grad(attended(inputs.attention.heads), { argnums: [0, 1] }));
  all["attention"] = () => {
    const [weights, x] = attention(tree.ref(heads), texts.ref);
    return contents(...Object.values(weights), x);
  };
  const [x, y] = inputs.ten.map(array);
  all["x + y of ten"] = () => contents(x.ref.add(y.ref));
  const small = jit((p, q) => p.mul(q).add(1));
  all["jit of ten"] = () => contents(small(x.ref, y.ref));
  return all;
}
