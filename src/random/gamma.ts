import type { NdArray } from "../nd/array.ts";
import { bind } from "../nd/engine.ts";
import * as nd from "../nd/index.ts";
import { randomGamma, randomPoisson } from "../ops/arrays/index.ts";
import { drawn } from "./drawn.ts";
import { split } from "./keys.ts";
import { sizes, type Shape } from "./uniform.ts";

const wordsOf = (key: NdArray): NdArray => nd.astype(key, "f64");

/** `x` as floats in a shape, its own by default. */
function floats(x: NdArray | number, shape: Shape | undefined): NdArray {
  const a = nd.array(x);
  const float = a.dtype === "f32" ? a : nd.astype(a, "f64");
  return shape === undefined ? float : nd.broadcastTo(float, sizes(shape));
}

/**
 * Gamma numbers of scale 1, by rejection (Marsaglia and Tsang 2000): each takes as many tries as it
 * takes. Differentiable by `a`, once, at fixed probability (Figurnov, Mohamed and Mnih, "Implicit
 * reparameterization gradients", 2018).
 *
 * @param a - the shape parameter, above 0 (else NaN); it broadcasts to `shape`, its own by default
 */
export const gamma: (key: NdArray, a: NdArray | number, shape?: Shape) => NdArray =
  /* @__PURE__ */ drawn((key, a, shape) => bind(randomGamma, [wordsOf(key), floats(a, shape)]));

/** Beta numbers, of two gamma numbers. Differentiable by `a` and `b` as these are. */
export const beta: (
  key: NdArray,
  a: NdArray | number,
  b: NdArray | number,
  shape?: Shape,
) => NdArray = /* @__PURE__ */ drawn((key, a, b, shape) => {
  const [left, right] = nd.broadcastArrays([floats(a, shape), floats(b, shape)]) as [
    NdArray,
    NdArray,
  ];
  const [first, second] = split(key) as [NdArray, NdArray];
  const x = gamma(first, left);
  return nd.divide(x, nd.add(x, gamma(second, right)));
});

/**
 * Points of the simplex, along the last axis: gamma numbers over their sum. Differentiable by `alpha`
 * as these are.
 *
 * @param alpha - `[…, n]`; the shape of the result, without n, is `[…]` by default
 */
export const dirichlet: (key: NdArray, alpha: NdArray, shape?: Shape) => NdArray =
  /* @__PURE__ */ drawn((key, alpha, shape) => {
    const wanted = shape === undefined ? undefined : [...sizes(shape), alpha.shape.at(-1)!];
    const x = gamma(key, alpha, wanted);
    return nd.divide(x, nd.sum(x, { axis: -1, keepdims: true }));
  });

/**
 * Poisson numbers, i32: by the distribution function for small rates, by rejection for large ones
 * (Hörmann 1993).
 *
 * @param rate - 0 or more; it broadcasts to `shape`, its own by default
 */
export const poisson: (key: NdArray, rate: NdArray | number, shape?: Shape) => NdArray =
  /* @__PURE__ */ drawn((key, rate, shape) =>
    nd.astype(bind(randomPoisson, [wordsOf(key), floats(rate, shape)]), "i32"),
  );
