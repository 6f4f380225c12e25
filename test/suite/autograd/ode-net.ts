// A differential equation whose right-hand side is a network, by Runge and Kutta's method of order 4.

export type State = number[];
type Field = (y: State, t: number) => State;

const plus = (y: State, h: number, k: State): State => y.map((yi, i) => yi + h * k[i]!);

/** The states at the times, the first of them `start`. */
export function solve(field: Field, start: State, times: number[], steps: number): State[] {
  const path = [start];
  let y = start;
  for (let i = 1; i < times.length; i++) {
    const h = (times[i]! - times[i - 1]!) / steps;
    for (let j = 0; j < steps; j++) {
      const t = times[i - 1]! + j * h;
      const k1 = field(y, t);
      const k2 = field(plus(y, h / 2, k1), t + h / 2);
      const k3 = field(plus(y, h / 2, k2), t + h / 2);
      const k4 = field(plus(y, h, k3), t + h);
      y = y.map((yi, m) => yi + (h / 6) * (k1[m]! + 2 * k2[m]! + 2 * k3[m]! + k4[m]!));
    }
    path.push(y);
  }
  return path;
}

export interface Layer {
  weights: number[][];
  biases: number[];
}

const apply = ({ weights, biases }: Layer, x: number[]): number[] =>
  biases.map((b, i) => weights[i]!.reduce((sum, w, j) => sum + w * x[j]!, b));

/** The network sees the cubes of the state. */
export const network = (layers: Layer[], y: State): State => {
  let x = y.map((yi) => yi ** 3);
  for (let k = 0; k < layers.length; k++) {
    x = apply(layers[k]!, x);
    if (k + 1 < layers.length) x = x.map(Math.tanh);
  }
  return x;
};

/** The mean distance between the path of the network and another. */
export const misfit =
  (times: number[], wanted: State[]) =>
  (layers: Layer[]): number => {
    const path = solve((y) => network(layers, y), wanted[0]!, times, 2);
    let sum = 0;
    for (let i = 0; i < path.length; i++) {
      for (let j = 0; j < path[i]!.length; j++) sum += (path[i]![j]! - wanted[i]![j]!) ** 2;
    }
    return sum / path.length;
  };
