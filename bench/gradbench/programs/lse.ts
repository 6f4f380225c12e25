import { grad, jit } from "nabla";

/** log Σ exp(xᵢ), shifted by the largest xᵢ so that no exponential overflows. */
export function logSumExp(x: Float64Array): number {
  let max = x[0];
  for (let i = 1; i < x.length; i++) max = Math.max(max, x[i]);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.exp(x[i] - max);
  return max + Math.log(sum);
}

export const primal: (x: Float64Array) => number = jit(logSumExp);
export const gradient: (x: Float64Array) => Float64Array = grad(logSumExp);
