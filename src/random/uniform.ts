import type { NdArray } from "../nd/array.ts";
import { bind } from "../nd/engine.ts";
import { fault } from "../nd/fault.ts";
import * as nd from "../nd/index.ts";
import { onlyOptions } from "../nd/options.ts";
import { traced } from "../nd/traced.ts";
import { ushr, xor } from "../ops/bits.ts";
import { words } from "./keys.ts";

export type FloatType = "f64" | "f32";

/** A shape: a list of sizes, or a number for one axis; `[]` for a single number. */
export type Shape = number | readonly number[];

export interface UniformOptions {
  /** Default: 0. */
  readonly low?: NdArray | number;
  /** Never reached, except by rounding. Default: 1. */
  readonly high?: NdArray | number;
  /** Default: `"f64"`. */
  readonly dtype?: FloatType;
}

export function sizes(shape: Shape): readonly number[] {
  if (typeof shape === "number") return [shape];
  if (Array.isArray(shape)) return shape as readonly number[];
  return fault(
    "NB6005",
    "something else where a shape is expected",
    "give the key first, then the shape: `normal(key, [2, 3])`",
  );
}

/** Multiples of 2⁻⁵³ (f32: of 2⁻²⁴) from 0 to below 1. */
export function unit(key: NdArray, shape: readonly number[], dtype: FloatType): NdArray {
  const both = words(key, shape);
  const word = (i: number): NdArray => nd.slice(both, i);
  const upper = (x: NdArray, lost: number): NdArray => bind(ushr, [x, nd.fullLike(x, lost)]);
  if (dtype === "f32") {
    return nd.multiply(nd.astype(upper(bind(xor, [word(0), word(1)]), 8), "f32"), 2 ** -24);
  }
  const high = nd.astype(upper(word(0), 5), "f64");
  const low = nd.astype(upper(word(1), 6), "f64");
  return nd.multiply(nd.add(nd.multiply(high, 2 ** 26), low), 2 ** -53);
}

/**
 * Numbers that are equally likely everywhere between `low` and `high`.
 *
 * @example
 * ```ts
 * uniform(key(0), [2, 3], { low: -1 });
 * ```
 */
export const uniform: (key: NdArray, shape?: Shape, options?: UniformOptions) => NdArray =
  /* @__PURE__ */ traced((key, shape = [], options = {}) => {
    const {
      low = 0,
      high = 1,
      dtype = "f64",
    } = onlyOptions("uniform", ["low", "high", "dtype"], options);
    const u = unit(key, sizes(shape), dtype);
    if (low === 0 && high === 1) return u;
    return nd.astype(nd.add(nd.multiply(u, nd.subtract(high, low)), low), dtype);
  });

/** True with probability `p`, which broadcasts to the shape; its own by default. */
export const bernoulli: (key: NdArray, p: NdArray | number, shape?: Shape) => NdArray =
  /* @__PURE__ */ traced((key, p, shape) => {
    const chance = nd.array(p);
    return nd.less(unit(key, sizes(shape ?? chance.shape), "f64"), chance);
  });

/** Whole numbers from `low` to below `high`, i32, equally likely but for 2⁻⁵³ of their number. */
export const randint: (key: NdArray, low: number, high: number, shape?: Shape) => NdArray =
  /* @__PURE__ */ traced((key, low, high, shape = []) => {
    if (!(Number.isInteger(low) && Number.isInteger(high) && low < high)) {
      fault("NB6005", `\`randint\` from ${low} to below ${high}`, "give whole numbers, low < high");
    }
    const u = unit(key, sizes(shape), "f64");
    return nd.astype(nd.add(nd.floor(nd.multiply(u, high - low)), low), "i32");
  });
