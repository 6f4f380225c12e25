// Losses: the mean over everything but the axis of classes, as an array of shape [].
import { computedDtype, type NdArray } from "../nd/array.ts";
import { fault, show } from "../nd/fault.ts";
import * as nd from "../nd/index.ts";
import { traced } from "../nd/traced.ts";

type Loss = (predicted: NdArray, target: NdArray | number) => NdArray;

/** Mean of squared differences. */
export const mse: Loss = /* @__PURE__ */ traced((predicted, target) =>
  nd.mean(nd.square(nd.subtract(predicted, target))),
);

/** Mean of absolute differences. */
export const mae: Loss = /* @__PURE__ */ traced((predicted, target) =>
  nd.mean(nd.abs(nd.subtract(predicted, target))),
);

/**
 * Half the square of differences up to `delta`, and straight on from there: Huber, "Robust estimation
 * of a location parameter" (1964).
 */
export const huber: (predicted: NdArray, target: NdArray | number, delta?: number) => NdArray =
  /* @__PURE__ */ traced((predicted, target, delta = 1) => {
    const off = nd.abs(nd.subtract(predicted, target));
    const inner = nd.minimum(off, delta);
    return nd.mean(nd.multiply(inner, nd.subtract(off, nd.multiply(inner, 0.5))));
  });

export interface CrossEntropyOptions {
  /** What of the target is spread over all classes evenly. Default: 0. */
  readonly smoothing?: number;
}

/**
 * -log of the softmax of `logits` at the right classes, in nats.
 *
 * @param logits - `[…, classes]`
 * @param labels - the classes, i32 `[…]`, or their probabilities, floats `[…, classes]`
 */
export const crossEntropy: (
  logits: NdArray,
  labels: NdArray | Int32Array,
  options?: CrossEntropyOptions,
) => NdArray = /* @__PURE__ */ traced((logits, given, { smoothing = 0 } = {}) => {
  const labels = nd.asarray(given);
  const byClass = labels.dtype === "i32";
  const shape = byClass ? [...labels.shape, logits.shape.at(-1)!] : labels.shape;
  if (shape.length !== logits.ndim || shape.some((n, i) => n !== logits.shape[i])) {
    fault(
      "NB6001",
      `\`crossEntropy\` of ${show(logits)} and labels ${show(labels)}`,
      "labels are i32 without the last axis of the logits, or floats of their shape",
    );
  }
  const logs = nd.logSoftmax(logits, -1);
  const right = byClass
    ? nd.takeAlongAxis(logs, nd.expandDims(labels, -1), -1)
    : nd.sum(nd.multiply(logs, labels), { axis: -1, keepdims: true });
  if (smoothing === 0) return nd.negative(nd.mean(right));
  const even = nd.mean(logs, { axis: -1, keepdims: true });
  const mixed = nd.add(nd.multiply(right, 1 - smoothing), nd.multiply(even, smoothing));
  return nd.negative(nd.mean(mixed));
});

/**
 * Cross-entropy of truth values: mean of softplus(x) - y·x, where x are logits of the probability that
 * a target, y, is 1. Targets may be anything between 0 and 1, or bool.
 */
export const binaryCrossEntropy: (logits: NdArray, targets: NdArray) => NdArray =
  /* @__PURE__ */ traced((logits, targets) => {
    const y = nd.astype(targets, computedDtype(logits));
    return nd.mean(nd.subtract(nd.softplus(logits), nd.multiply(y, logits)));
  });

/**
 * Kullback-Leibler divergence: Σ p·(log p - log q) over the last axis, mean over the others.
 *
 * @param logP - logarithms of probabilities, `[…, classes]`; -Infinity counts for nothing
 */
export const klDivergence: (logP: NdArray, logQ: NdArray) => NdArray = /* @__PURE__ */ traced(
  (logP, logQ) => {
    const p = nd.exp(logP);
    const none = nd.equal(p, 0);
    const ratio = nd.subtract(nd.where(none, 0, logP), nd.where(none, 0, logQ));
    return nd.mean(nd.sum(nd.multiply(p, ratio), -1));
  },
);

/**
 * Divergence of normal distributions from the standard one, Σ (mean² + variance - log variance - 1)/2
 * over the last axis, mean over the others: Kingma and Welling, "Auto-encoding variational Bayes"
 * (2014), appendix B.
 */
export const normalDivergence: (mean: NdArray, logVariance: NdArray) => NdArray =
  /* @__PURE__ */ traced((mean, logVariance) => {
    const squares = nd.add(nd.square(mean), nd.exp(logVariance));
    const each = nd.subtract(nd.subtract(squares, logVariance), 1);
    return nd.mean(nd.multiply(nd.sum(each, -1), 0.5));
  });

/** The part of examples for which the largest of `logits` `[…, classes]` is at `labels` `[…]`. */
export const accuracy: (logits: NdArray, labels: NdArray) => NdArray = /* @__PURE__ */ traced(
  (logits, labels) => nd.mean(nd.astype(nd.equal(nd.argmax(logits, -1), labels), "f64")),
);
