// A variational autoencoder, of classes and typed arrays.

export class Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;

  constructor(inputs: number, outputs: number, draw: () => number) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = Float64Array.from({ length: inputs * outputs }, draw);
    this.biases = Float64Array.from({ length: outputs }, draw);
  }

  apply(x: Float64Array): Float64Array {
    const y = this.biases.slice();
    for (let i = 0; i < y.length; i++) {
      for (let j = 0; j < x.length; j++) y[i]! += this.weights[i * x.length + j]! * x[j]!;
    }
    return y;
  }
}

export class Autoencoder {
  readonly encoder: Layer[];
  readonly decoder: Layer[];

  constructor(sizes: number[], latent: number, draw: () => number) {
    const chain = (ns: number[], last: number): Layer[] =>
      ns.map((n, i) => new Layer(n, ns[i + 1] ?? last, draw));
    this.encoder = chain(sizes, 2 * latent);
    this.decoder = chain([latent, ...sizes.slice(1).toReversed()], sizes[0]!);
  }

  static run(layers: readonly Layer[], input: Float64Array): Float64Array {
    let x = input;
    layers.forEach((layer, k) => {
      x = layer.apply(k === 0 ? x : x.map(Math.tanh));
    });
    return x;
  }

  /** A lower bound of the probability of a picture of zeros and ones, for one draw. */
  bound(picture: Float64Array, draw: Float64Array): number {
    const code = Autoencoder.run(this.encoder, picture);
    const n = draw.length;
    const [mean, logStd] = [code.subarray(0, n), code.subarray(n)];
    const latent = mean.map((m, i) => m + Math.exp(logStd[i]!) * draw[i]!);
    const logits = Autoencoder.run(this.decoder, latent);
    let sum = 0;
    for (let i = 0; i < picture.length; i++) {
      sum -= Math.log1p(Math.exp(picture[i]! > 0.5 ? -logits[i]! : logits[i]!));
    }
    // minus the divergence from a standard normal distribution
    for (let i = 0; i < n; i++) {
      sum += 0.5 * (1 + 2 * logStd[i]! - mean[i]! ** 2 - Math.exp(2 * logStd[i]!));
    }
    return sum;
  }
}

export const loss =
  (pictures: Float64Array[], draws: Float64Array[]) =>
  (model: Autoencoder): number => {
    let sum = 0;
    for (let i = 0; i < pictures.length; i++) sum -= model.bound(pictures[i]!, draws[i]!);
    return sum / pictures.length;
  };
