import type { NdArray } from "../nd/array.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { normal } from "../random/normal.ts";
import { glorotUniform, type Initialiser } from "./initialisers.ts";
import { layer, wantWidth, type InitOptions, type Layer } from "./layer.ts";

export interface DenseParams {
  /** `[in, out]` */
  readonly w: NdArray;
  /** `[out]` */
  readonly b?: NdArray;
}

export interface DenseOptions extends InitOptions {
  /** Whether something is added. Default: true. */
  readonly bias?: boolean;
  /** Of the weights. Default: `glorotUniform`. */
  readonly weights?: Initialiser;
}

/**
 * x·w + b along the last axis: `[…, in]` becomes `[…, out]`.
 *
 * @example
 * ```ts
 * const params = dense.init(key(0), 64, 10);
 * const logits = dense(params, images);
 * ```
 */
export const dense: Layer<
  (params: DenseParams, x: NdArray) => NdArray,
  (key: NdArray, inputs: number, outputs: number, options?: DenseOptions) => DenseParams
> = /* @__PURE__ */ layer(
  ({ w, b }: DenseParams, x: NdArray): NdArray => {
    wantWidth("dense", x, w.shape[0]!);
    const y = nd.matmul(x, w);
    return b === undefined ? y : nd.add(y, b);
  },
  (key: NdArray, inputs: number, outputs: number, options: DenseOptions = {}): DenseParams => {
    const taken = ["dtype", "bias", "weights"];
    const own = onlyOptions("dense.init", taken, options);
    const { dtype = "f64", bias = true, weights = glorotUniform } = own;
    const w = weights(key, [inputs, outputs], dtype);
    return bias ? { w, b: nd.zeros(outputs, dtype) } : { w };
  },
);

export interface EmbeddingParams {
  /** `[count, width]` */
  readonly table: NdArray;
}

export interface EmbeddingOptions extends InitOptions {
  /** Standard deviation at the start. Default: 1. */
  readonly std?: number;
}

/** A row of a table for each index: i32 of any shape `[…]` becomes `[…, width]`. */
export const embedding: Layer<
  (params: EmbeddingParams, ids: NdArray) => NdArray,
  (key: NdArray, count: number, width: number, options?: EmbeddingOptions) => EmbeddingParams
> = /* @__PURE__ */ layer(
  ({ table }: EmbeddingParams, ids: NdArray): NdArray => nd.take(table, ids, 0),
  (key: NdArray, count: number, width: number, options: EmbeddingOptions = {}): EmbeddingParams => {
    const { dtype = "f64", std = 1 } = onlyOptions("embedding.init", ["dtype", "std"], options);
    return { table: normal(key, [count, width], { std, dtype }) };
  },
);
