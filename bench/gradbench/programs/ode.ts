import { grad, jit } from "nabla";

/** y₀' = x₀, yᵢ' = xᵢ yᵢ₋₁ */
function slope(x: Float64Array, y: Float64Array, out: Float64Array): void {
  out[0] = x[0];
  for (let i = 1; i < x.length; i++) out[i] = x[i] * y[i - 1];
}

/** The solution at t = 2 from y(0) = 0, by `steps` steps of the classical Runge–Kutta method. */
export function rungeKutta(x: Float64Array, steps: number): Float64Array {
  const n = x.length;
  const h = 2 / steps;
  const y = new Float64Array(n);
  const between = new Float64Array(n);
  const k1 = new Float64Array(n);
  const k2 = new Float64Array(n);
  const k3 = new Float64Array(n);
  const k4 = new Float64Array(n);
  for (let step = 0; step < steps; step++) {
    slope(x, y, k1);
    for (let i = 0; i < n; i++) between[i] = y[i] + (h * k1[i]) / 2;
    slope(x, between, k2);
    for (let i = 0; i < n; i++) between[i] = y[i] + (h * k2[i]) / 2;
    slope(x, between, k3);
    for (let i = 0; i < n; i++) between[i] = y[i] + h * k3[i];
    slope(x, between, k4);
    for (let i = 0; i < n; i++) y[i] += (h * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])) / 6;
  }
  return y;
}

export function lastComponent(x: Float64Array, steps: number): number {
  return rungeKutta(x, steps)[x.length - 1];
}

export const primal: (x: Float64Array, steps: number) => Float64Array = jit(rungeKutta);
export const gradient: (x: Float64Array, steps: number) => Float64Array = grad(lastComponent);
