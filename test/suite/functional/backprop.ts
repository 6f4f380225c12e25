// A network of three neurons learns exclusive or.
import { plus, sqr, type Vector } from "./vectors.ts";

/** For each layer, for each neuron its bias and its weights. */
export type Network = number[][][];

const neuron = (weights: Vector, inputs: Vector): number => {
  let sum = weights[0]!;
  for (let i = 0; i < inputs.length; i++) sum += weights[i + 1]! * inputs[i]!;
  return 1 / (1 + Math.exp(-sum));
};

const forwardPass = (layers: Network, inputs: Vector): Vector =>
  layers.reduce((values, layer) => layer.map((weights) => neuron(weights, values)), inputs);

const cases: readonly (readonly [Vector, number])[] = [
  [[0, 0], 0],
  [[0, 1], 1],
  [[1, 0], 1],
  [[1, 1], 0],
];

export function error(layers: Network): number {
  let sum = 0;
  for (const [inputs, target] of cases) sum += sqr(forwardPass(layers, inputs)[0]! - target);
  return 0.5 * sum;
}

export const start: Network = [
  [
    [0, -0.284227, 1.16054],
    [0, 0.617194, 1.30467],
  ],
  [[0, -0.084395, 0.648461]],
];

const rows = [3, 3, 3];

/** The weights in a row, and as a network. */
export const flat = (layers: Network): Vector => layers.flat().flat();
export function network(w: Vector): Network {
  const neurons = rows.map((n, i) => w.slice(i * n, (i + 1) * n));
  return [[neurons[0]!, neurons[1]!], [neurons[2]!]];
}

export function descend(slope: (w: Vector) => Vector, steps: number, rate: number): Vector {
  let w = flat(start);
  for (let i = 0; i < steps; i++) {
    const g = slope(w);
    w = plus(
      w,
      g.map((x) => -rate * x),
    );
  }
  return w;
}

/** The gradient of the error as textbooks have it, by deltas. */
export function byHand(w: Vector): Vector {
  const g = w.map(() => 0);
  for (const [inputs, target] of cases) {
    const hidden = [0, 3].map((at) => neuron(w.slice(at, at + 3), inputs));
    const out = neuron(w.slice(6), hidden);
    const delta = (out - target) * out * (1 - out);
    [1, ...hidden].forEach((x, i) => (g[6 + i]! += delta * x));
    hidden.forEach((h, k) => {
      const inner = delta * w[7 + k]! * h * (1 - h);
      [1, ...inputs].forEach((x, i) => (g[3 * k + i]! += inner * x));
    });
  }
  return g;
}
