import { grad, jit } from "nabla";

export function squared(x: number): number {
  return x * x;
}

export const square: (x: number) => number = jit(squared);
export const double: (x: number) => number = grad(squared);
