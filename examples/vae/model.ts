// A variational autoencoder: Kingma and Welling, "Auto-encoding variational Bayes" (2014).
import * as nd from "nabla/nd";
import * as nn from "nabla/nn";
import { normal, split } from "nabla/random";

export const latent = 8;
const [pixels, width, dtype] = [64, 256, "f32"] as const;

export interface Params {
  readonly inner: readonly nn.DenseParams[];
  readonly mean: nn.DenseParams;
  readonly logVariance: nn.DenseParams;
  readonly outer: readonly nn.DenseParams[];
}

export function init(key: nd.NdArray): Params {
  const [a, b, c, d, e] = split(key, 5);
  return {
    inner: [nn.dense.init(a!, pixels, width, { dtype })],
    mean: nn.dense.init(b!, width, latent, { dtype }),
    logVariance: nn.dense.init(c!, width, latent, { dtype }),
    outer: [
      nn.dense.init(d!, latent, width, { dtype }),
      nn.dense.init(e!, width, pixels, { dtype }),
    ],
  };
}

/** Logits of the pixels `[n, 64]` for points `[n, latent]`. */
export function decode({ outer }: Params, z: nd.NdArray): nd.NdArray {
  return nn.dense(outer[1]!, nd.silu(nn.dense(outer[0]!, z)));
}

/** The bound on -log p of each image `[n, 64]`, in nats: mean over the images. */
export function loss(params: Params, images: nd.NdArray, key: nd.NdArray): nd.NdArray {
  const hidden = nd.silu(nn.dense(params.inner[0]!, images));
  const mean = nn.dense(params.mean, hidden);
  const logVariance = nn.dense(params.logVariance, hidden);
  const noise = normal(key, mean.shape, { dtype });
  const z = nd.add(mean, nd.multiply(noise, nd.exp(nd.multiply(logVariance, 0.5))));
  const lost = nd.multiply(nn.binaryCrossEntropy(decode(params, z), images), pixels);
  return nd.add(lost, nn.normalDivergence(mean, logVariance));
}
