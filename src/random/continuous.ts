// Distributions whose inverse distribution function is elementary.
import type { NdArray } from "../nd/array.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { drawn } from "./drawn.ts";
import { inside } from "./normal.ts";
import { sizes, type FloatType, type Shape } from "./uniform.ts";

export interface ScaleOptions {
  /** Default: 1. */
  readonly scale?: NdArray | number;
  /** Default: `"f64"`. */
  readonly dtype?: FloatType;
}

export interface LocationOptions extends ScaleOptions {
  /** Default: 0. */
  readonly location?: NdArray | number;
}

type Located = (key: NdArray, shape?: Shape, options?: LocationOptions) => NdArray;

const anywhere = ["location", "scale", "dtype"];

function located(name: string, taken: readonly string[], of: (u: NdArray) => NdArray): Located {
  return drawn((key, shape = [], options = {}) => {
    const { location = 0, scale = 1, dtype = "f64" } = onlyOptions(name, taken, options);
    const x = of(inside(key, sizes(shape), dtype));
    const wide = scale === 1 ? x : nd.multiply(x, scale);
    return nd.astype(location === 0 ? wide : nd.add(wide, location), dtype);
  });
}

/** Exponential numbers of mean `scale`, by which they are differentiable. */
export const exponential: (key: NdArray, shape?: Shape, options?: ScaleOptions) => NdArray =
  /* @__PURE__ */ located("exponential", ["scale", "dtype"], (u) => nd.negative(nd.log(u)));

/** Laplace numbers: exponential ones to both sides of `location`. */
export const laplace: Located = /* @__PURE__ */ located("laplace", anywhere, (u) => {
  const nearer = nd.minimum(u, nd.subtract(1, u));
  const distance = nd.negative(nd.log(nd.multiply(nearer, 2)));
  return nd.where(nd.less(u, 0.5), nd.negative(distance), distance);
});

/** Gumbel numbers: the distribution of the largest of many. */
export const gumbel: Located = /* @__PURE__ */ located("gumbel", anywhere, (u) =>
  nd.negative(nd.log(nd.negative(nd.log(u)))),
);

/** Logistic numbers. */
export const logistic: Located = /* @__PURE__ */ located("logistic", anywhere, (u) =>
  nd.subtract(nd.log(u), nd.log1p(nd.negative(u))),
);

/** Cauchy numbers, which have no mean. */
export const cauchy: Located = /* @__PURE__ */ located("cauchy", anywhere, (u) =>
  nd.tan(nd.multiply(nd.subtract(u, 0.5), Math.PI)),
);
