// The options of functions on arrays, by their names: others are refused.
import { NdArray } from "./array.ts";
import { fault, show } from "./fault.ts";

const reduction = ["axis", "keepdims"];
const chosen = [...reduction, "where"];
const convolution = ["stride", "padding", "rhsDilation"];
const spacing = ["endpoint", "dtype"];
const symmetric = ["symmetrizeInput"];
const paddings = ["mode", "constantValues", "endValues", "statLength", "reflectType"];

/** What each function takes in its last argument. */
export const optionNames: Readonly<Record<string, readonly string[]>> = {
  ...every("sum prod max min", [...chosen, "initial"]),
  ...every("any all mean", chosen),
  ...every("ptp countNonzero median argmax argmin vectorNorm", reduction),
  average: [...reduction, "weights"],
  ...every("var std", [...chosen, "ddof", "correction"]),
  logsumexp: [...reduction, "b"],
  norm: ["ord", ...reduction],
  ...every("quantile percentile", [...reduction, "method"]),
  ...every("softmax logSoftmax", ["axis"]),
  ...every("cumsum cumprod cummax cummin cumlogsumexp", ["reverse"]),
  ...every("sort argsort", ["descending"]),
  searchsorted: ["side"],
  ...every("diagonal trace", ["offset", "axis1", "axis2"]),
  isclose: ["rtol", "atol"],
  nanToNum: ["nan", "posinf", "neginf"],
  linspace: spacing,
  logspace: ["base", ...spacing],
  ...every("eye tri", ["k", "dtype"]),
  meshgrid: ["indexing"],
  ...every("conv1d conv2d", [...convolution, "lhsDilation", "groups"]),
  ...every("convTranspose1d convTranspose2d", [...convolution, "transposeKernel"]),
  maxPool: ["stride", "padding"],
  avgPool: ["stride", "padding", "countIncludePad"],
  fftconvolve: ["mode", "axes"],
  ...every("convolve correlate", ["mode"]),
  pad: paddings,
  ...every("reshape ravel", ["order"]),
  ...every("take takeAlongAxis", ["mode", "fillValue"]),
  oneHot: ["axis", "dtype"],
  matrixNorm: ["keepdims"],
  cholesky: [...symmetric, "upper"],
  qr: ["mode"],
  ...every("eigh eigvalsh", [...symmetric, "UPLO"]),
  svd: ["fullMatrices", "computeUv"],
  matmul: ["transposeX", "transposeY"],
  gelu: ["approximate"],
  bincount: ["weights", "length"],
  triangularSolve: ["leftSide", "lower", "transposeA", "unitDiagonal"],
  ...every("pinv lstsq", ["rcond"]),
  matrixRank: ["tol"],
  ...every("fft ifft rfft irfft hfft ihfft", ["n", "axis", "norm"]),
  ...every("fft2 ifft2 fftn ifftn rfft2 irfft2 rfftn irfftn", ["axes", "s", "norm"]),
};

/** Options that may be arrays, of numbers that only a run knows. */
export const arrayOptions: ReadonlySet<string> = new Set([
  "weights",
  "where",
  "initial",
  "b",
  "constantValues",
  "endValues",
  "fillValue",
  "rcond",
  "tol",
]);

function every(names: string, options: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(names.split(" ").map((name) => [name, options]));
}

/**
 * `given`, which the function `name` takes: throws where a name in it is none of its options. What is
 * undefined is not given.
 */
export function optionsOf<T extends object>(name: string, given: T): T {
  return onlyOptions(name, optionNames[name]!, given);
}

/** `given`, options of these names of the function `name`: throws where it has others. */
export function onlyOptions<T extends object>(name: string, taken: readonly string[], given: T): T {
  const found = notOptions(given);
  if (found !== undefined) {
    const help = `options are an object, and come last: it takes ${taken.join(", ")}`;
    fault("NB5010", `\`${name}\` of ${found} where its options are expected`, help);
  }
  for (const key in given) {
    if (taken.includes(key) || given[key] === undefined) continue;
    fault("NB5010", `\`${name}\` has no option \`${key}\``, `it takes ${taken.join(", ")}`);
  }
  return given;
}

/** What something is that is no object of options. */
function notOptions(given: unknown): string | undefined {
  if (typeof given !== "object") return JSON.stringify(given) ?? typeof given;
  if (given === null) return "null";
  if (given instanceof NdArray) return show(given);
  return Array.isArray(given) || ArrayBuffer.isView(given) ? "a list" : undefined;
}
