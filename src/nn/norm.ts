// Layers that bring their inputs to mean 0 and variance 1, and then to learnt ones.
import type { NdArray } from "../nd/array.ts";
import { fault, show } from "../nd/fault.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { layer, wantWidth, type InitOptions, type Layer } from "./layer.ts";

export interface NormParams {
  /** `[width]`, what is multiplied, and added. */
  readonly scale: NdArray;
  readonly shift: NdArray;
}

export interface NormOptions {
  /** Added to the variance. Default: 1e-5. */
  readonly eps?: number;
}

const init = (width: number, { dtype = "f64" }: InitOptions = {}): NormParams => ({
  scale: nd.ones(width, dtype),
  shift: nd.zeros(width, dtype),
});

/** `x` with mean 0 and variance 1 over `axes`. */
function standardised(x: NdArray, axes: readonly number[], eps: number): NdArray {
  const centred = nd.subtract(x, nd.mean(x, { axis: axes, keepdims: true }));
  const variance = nd.mean(nd.square(centred), { axis: axes, keepdims: true });
  return nd.multiply(centred, nd.rsqrt(nd.add(variance, eps)));
}

/** One value for each channel, which are the axis 1 of an array of `ndim` axes, or the last of two. */
function alongChannels(v: NdArray, ndim: number): NdArray {
  return nd.reshape(v, [v.size, ...Array.from({ length: Math.max(0, ndim - 2) }, () => 1)]);
}

/** Over the last axis, for each example by itself: Ba, Kiros and Hinton, "Layer normalization" (2016). */
export const layerNorm: Layer<
  (params: NormParams, x: NdArray, options?: NormOptions) => NdArray,
  (width: number, options?: InitOptions) => NormParams
> = /* @__PURE__ */ layer(
  ({ scale, shift }: NormParams, x: NdArray, options: NormOptions = {}): NdArray => {
    const { eps = 1e-5 } = onlyOptions("layerNorm", ["eps"], options);
    wantWidth("layerNorm", x, scale.size);
    return nd.add(nd.multiply(standardised(x, [-1], eps), scale), shift);
  },
  init,
);

export interface GroupNormOptions extends NormOptions {
  /** Parts of the channels. Default: 32. */
  readonly groups?: number;
}

/**
 * Over parts of the channels, for each example by itself: Wu and He, "Group normalization" (2018).
 *
 * @param x - `[n, channels, …]`
 */
export const groupNorm: Layer<
  (params: NormParams, x: NdArray, options?: GroupNormOptions) => NdArray,
  (channels: number, options?: InitOptions) => NormParams
> = /* @__PURE__ */ layer(
  ({ scale, shift }: NormParams, x: NdArray, options: GroupNormOptions = {}): NdArray => {
    const { eps = 1e-5, groups = 32 } = onlyOptions("groupNorm", ["eps", "groups"], options);
    const [n = 0, channels = 0] = x.shape;
    if (channels !== scale.size || channels % groups !== 0) {
      const why = `axis 1 must be ${scale.size} channels, of which ${groups} groups can be made`;
      fault("NB6001", `\`groupNorm\` of ${show(x)} in ${groups} groups`, why);
    }
    const parts = nd.reshape(x, [n, groups, n === 0 ? 0 : -1]);
    const flat = nd.reshape(standardised(parts, [-1], eps), x.shape);
    const across = (v: NdArray): NdArray => alongChannels(v, x.ndim);
    return nd.add(nd.multiply(flat, across(scale)), across(shift));
  },
  init,
);

/** Means and variances over training. */
export interface BatchNormState {
  readonly mean: NdArray;
  readonly variance: NdArray;
}

export interface BatchNormOptions extends NormOptions {
  /** Whether the batch's own mean and variance count, and go into the state. Default: true. */
  readonly train?: boolean;
  /** What the state keeps in each step. Default: 0.9. */
  readonly momentum?: number;
}

/**
 * Over the batch, for each channel: Ioffe and Szegedy, "Batch normalization" (2015). Gives the result
 * and the next state, of which no derivative is taken; with `train: false` the state is used instead.
 *
 * @param x - `[n, channels, …]`
 *
 * @example
 * ```ts
 * const { params, state } = batchNorm.init(16);
 * const [y, next] = batchNorm(params, state, x, { train: true });
 * ```
 */
export const batchNorm: Layer<
  (
    params: NormParams,
    state: BatchNormState,
    x: NdArray,
    options?: BatchNormOptions,
  ) => [NdArray, BatchNormState],
  (channels: number, options?: InitOptions) => { params: NormParams; state: BatchNormState }
> = /* @__PURE__ */ layer(
  (
    { scale, shift }: NormParams,
    state: BatchNormState,
    x: NdArray,
    options: BatchNormOptions = {},
  ): [NdArray, BatchNormState] => {
    const taken = ["eps", "train", "momentum"];
    const { eps = 1e-5, train = true, momentum = 0.9 } = onlyOptions("batchNorm", taken, options);
    if (x.shape[1] !== scale.size) {
      fault("NB6001", `\`batchNorm\` of ${show(x)}`, `its axis 1 must be ${scale.size} channels`);
    }
    const across = (v: NdArray): NdArray => alongChannels(v, x.ndim);
    const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
    const mean = train ? nd.mean(x, { axis: axes }) : state.mean;
    const centred = nd.subtract(x, across(mean));
    const variance = train ? nd.mean(nd.square(centred), { axis: axes }) : state.variance;
    const factor = nd.multiply(scale, nd.rsqrt(nd.add(variance, eps)));
    const y = nd.add(nd.multiply(centred, across(factor)), across(shift));
    if (!train) return [y, state];
    const count = x.size / scale.size;
    // the variance of what the batch is drawn from
    const whole = nd.multiply(variance, count / Math.max(1, count - 1));
    const moved = (old: NdArray, now: NdArray): NdArray =>
      nd.add(nd.multiply(old, momentum), nd.multiply(now, 1 - momentum));
    return [y, { mean: moved(state.mean, mean), variance: moved(state.variance, whole) }];
  },
  (channels: number, { dtype = "f64" }: InitOptions = {}) => ({
    params: init(channels, { dtype }),
    state: { mean: nd.zeros(channels, dtype), variance: nd.ones(channels, dtype) },
  }),
);
