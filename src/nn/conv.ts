import type { NdArray } from "../nd/array.ts";
import type { ConvOptions } from "../nd/conv.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { heNormal, type Initialiser } from "./initialisers.ts";
import { layer, type InitOptions, type Layer } from "./layer.ts";

export interface ConvParams {
  /** `[out, in / groups, …window]` */
  readonly w: NdArray;
  /** `[out]` */
  readonly b?: NdArray;
}

export interface ConvInitOptions extends InitOptions {
  /** Parts of the channels that are convolved apart. Default: 1. */
  readonly groups?: number;
  /** Whether something is added. Default: true. */
  readonly bias?: boolean;
  /** Of the weights. Default: `heNormal`. */
  readonly weights?: Initialiser;
}

type Init = (
  key: NdArray,
  inputs: number,
  outputs: number,
  window: number | readonly number[],
  options?: ConvInitOptions,
) => ConvParams;

const init =
  (axes: number): Init =>
  (key, inputs, outputs, window, options = {}) => {
    const taken = ["dtype", "groups", "bias", "weights"];
    const own = onlyOptions(`conv${axes}d.init`, taken, options);
    const { dtype = "f64", groups = 1, bias = true, weights = heNormal } = own;
    const size = typeof window === "number" ? Array.from({ length: axes }, () => window) : window;
    const w = weights(key, [outputs, inputs / groups, ...size], dtype);
    return bias ? { w, b: nd.zeros(outputs, dtype) } : { w };
  };

function plus(y: NdArray, b: NdArray | undefined): NdArray {
  if (b === undefined) return y;
  return nd.add(y, nd.reshape(b, [b.size, ...y.shape.slice(2).map(() => 1)]));
}

/**
 * Cross-correlation with a kernel, in one direction: `[n, in, w]` becomes `[n, out, w′]`. Options are
 * those of `nd.conv1d`: stride, padding, rhsDilation, lhsDilation, groups.
 */
export const conv1d: Layer<
  (params: ConvParams, x: NdArray, options?: ConvOptions) => NdArray,
  Init
> = /* @__PURE__ */ layer(
  ({ w, b }: ConvParams, x: NdArray, options: ConvOptions = {}): NdArray =>
    plus(nd.conv1d(x, w, options), b),
  /* @__PURE__ */ init(1),
);

/**
 * Cross-correlation with a kernel, in two directions: `[n, in, h, w]` becomes `[n, out, h′, w′]`.
 * Options are those of `nd.conv2d`: stride, padding, rhsDilation, lhsDilation, groups.
 */
export const conv2d: Layer<
  (params: ConvParams, x: NdArray, options?: ConvOptions) => NdArray,
  Init
> = /* @__PURE__ */ layer(
  ({ w, b }: ConvParams, x: NdArray, options: ConvOptions = {}): NdArray =>
    plus(nd.conv2d(x, w, options), b),
  /* @__PURE__ */ init(2),
);
