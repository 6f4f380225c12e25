import { jacobian, jit, jvp } from "nabla";
import type { Dataset } from "./dataset.ts";
import type { Problem } from "./levenberg-marquardt.ts";
import type { Model } from "./models.ts";

/** The differences of the model and the data, with derivatives by nabla. */
export function regression({ x, x2, y }: Dataset, model: Model): Problem {
  const residuals = (b: Float64Array): Float64Array => {
    const differences = new Float64Array(y.length);
    for (let i = 0; i < y.length; i++) differences[i] = model(b, x[i], x2[i]) - y[i];
    return differences;
  };
  const along = (b: Float64Array, v: Float64Array): Float64Array =>
    jvp(residuals)([b], [v]).tangent;
  return {
    residuals: jit(residuals),
    jacobian: jacobian(residuals),
    curvature: jit((b: Float64Array, v: Float64Array) => {
      return jvp((p: Float64Array) => along(p, v))([b], [v]).tangent;
    }),
  };
}
