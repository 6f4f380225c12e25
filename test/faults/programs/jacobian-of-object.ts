import { jacobian } from "nabla";

const state = (x: Float64Array): { a: number } => ({ a: x[0]! });
jacobian(state as never as (x: Float64Array) => number[])(Float64Array.of(1));
