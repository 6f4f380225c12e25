// A convolutional network for small pictures.

type Picture = number[][];

interface Filters {
  kind: "filters";
  kernels: Picture[][];
  biases: number[];
}
interface Dense {
  kind: "dense";
  weights: number[][];
  biases: number[];
}
export type Layer = Filters | Dense;

const convolve = ({ kernels, biases }: Filters, channels: Picture[]): Picture[] =>
  kernels.map((of, k) => {
    const [rows, columns] = [of[0]!.length, of[0]![0]!.length];
    const out: Picture = [];
    for (let i = 0; i + rows <= channels[0]!.length; i++) {
      const row: number[] = [];
      for (let j = 0; j + columns <= channels[0]![0]!.length; j++) {
        let sum = biases[k]!;
        for (let c = 0; c < channels.length; c++) {
          for (let a = 0; a < rows; a++) {
            for (let b = 0; b < columns; b++) sum += of[c]![a]![b]! * channels[c]![i + a]![j + b]!;
          }
        }
        row.push(Math.tanh(sum));
      }
      out.push(row);
    }
    return out;
  });

const pool = (size: number, picture: Picture): Picture => {
  const out: Picture = [];
  for (let i = 0; i < picture.length; i += size) {
    const row: number[] = [];
    for (let j = 0; j < picture[0]!.length; j += size) {
      let most = -Infinity;
      for (let a = i; a < i + size; a++) {
        for (let b = j; b < j + size; b++) most = Math.max(most, picture[a]![b]!);
      }
      row.push(most);
    }
    out.push(row);
  }
  return out;
};

export function logProbabilities(layers: Layer[], picture: Picture): number[] {
  let channels = [picture];
  let scores: number[] = [];
  for (const layer of layers) {
    switch (layer.kind) {
      case "filters":
        channels = convolve(layer, channels).map((channel) => pool(2, channel));
        break;
      case "dense": {
        const x = channels.flat(2);
        scores = layer.biases.map((b, i) =>
          layer.weights[i]!.reduce((s, w, j) => s + w * x[j]!, b),
        );
      }
    }
  }
  const total = Math.log(scores.reduce((s, x) => s + Math.exp(x), 0));
  return scores.map((x) => x - total);
}

export const loss =
  (pictures: Picture[], classes: number[]) =>
  (layers: Layer[]): number =>
    pictures.reduce((sum, p, i) => sum - logProbabilities(layers, p)[classes[i]!]!, 0) /
    pictures.length;
