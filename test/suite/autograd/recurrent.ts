// Networks that read a text letter by letter and predict the next: a plain one, and one with gates.

type Matrix = number[][];
type Activation = (x: number) => number;
/** A text: for each place, a 1 at its letter. */
export type Text = number[][];

const sigmoid: Activation = (x) => 0.5 * (Math.tanh(x / 2) + 1);

/** w · [...inputs, 1] */
const affine = (w: Matrix, inputs: number[]): number[] =>
  w.map((row) => {
    let sum = row[inputs.length]!;
    for (let j = 0; j < inputs.length; j++) sum += row[j]! * inputs[j]!;
    return sum;
  });

function logProbabilities(x: number[]): number[] {
  const total = Math.log(x.reduce((s, xi) => s + Math.exp(xi), 0));
  return x.map((xi) => xi - total);
}

export interface Recurrent {
  initial: number[];
  change: Matrix;
  predict: Matrix;
}

export function recurrentOutputs(p: Recurrent, text: Text): Matrix {
  let hidden = p.initial;
  const outputs: Matrix = [];
  for (const letter of text) {
    outputs.push(logProbabilities(affine(p.predict, hidden)));
    hidden = affine(p.change, [...letter, ...hidden]).map(Math.tanh);
  }
  return outputs;
}

export interface Gated {
  initial: { cell: number[]; hidden: number[] };
  forget: Matrix;
  ingate: Matrix;
  outgate: Matrix;
  change: Matrix;
  predict: Matrix;
}

export function gatedOutputs(p: Gated, text: Text): Matrix {
  let { cell, hidden } = p.initial;
  const outputs = [logProbabilities(affine(p.predict, hidden))];
  for (const letter of text.slice(0, -1)) {
    const inputs = letter.concat(hidden);
    const change = affine(p.change, inputs).map(Math.tanh);
    const forget = affine(p.forget, inputs).map(sigmoid);
    const ingate = affine(p.ingate, inputs).map(sigmoid);
    const outgate = affine(p.outgate, inputs).map(sigmoid);
    cell = cell.map((c, i) => c * forget[i]! + ingate[i]! * change[i]!);
    hidden = cell.map((c, i) => outgate[i]! * Math.tanh(c));
    outputs.push(logProbabilities(affine(p.predict, hidden)));
  }
  return outputs;
}

/** Minus the mean logarithm of the probability of what comes next. */
export const loss =
  <P>(outputs: (p: P, text: Text) => Matrix, texts: Text[]) =>
  (p: P): number => {
    let sum = 0;
    let letters = 0;
    for (const text of texts) {
      const predicted = outputs(p, text);
      text.forEach((letter, t) => {
        sum -= letter.reduce((s, is, k) => s + is * predicted[t]![k]!, 0);
        letters++;
      });
    }
    return sum / letters;
  };
