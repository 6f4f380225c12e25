// Keys: two words of 32 bits, from which random numbers and other keys are computed. The scheme is
// JAX's, with its partitionable Threefry: keys have the words that those of JAX have.
import { arrayOf, sizeOf } from "../ir/types.ts";
import type { NdArray } from "../nd/array.ts";
import { bind } from "../nd/engine.ts";
import { fault } from "../nd/fault.ts";
import * as nd from "../nd/index.ts";
import { threefry } from "../nd/threefry.ts";
import { traced } from "../nd/traced.ts";
import { concat, iota } from "../ops/arrays/index.ts";

/**
 * A key, i32 of shape `[2]`. Equal keys give equal numbers, on every machine: use each for one thing.
 *
 * @param seed - a whole number, known when compiling
 */
export const key: (seed: number) => NdArray = /* @__PURE__ */ traced((seed) => {
  if (typeof seed !== "number" || !Number.isSafeInteger(seed)) {
    fault(
      "NB6004",
      "`key` of a seed that is not a known whole number",
      "make the key outside and pass it in, or use `foldIn(key, i)` with a number of the run",
    );
  }
  return nd.array([Math.floor(seed / 2 ** 32) | 0, seed | 0], "i32");
});

/**
 * `count` keys, independent of one another and of what `from` would give: it is used up.
 *
 * @example
 * ```ts
 * const [first, second] = split(key(0));
 * ```
 */
export const split: <N extends number = 2>(from: NdArray, count?: N) => Keys<N> =
  /* @__PURE__ */ traced((from: NdArray, count: number = 2): never => {
    const both = threefry(from, counters(count));
    return Array.from({ length: count }, (_, i) => nd.slice(both, "...", i)) as never;
  });

/** As many keys as a number says that is known to the types. */
export type Keys<N extends number, Made extends NdArray[] = []> = number extends N
  ? NdArray[]
  : Made["length"] extends N | 64
    ? N extends Made["length"]
      ? Made
      : NdArray[]
    : Keys<N, [...Made, NdArray]>;

/** A key that depends on `from` and on a whole number, such as the count of a loop. */
export const foldIn: (from: NdArray, data: NdArray | number) => NdArray = /* @__PURE__ */ traced(
  (from, data) => {
    const word = nd.reshape(nd.array(data, "i32"), [1]);
    return threefry(from, bind(concat, [nd.zeros(1, "i32"), word], { axis: 0 }));
  },
);

/** 64 random bits for each element of a shape: i32 of `[2, …shape]`, of which each word has 32. */
export function words(from: NdArray, shape: readonly number[]): NdArray {
  return nd.reshape(threefry(from, counters(sizeOf(shape))), [2, ...shape]);
}

/** The first numbers as counters: i32 of `[2, count]`. */
function counters(count: number): NdArray {
  const low = bind(iota, [], { type: arrayOf("i32", [1, count]), axis: 1 });
  return bind(concat, [nd.zeros([1, count], "i32"), low], { axis: 0 });
}
