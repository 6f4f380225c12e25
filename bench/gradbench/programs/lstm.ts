import { grad, jit } from "nabla";

/** Parameters of `layers` layers of width `b`, and of the maps into and out of the network. */
export interface Network {
  /** layers × 8 × b: weights, then biases, of the forget, in, out and change gates. */
  main: Float64Array;
  /** 3 × b: weights of the input, weights of the output, biases of the output. */
  extra: Float64Array;
}

/** Where the network starts and what it reads. */
export interface Text {
  b: number;
  /** layers × b initial hidden values. */
  hidden: Float64Array;
  /** layers × b initial cell values. */
  cell: Float64Array;
  /** Characters of b numbers each. */
  sequence: Float64Array;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** log(2 + Σ exp(xᵢ)) */
function logSumExp(x: Float64Array): number {
  let sum = 2;
  for (let i = 0; i < x.length; i++) sum += Math.exp(x[i]);
  return Math.log(sum);
}

/** One step of one layer; `x` is its input and becomes its output. */
function stepLayer(
  layer: number,
  main: Float64Array,
  hidden: Float64Array,
  cell: Float64Array,
  x: Float64Array,
): void {
  const b = x.length;
  const weight = layer * 8 * b;
  const bias = weight + 4 * b;
  const state = layer * b;
  for (let i = 0; i < b; i++) {
    const h = hidden[state + i];
    const forget = sigmoid(x[i] * main[weight + i] + main[bias + i]);
    const ingate = sigmoid(h * main[weight + b + i] + main[bias + b + i]);
    const outgate = sigmoid(x[i] * main[weight + 2 * b + i] + main[bias + 2 * b + i]);
    const change = Math.tanh(h * main[weight + 3 * b + i] + main[bias + 3 * b + i]);
    cell[state + i] = cell[state + i] * forget + ingate * change;
    hidden[state + i] = outgate * Math.tanh(cell[state + i]);
    x[i] = hidden[state + i];
  }
}

/** Mean negative log-likelihood of each next character of the text. */
export function negativeLogLikelihood({ main, extra }: Network, text: Text): number {
  const { b, sequence } = text;
  const characters = sequence.length / b;
  const layers = text.hidden.length / b;
  const hidden = text.hidden.slice();
  const cell = text.cell.slice();
  const x = new Float64Array(b);
  let total = 0;
  for (let t = 0; t < characters - 1; t++) {
    for (let i = 0; i < b; i++) x[i] = sequence[t * b + i] * extra[i];
    for (let layer = 0; layer < layers; layer++) stepLayer(layer, main, hidden, cell, x);
    for (let i = 0; i < b; i++) x[i] = x[i] * extra[b + i] + extra[2 * b + i];
    const normaliser = logSumExp(x);
    for (let i = 0; i < b; i++) total += sequence[(t + 1) * b + i] * (x[i] - normaliser);
  }
  return -total / ((characters - 1) * b);
}

export const objective: (network: Network, text: Text) => number = jit(negativeLogLikelihood);
export const jacobian: (network: Network, text: Text) => Network = grad(negativeLogLikelihood);
