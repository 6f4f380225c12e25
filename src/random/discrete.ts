import type { NdArray } from "../nd/array.ts";
import { fault } from "../nd/fault.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { drawn } from "./drawn.ts";
import { gumbel } from "./continuous.ts";
import { sizes, unit, type Shape } from "./uniform.ts";

/**
 * Indices along the last axis of `logits`, i32, each as likely as the softmax of these says: the
 * largest after adding Gumbel numbers (Gumbel 1954; Maddison, Tarlow and Minka, "A* sampling", 2014).
 *
 * @param logits - of shape `[…, n]`; -Infinity is never taken
 * @param shape - of the result; the axes before the last of `logits` broadcast to it. Default: these
 */
export const categorical: (key: NdArray, logits: NdArray, shape?: Shape) => NdArray =
  /* @__PURE__ */ drawn((key, logits, shape) => {
    const classes = logits.shape.at(-1)!;
    const wanted = [...sizes(shape ?? logits.shape.slice(0, -1)), classes];
    const noise = gumbel(key, wanted, { dtype: logits.dtype === "f32" ? "f32" : "f64" });
    return nd.argmax(nd.add(noise, logits), -1);
  });

/**
 * The numbers below `of` in a random order, i32; or the rows of an array, all orders equally likely
 * but for rounding: that of one uniform number for each.
 */
export const permutation: (key: NdArray, of: number | NdArray) => NdArray = /* @__PURE__ */ drawn(
  (key, of) => {
    if (typeof of === "number") return nd.argsort(unit(key, [of], "f64"));
    return nd.take(of, nd.argsort(unit(key, [of.shape[0]!], "f64")), 0);
  },
);

export interface ChoiceOptions {
  /** Whether one may be taken several times. Default: true. */
  readonly replace?: boolean;
  /** How likely each is, in any unit: of shape `[n]`. Default: all the same. */
  readonly p?: NdArray;
}

/** Numbers below `of`, i32, or rows of an array, taken at random: as many as the shape has elements. */
export const choice: (
  key: NdArray,
  of: number | NdArray,
  shape?: Shape,
  options?: ChoiceOptions,
) => NdArray = /* @__PURE__ */ drawn((key, of, shape = [], options = {}) => {
  const { replace = true, p } = onlyOptions("choice", ["replace", "p"], options);
  const count = typeof of === "number" ? of : of.shape[0]!;
  const wanted = sizes(shape);
  const index = replace
    ? withReplacement(key, count, wanted, p)
    : withoutReplacement(key, count, wanted, p);
  return typeof of === "number" ? index : nd.take(of, index, 0);
});

function withReplacement(
  key: NdArray,
  count: number,
  shape: readonly number[],
  p: NdArray | undefined,
): NdArray {
  if (p !== undefined) return categorical(key, nd.log(p), shape);
  return nd.astype(nd.floor(nd.multiply(unit(key, shape, "f64"), count)), "i32");
}

// Those with the largest log p + Gumbel: a sample without replacement (Efraimidis and Spirakis 2006).
function withoutReplacement(
  key: NdArray,
  count: number,
  shape: readonly number[],
  p: NdArray | undefined,
): NdArray {
  const wanted = shape.reduce((n, m) => n * m, 1);
  if (wanted > count) {
    fault(
      "NB6005",
      `\`choice\` of ${wanted} out of ${count} without replacement`,
      "take fewer, or allow to take one several times: `{ replace: true }`",
    );
  }
  const order = gumbel(key, [count]);
  const sorted = nd.argsort(p === undefined ? order : nd.add(order, nd.log(p)), -1, {
    descending: true,
  });
  return nd.reshape(nd.slice(sorted, [0, wanted]), shape);
}
