// Where training starts: arrays of a shape from a key.
import type { NdArray } from "../nd/array.ts";
import * as nd from "../nd/index.ts";
import { traced } from "../nd/traced.ts";
import { normal as normalNumbers, truncatedNormal as truncatedNumbers } from "../random/normal.ts";
import { uniform as uniformNumbers, type FloatType } from "../random/uniform.ts";

/** An array of a shape whose elements a key decides. */
export type Initialiser = (key: NdArray, shape: readonly number[], dtype?: FloatType) => NdArray;

/** Inputs and outputs of each unit: of `[in, out]`, or of a kernel `[out, in, …window]`. */
function fans(shape: readonly number[]): readonly [inputs: number, outputs: number] {
  const [a = 1, b = 1, ...window] = shape;
  if (shape.length <= 2) return shape.length === 2 ? [a, b] : [a, a];
  const size = window.reduce((n, m) => n * m, 1);
  return [b * size, a * size];
}

type Variance = (inputs: number, outputs: number) => number;

function normalBy(variance: Variance): Initialiser {
  return traced((key, shape, dtype) =>
    normalNumbers(key, shape, { std: Math.sqrt(variance(...fans(shape))), dtype: dtype ?? "f64" }),
  );
}

function uniformBy(variance: Variance): Initialiser {
  return traced((key, shape, dtype) => {
    const high = Math.sqrt(3 * variance(...fans(shape)));
    return uniformNumbers(key, shape, { low: -high, high, dtype: dtype ?? "f64" });
  });
}

const glorot: Variance = (inputs, outputs) => 2 / (inputs + outputs);
const he: Variance = (inputs) => 2 / inputs;
const lecun: Variance = (inputs) => 1 / inputs;

/** Variance 2 / (in + out), for tanh: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010). */
export const glorotNormal: Initialiser = /* @__PURE__ */ normalBy(glorot);
export const glorotUniform: Initialiser = /* @__PURE__ */ uniformBy(glorot);

/** Variance 2 / in, for relu: He, Zhang, Ren and Sun, "Delving deep into rectifiers" (2015). */
export const heNormal: Initialiser = /* @__PURE__ */ normalBy(he);
export const heUniform: Initialiser = /* @__PURE__ */ uniformBy(he);

/** Variance 1 / in, which keeps that of the inputs: LeCun, Bottou, Orr and Müller, "Efficient backprop" (1998). */
export const lecunNormal: Initialiser = /* @__PURE__ */ normalBy(lecun);
export const lecunUniform: Initialiser = /* @__PURE__ */ uniformBy(lecun);

/** Normal numbers of deviation `std`. */
export function normal(std = 0.01): Initialiser {
  return traced((key, shape, dtype = "f64") => normalNumbers(key, shape, { std, dtype }));
}

/** Normal numbers of deviation `std` before those further than two deviations are left out. */
export function truncatedNormal(std = 0.01): Initialiser {
  return traced((key, shape, dtype = "f64") =>
    nd.multiply(truncatedNumbers(key, -2, 2, shape, { dtype }), std),
  );
}

/** Zeros; the key is not used. */
export const zeros: Initialiser = /* @__PURE__ */ traced((_, shape, dtype = "f64") =>
  nd.zeros(shape, dtype),
);

/** Ones; the key is not used. */
export const ones: Initialiser = /* @__PURE__ */ traced((_, shape, dtype = "f64") =>
  nd.ones(shape, dtype),
);

/**
 * A matrix whose rows, or columns if there are fewer of these, are orthonormal, all equally likely:
 * Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear
 * neural networks" (2014). Of a shape with more axes the first is that of the rows.
 */
export const orthogonal: Initialiser = /* @__PURE__ */ traced((key, shape, dtype = "f64") => {
  const [rows = 1, ...inner] = shape;
  const columns = inner.reduce((n, m) => n * m, 1);
  const tall = [Math.max(rows, columns), Math.min(rows, columns)];
  // normal columns, made orthonormal: the diagonal of R is positive, so that no sign is preferred
  const q = nd.linalg.qr(normalNumbers(key, tall))[0]!;
  const turned = rows >= columns ? q : nd.transpose(q);
  return nd.astype(nd.reshape(turned, shape), dtype);
});
