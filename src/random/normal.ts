import type { NdArray } from "../nd/array.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { drawn } from "./drawn.ts";
import { sizes, unit, type FloatType, type Shape } from "./uniform.ts";

export interface NormalOptions {
  /** Default: 0. */
  readonly mean?: NdArray | number;
  /** Standard deviation. Default: 1. */
  readonly std?: NdArray | number;
  /** Default: `"f64"`. */
  readonly dtype?: FloatType;
}

/** Numbers between 0 and 1 that are neither. */
export function inside(key: NdArray, shape: readonly number[], dtype: FloatType): NdArray {
  return nd.maximum(unit(key, shape, dtype), dtype === "f64" ? 2 ** -54 : 2 ** -25);
}

/**
 * Normal numbers, by the inverse of their distribution function; up to 8.3 standard deviations away
 * (f32: 5.5). Differentiable by `mean` and `std`.
 */
export const normal: (key: NdArray, shape?: Shape, options?: NormalOptions) => NdArray =
  /* @__PURE__ */ drawn((key, shape = [], options = {}) => {
    const {
      mean = 0,
      std = 1,
      dtype = "f64",
    } = onlyOptions("normal", ["mean", "std", "dtype"], options);
    const z = nd.ndtri(inside(key, sizes(shape), dtype));
    const wide = std === 1 ? z : nd.multiply(z, std);
    return nd.astype(mean === 0 ? wide : nd.add(wide, mean), dtype);
  });

/**
 * Normal numbers of mean 0 and deviation 1, of which only those between `low` and `high` count, two
 * numbers. The bounds should not both be further than 8 from 0 on one side.
 */
export const truncatedNormal: (
  key: NdArray,
  low: number,
  high: number,
  shape?: Shape,
  options?: { readonly dtype?: FloatType },
) => NdArray = /* @__PURE__ */ drawn((key, low, high, shape = [], { dtype = "f64" } = {}) => {
  // the part of the distribution function below the nearer bound, on the side where it is small
  const turned = low > 0;
  const [a, b] = turned ? [-high, -low] : [low, high];
  const [from, to] = [nd.ndtr(a), nd.ndtr(b)];
  const u = inside(key, sizes(shape), "f64");
  const z = nd.ndtri(nd.add(nd.multiply(u, nd.subtract(to, from)), from));
  const within = nd.clip(turned ? nd.negative(z) : z, low, high);
  return nd.astype(within, dtype);
});
