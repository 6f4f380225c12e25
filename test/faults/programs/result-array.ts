import { grad } from "nabla";

const residuals = (x: Float64Array): number[] => [x[0]! - 1, x[1]! - 2];
grad(residuals as never as (x: Float64Array) => number)(Float64Array.of(1, 2));
