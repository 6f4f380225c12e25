// What peers are compared on, as it is written for nabla.
import { grad } from "nabla";

export function logSumExp(x: Float64Array): number {
  let max = x[0]!;
  for (let i = 1; i < x.length; i++) max = Math.max(max, x[i]!);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.exp(x[i]! - max);
  return max + Math.log(sum);
}

/** y' = sin(a y), by Euler's method. */
export function solve(a: number, start: number, h: number, steps: number): number {
  let y = start;
  for (let t = 0; t < steps; t++) y += h * Math.sin(a * y);
  return y;
}

export interface Weights {
  w1: Float64Array;
  b1: Float64Array;
  w2: Float64Array;
  b2: Float64Array;
}

/** Mean squared error of a network with one hidden layer. */
export function loss(w: Weights, inputs: Float64Array, targets: Float64Array): number {
  const n = targets.length;
  const width = inputs.length / n;
  const hidden = w.b1.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let out = w.b2[0]!;
    for (let j = 0; j < hidden; j++) {
      let z = w.b1[j]!;
      for (let k = 0; k < width; k++) z += inputs[i * width + k]! * w.w1[k * hidden + j]!;
      out += Math.tanh(z) * w.w2[j]!;
    }
    const error = out - targets[i]!;
    total += error * error;
  }
  return total / n;
}

export const gradients = { logSumExp: grad(logSumExp), solve: grad(solve), loss: grad(loss) };
