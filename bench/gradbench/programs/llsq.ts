import { grad, jit } from "nabla";

/** ½ Σᵢ (sign(tᵢ) − Σⱼ xⱼ tᵢʲ)² over `n` points tᵢ spread evenly from −1 to 1. */
export function squaredResiduals(x: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const t = -1 + (i * 2) / (n - 1);
    let residual = Math.sign(t);
    let power = 1;
    for (let j = 0; j < x.length; j++) {
      residual -= x[j] * power;
      power *= t;
    }
    sum += residual * residual;
  }
  return sum / 2;
}

export const primal: (x: Float64Array, n: number) => number = jit(squaredResiduals);
export const gradient: (x: Float64Array, n: number) => Float64Array = grad(squaredResiduals);
