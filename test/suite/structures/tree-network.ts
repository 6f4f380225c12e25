// A recursive network over binary trees of words: a vector for each word, one matrix to compose.

export type Tree =
  | { kind: "leaf"; word: number }
  | { kind: "node"; left: Tree; right: Tree; sentiment: number };

export interface Model {
  words: number[][];
  left: number[][];
  right: number[][];
  readout: number[];
}

const apply = (w: number[][], x: number[]): number[] =>
  w.map((row) => row.reduce((sum, wi, i) => sum + wi * x[i]!, 0));

/** The vector of a tree, and the squared error of what it says of all its nodes. */
function compose(model: Model, tree: Tree): { vector: number[]; loss: number } {
  if (tree.kind === "leaf") return { vector: model.words[tree.word]!, loss: 0 };
  const left = compose(model, tree.left);
  const right = compose(model, tree.right);
  const a = apply(model.left, left.vector);
  const b = apply(model.right, right.vector);
  const vector = a.map((x, i) => Math.tanh(x + b[i]!));
  const score = vector.reduce((sum, x, i) => sum + model.readout[i]! * x, 0);
  return { vector, loss: left.loss + right.loss + (score - tree.sentiment) ** 2 };
}

export const loss = (model: Model, tree: Tree): number => compose(model, tree).loss;
