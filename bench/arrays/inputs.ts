// What the programs on arrays are given, for all systems alike: the same numbers in every run.
import { normal } from "../../test/suite/autograd/random.ts";

/** Elements by rows, with the shape that they are in. */
export interface Given {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export type Tree = { readonly [name: string]: Given };

export interface ArrayInputs {
  /** Square matrices by their number of rows. */
  readonly matrices: Readonly<Record<number, readonly [a: Given, b: Given]>>;
  readonly perceptron: { readonly weights: Tree; readonly x: Given; readonly targets: Given };
  readonly long: Given;
  readonly convolution: { readonly weights: Tree; readonly x: Given };
  readonly attention: { readonly weights: Tree; readonly x: Given; readonly heads: number };
  readonly ten: readonly [Given, Given];
}

export const SIZES = [256, 512, 1024] as const;

export function arrayInputs(): ArrayInputs {
  const draw = normal(1);
  const given = (shape: readonly number[], scale = 1): Given => {
    const data = new Float64Array(shape.reduce((n, extent) => n * extent, 1));
    // in f32, so that systems which have nothing else get the same numbers
    return { shape, data: data.map(() => Math.fround(scale * draw())) };
  };
  const weights = (rows: number, columns: number): Given =>
    given([rows, columns], 1 / Math.sqrt(rows));
  const width = 128;
  return {
    matrices: Object.fromEntries(SIZES.map((n) => [n, [given([n, n]), given([n, n])]])),
    perceptron: {
      weights: {
        w1: weights(784, 512),
        b1: given([512], 0.1),
        w2: weights(512, 10),
        b2: given([10], 0.1),
      },
      x: given([128, 784]),
      targets: oneHot(128, 10),
    },
    long: given([1_000_000]),
    convolution: {
      weights: { w: given([32, 16, 3, 3], 1 / 12), b: given([32], 0.1) },
      x: given([32, 16, 28, 28]),
    },
    attention: {
      weights: {
        q: weights(width, width),
        k: weights(width, width),
        v: weights(width, width),
        out: weights(width, width),
      },
      x: given([8, 64, width]),
      heads: 4,
    },
    ten: [given([10]), given([10])],
  };
}

function oneHot(rows: number, classes: number): Given {
  const data = new Float64Array(rows * classes);
  for (let i = 0; i < rows; i++) data[i * classes + ((i * 7) % classes)] = 1;
  return { shape: [rows, classes], data };
}
