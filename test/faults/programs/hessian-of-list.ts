import { hessian } from "nabla";

const pair = (x: Float64Array): number[] => [x[0]! ** 2, x[0]!];
hessian(pair as never as (x: Float64Array) => number)(Float64Array.of(1));
