import type { NdArray } from "../nd/array.ts";
import { fault } from "../nd/fault.ts";
import * as nd from "../nd/index.ts";
import { traced } from "../nd/traced.ts";
import { bernoulli } from "../random/uniform.ts";

/**
 * `x` with elements that become 0 with probability `rate`, and the others larger, so that the mean
 * stays: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout" (JMLR 15, 2014). Only
 * for training: leave it out otherwise.
 */
export const dropout: (key: NdArray, x: NdArray, rate: number) => NdArray = /* @__PURE__ */ traced(
  (key, x, rate) => {
    if (!(rate >= 0 && rate <= 1)) {
      fault("NB5010", `\`dropout\` of a rate of ${rate}`, "it is a probability: from 0 to 1");
    }
    if (rate === 0) return x;
    if (rate === 1) return nd.zerosLike(x);
    const kept = bernoulli(key, 1 - rate, x.shape);
    return nd.where(kept, nd.multiply(x, 1 / (1 - rate)), nd.zerosLike(x));
  },
);
