// Networks of layers: classes of points by their probabilities, and a curve with a prior on weights.

/** Weights and biases of each layer. */
export type Network = [weights: number[][], biases: number[]][];

/** The outputs before anything is made of them. */
export function outputs(
  net: Network,
  inputs: number[],
  activation: (x: number) => number,
): number[] {
  let x = inputs;
  net.forEach(([weights, biases], layer) => {
    if (layer > 0) x = x.map(activation);
    x = biases.map((b, j) => x.reduce((sum, xi, i) => sum + xi * weights[i]![j]!, b));
  });
  return x;
}

const squares = (net: Network): number => {
  let sum = 0;
  for (const [weights, biases] of net) {
    for (const row of [...weights, biases]) for (const w of row) sum += w * w;
  }
  return sum;
};

export const logProbabilities = (net: Network, inputs: number[]): number[] => {
  const x = outputs(net, inputs, Math.tanh);
  const most = Math.max(...x);
  const total = most + Math.log(x.reduce((s, xi) => s + Math.exp(xi - most), 0));
  return x.map((xi) => xi - total);
};

export const classLoss =
  (points: number[][], classes: number[], penalty: number) =>
  (net: Network): number => {
    const wrong = points.map((x, i) => -logProbabilities(net, x)[classes[i]!]!);
    return penalty * squares(net) + wrong.reduce((s, w) => s + w, 0) / points.length;
  };

export const curveLoss =
  (xs: number[], ys: number[], priorVariance: number, noiseVariance: number) =>
  (net: Network): number => {
    let misfit = 0;
    for (let i = 0; i < xs.length; i++) {
      misfit += (outputs(net, [xs[i]!], (x) => Math.exp(-x * x))[0]! - ys[i]!) ** 2;
    }
    return misfit / (2 * noiseVariance) + squares(net) / (2 * priorVariance);
  };
