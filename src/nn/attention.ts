import type { NdArray } from "../nd/array.ts";
import { fault, show } from "../nd/fault.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { traced } from "../nd/traced.ts";
import { split } from "../random/keys.ts";
import { dense, type DenseParams } from "./dense.ts";
import { layer, type InitOptions, type Layer } from "./layer.ts";

export interface AttentionOptions {
  /** Whether position i sees none after i. Default: false. */
  readonly causal?: boolean;
  /** Which positions see which: bool, broadcasts to `[…, queries, keys]`. Default: all. */
  readonly mask?: NdArray;
}

/**
 * softmax(q·kᵀ/√width)·v: Vaswani et al., "Attention is all you need" (2017).
 *
 * @param q - `[…, queries, width]`
 * @param k - `[…, keys, width]`
 * @param v - `[…, keys, values]`
 * @returns `[…, queries, values]`
 */
export const attention: (
  q: NdArray,
  k: NdArray,
  v: NdArray,
  options?: AttentionOptions,
) => NdArray = /* @__PURE__ */ traced((q, k, v, options = {}) => {
  const { causal = false, mask } = onlyOptions("attention", ["causal", "mask"], options);
  const scaled = nd.multiply(q, 1 / Math.sqrt(q.shape.at(-1)!));
  let scores = nd.matmul(scaled, nd.swapaxes(k, -1, -2));
  // finite, so that what sees nothing has no NaN; exp of it is 0 beside anything seen
  const hidden = scores.dtype === "f32" ? -1e30 : -1e300;
  if (causal) {
    const [queries, keys] = [q.shape.at(-2)!, k.shape.at(-2)!];
    const seen = nd.tri(queries, keys, { k: keys - queries, dtype: "bool" });
    scores = nd.where(seen, scores, hidden);
  }
  if (mask !== undefined) scores = nd.where(mask, scores, hidden);
  return nd.matmul(nd.softmax(scores, -1), v);
});

export interface MultiHeadParams {
  readonly q: DenseParams;
  readonly k: DenseParams;
  readonly v: DenseParams;
  readonly out: DenseParams;
}

export interface MultiHeadOptions extends AttentionOptions {
  /** Parts of the width that attend by themselves. Default: 1. */
  readonly heads?: number;
  /** What is looked at, `[…, keys, width]`. Default: the input itself. */
  readonly context?: NdArray;
}

/**
 * Attention in several heads: `[…, time, width]` becomes the same. A mask is for all heads, and
 * broadcasts to `[…, heads, queries, keys]`.
 */
export const multiHeadAttention: Layer<
  (params: MultiHeadParams, x: NdArray, options?: MultiHeadOptions) => NdArray,
  (key: NdArray, width: number, options?: InitOptions) => MultiHeadParams
> = /* @__PURE__ */ layer(
  (params: MultiHeadParams, x: NdArray, options: MultiHeadOptions = {}): NdArray => {
    const taken = ["causal", "mask", "heads", "context"];
    const own = onlyOptions("multiHeadAttention", taken, options);
    const { heads = 1, context = x, causal = false, mask } = own;
    const width = x.shape.at(-1)!;
    if (x.ndim < 2 || width % heads !== 0) {
      const why = "give `[…, time, width]`, and as many heads as divide the width";
      fault("NB6001", `\`multiHeadAttention\` of ${show(x)} with ${heads} heads`, why);
    }
    // […, time, width] → […, heads, time, width / heads]
    const apart = (y: NdArray): NdArray =>
      nd.swapaxes(nd.reshape(y, [...y.shape.slice(0, -1), heads, width / heads]), -2, -3);
    const [q, k, v] = [dense(params.q, x), dense(params.k, context), dense(params.v, context)];
    const seen = attention(apart(q), apart(k), apart(v), mask ? { causal, mask } : { causal });
    return dense(params.out, nd.reshape(nd.swapaxes(seen, -2, -3), x.shape));
  },
  (key: NdArray, width: number, { dtype = "f64" }: InitOptions = {}): MultiHeadParams => {
    const [q, k, v, out] = split(key, 4).map((own) => dense.init(own, width, width, { dtype }));
    return { q: q!, k: k!, v: v!, out: out! };
  },
);
