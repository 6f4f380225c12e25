// A transformer that predicts the next character: layers as in Radford et al., "Language models are
// unsupervised multitask learners" (2019).
import * as nd from "nabla/nd";
import * as nn from "nabla/nn";
import { split } from "nabla/random";

export interface Sizes {
  readonly characters: number;
  /** Characters that the model sees. */
  readonly context: number;
  readonly width: number;
  readonly layers: number;
}

interface Block {
  readonly before: nn.NormParams;
  readonly attention: nn.MultiHeadParams;
  readonly between: nn.NormParams;
  readonly up: nn.DenseParams;
  readonly down: nn.DenseParams;
}

export interface Params {
  readonly characters: nn.EmbeddingParams;
  readonly positions: nn.EmbeddingParams;
  readonly blocks: readonly Block[];
  readonly after: nn.NormParams;
  readonly out: nn.DenseParams;
}

const dtype = "f32";
const heads = 4;

export function init(key: nd.NdArray, { characters, context, width, layers }: Sizes): Params {
  const [a, b, c, ...own] = split(key, 3 + layers);
  return {
    characters: nn.embedding.init(a!, characters, width, { std: 0.02, dtype }),
    positions: nn.embedding.init(b!, context, width, { std: 0.02, dtype }),
    blocks: own.map((k) => block(k, width)),
    after: nn.layerNorm.init(width, { dtype }),
    out: nn.dense.init(c!, width, characters, { dtype }),
  };
}

function block(key: nd.NdArray, width: number): Block {
  const [attention, up, down] = split(key, 3);
  return {
    before: nn.layerNorm.init(width, { dtype }),
    attention: nn.multiHeadAttention.init(attention!, width, { dtype }),
    between: nn.layerNorm.init(width, { dtype }),
    up: nn.dense.init(up!, width, 4 * width, { dtype }),
    down: nn.dense.init(down!, 4 * width, width, { dtype }),
  };
}

/** Logits of the character after each of `ids` `[n, time]`: `[n, time, characters]`. */
export function logits(params: Params, ids: nd.NdArray): nd.NdArray {
  const time = ids.shape[1]!;
  const places = nd.slice(params.positions.table, [0, time]);
  let x = nd.add(nn.embedding(params.characters, ids), places);
  for (const { before, attention, between, up, down } of params.blocks) {
    const seen = nn.multiHeadAttention(attention, nn.layerNorm(before, x), { heads, causal: true });
    x = nd.add(x, seen);
    const hidden = nd.silu(nn.dense(up, nn.layerNorm(between, x)));
    x = nd.add(x, nn.dense(down, hidden));
  }
  return nn.dense(params.out, nn.layerNorm(params.after, x));
}

/** Mean of -log p of each next character, in nats. */
export function loss(params: Params, ids: nd.NdArray, next: nd.NdArray): nd.NdArray {
  return nn.crossEntropy(logits(params, ids), next);
}
