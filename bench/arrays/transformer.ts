// A step in training a small transformer on characters: what takes long to compile.
import { jit, nd, NdArray, valueAndGrad } from "nabla";
import { normal } from "../../test/suite/autograd/random.ts";
import { attend, type Attention } from "./programs.ts";

const vocabulary = 65;
const places = 64;
const width = 64;
const heads = 4;
const layers = 2;
const texts = 16;

interface Norm {
  readonly scale: NdArray;
  readonly shift: NdArray;
}

interface Block {
  readonly before: Norm;
  readonly attention: Attention;
  readonly between: Norm;
  readonly wide: NdArray;
  readonly wideShift: NdArray;
  readonly narrow: NdArray;
  readonly narrowShift: NdArray;
}

export interface Transformer {
  readonly letters: NdArray;
  readonly positions: NdArray;
  readonly blocks: readonly Block[];
  readonly last: Norm;
  readonly logits: NdArray;
}

function normalised({ scale, shift }: Norm, x: NdArray): NdArray {
  const centred = x.sub(nd.mean(x, -1, { keepdims: true }));
  const variance = nd.mean(nd.square(centred), -1, { keepdims: true });
  return centred
    .mul(nd.rsqrt(variance.add(1e-5)))
    .mul(scale)
    .add(shift);
}

function through(block: Block, x: NdArray): NdArray {
  const y = x.add(attend(block.attention, normalised(block.before, x), heads));
  const inner = nd.matmul(normalised(block.between, y), block.wide).add(block.wideShift);
  return y.add(nd.matmul(nd.relu(inner), block.narrow).add(block.narrowShift));
}

/** Mean cross-entropy of the characters that follow. */
export function lossOf(p: Transformer, text: NdArray, next: NdArray): NdArray {
  let x = nd.take(p.letters, text, 0).add(p.positions);
  for (const block of p.blocks) x = through(block, x);
  const logits = nd.matmul(normalised(p.last, x), p.logits);
  const chosen = nd.takeAlongAxis(nd.logSoftmax(logits), nd.expandDims(next, -1), -1);
  return nd.mean(chosen).neg();
}

export const gradient = jit(valueAndGrad(lossOf));

/** The parameters, and what Adam keeps of each. */
export interface State {
  readonly p: Transformer;
  readonly m: Transformer;
  readonly v: Transformer;
}

/** Applies `f` to the arrays in the same place of all trees. */
function mapped<T>(f: (...arrays: NdArray[]) => NdArray, ...trees: T[]): T {
  const [first] = trees;
  if (first instanceof NdArray) return f(...(trees as NdArray[])) as T;
  if (Array.isArray(first)) {
    return first.map((_, i) => mapped(f, ...trees.map((t) => (t as unknown[])[i]))) as T;
  }
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(first as object)) {
    made[name] = mapped(f, ...trees.map((t) => (t as Record<string, unknown>)[name]));
  }
  return made as T;
}

function adam({ p, m, v }: State, g: Transformer, t: number): State {
  const m1 = mapped((a, b) => a.mul(0.9).add(b.mul(0.1)), m, g);
  const v1 = mapped((a, b) => a.mul(0.999).add(nd.square(b).mul(0.001)), v, g);
  const rate = (1e-3 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
  const p1 = mapped((a, b, c) => a.sub(b.mul(rate).div(nd.sqrt(c).add(1e-8))), p, m1, v1);
  return { p: p1, m: m1, v: v1 };
}

export const step = jit((state: State, text: NdArray, next: NdArray, t: number) => {
  const { value, grad } = valueAndGrad(lossOf)(state.p, text, next);
  return { loss: value, state: adam(state, grad, t) };
});

export function start(): State {
  const draw = normal(1);
  const weights = (rows: number, columns: number, scale = 1 / Math.sqrt(rows)): NdArray =>
    nd
      .array(Float32Array.from({ length: rows * columns }, () => scale * draw()))
      .reshape([rows, columns]);
  const norm = (): Norm => ({ scale: nd.ones([width], "f32"), shift: nd.zeros([width], "f32") });
  const block = (): Block => ({
    before: norm(),
    attention: {
      q: weights(width, width),
      k: weights(width, width),
      v: weights(width, width),
      out: weights(width, width),
    },
    between: norm(),
    wide: weights(width, 4 * width),
    wideShift: nd.zeros([4 * width], "f32"),
    narrow: weights(4 * width, width),
    narrowShift: nd.zeros([width], "f32"),
  });
  const p: Transformer = {
    letters: weights(vocabulary, width, 0.1),
    positions: weights(places, width, 0.1),
    blocks: Array.from({ length: layers }, block),
    last: norm(),
    logits: weights(width, vocabulary),
  };
  const zeros = (): Transformer => mapped((a) => nd.zerosLike(a), p);
  return { p, m: zeros(), v: zeros() };
}

/** Characters and those that follow, made up. */
export function someTexts(): [text: NdArray, next: NdArray] {
  const letter = (i: number): number => (i * i + 7 * i) % vocabulary;
  const at = (offset: number): NdArray => {
    const data = Int32Array.from({ length: texts * places }, (_, i) => letter(i + offset));
    return nd.array(data).reshape([texts, places]);
  };
  return [at(0), at(1)];
}
