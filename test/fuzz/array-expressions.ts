// Expressions of random N-d arrays, by the shape that is asked for.
import type { Choices } from "./choices.ts";

/** A size: so many times a power of `n`, which a program finds in the length of its arguments. */
export interface Dim {
  readonly times: number;
  readonly power: number;
}

export type Shape = readonly Dim[];

export const one: Dim = { times: 1, power: 0 };
export const n: Dim = { times: 1, power: 1 };
export const fixed = (times: number): Dim => ({ times, power: 0 });

export function textOf({ times, power }: Dim): string {
  const powers = Array.from({ length: power }, () => "n");
  return [...(times === 1 && power > 0 ? [] : [String(times)]), ...powers].join(" * ");
}

export const shapeText = (shape: Shape): string => `[${shape.map(textOf).join(", ")}]`;
export const isSame = (a: Shape, b: Shape): boolean => shapeText(a) === shapeText(b);
export const product = (shape: Shape): Dim =>
  shape.reduce((p, d) => ({ times: p.times * d.times, power: p.power + d.power }), one);

/** What an array expression may be made of. */
export interface Making {
  readonly c: Choices;
  readonly shape: Shape;
  readonly axis: number;
  readonly array: (shape: Shape) => string;
  readonly number: () => string;
  readonly leaf: (shape: Shape) => string;
  /** An index of an axis of two. */
  readonly index: () => string;
}

/** Gives an expression of the shape that is asked for; undefined where it has none. */
export type Kind = (making: Making) => string | undefined;

const put = (shape: Shape, axis: number, by: readonly Dim[]): Shape => [
  ...shape.slice(0, axis),
  ...by,
  ...shape.slice(axis + 1),
];
const withAxis = (shape: Shape, axis: number, by: Dim): Shape => [
  ...shape.slice(0, axis),
  by,
  ...shape.slice(axis),
];

const unary: Kind = ({ c, shape, array }) => {
  const x = array(shape);
  return c.pick([
    `nd.tanh(${x})`,
    `nd.sin(${x})`,
    `nd.exp(nd.sin(${x}))`,
    `nd.mul(${x}, 0.5)`,
    `nd.square(nd.tanh(${x}))`,
    `nd.sigmoid(${x})`,
    `nd.relu(${x})`,
    `nd.log1p(nd.square(${x}))`,
    `nd.sqrt(nd.add(nd.abs(${x}), 0.5))`,
    `nd.softplus(${x})`,
    `nd.erf(${x})`,
    `nd.sub(${x}, nd.floor(${x}))`,
    `nd.clip(${x}, -1, 1.5)`,
    `nd.gelu(${x})`,
  ]);
};

const binary: Kind = ({ c, shape, array }) => {
  // sizes that broadcast
  const narrow = shape.map((d) => (c.draw(4) === 1 ? one : d)).slice(c.draw(3) === 1 ? 1 : 0);
  const [x, y] = [array(shape), array(c.draw(2) === 1 ? narrow : shape)];
  const [p, q] = c.draw(3) === 1 ? [y, x] : [x, y];
  return c.pick([
    `nd.add(${p}, ${q})`,
    `nd.sub(${p}, ${q})`,
    `nd.mul(nd.tanh(${p}), ${q})`,
    `nd.div(${p}, nd.add(nd.square(${q}), 1))`,
    `nd.maximum(${p}, ${q})`,
    `nd.minimum(${p}, ${q})`,
    `nd.where(nd.less(${p}, ${q}), nd.sin(${p}), nd.mul(${q}, 0.5))`,
    `nd.logaddexp(${p}, ${q})`,
    `nd.arctan2(${p}, nd.add(nd.square(${q}), 1))`,
  ]);
};

const scaled: Kind = ({ c, shape, array, number }) =>
  `nd.${c.pick(["add", "mul", "sub", "maximum"])}(${array(shape)}, nd.tanh(${number()}))`;

const reduced: Kind = ({ c, shape, array }) => {
  const axis = c.draw(shape.length + 1);
  const x = array(withAxis(shape, axis, c.pick([fixed(2), n, fixed(3)])));
  const from = c.draw(2) === 1 ? axis - shape.length - 1 : axis;
  const name = c.pick(["sum", "mean", "max", "min", "logsumexp", "prod", "median", "norm"]);
  if (name === "norm") return `nd.norm(nd.add(nd.tanh(${x}), 2), { axis: ${from} })`;
  return name === "prod" ? `nd.prod(nd.tanh(${x}), ${from})` : `nd.${name}(${x}, ${from})`;
};

const normalised: Kind = ({ c, shape, axis, array }) => {
  if (shape.length === 0) return undefined;
  const x = array(shape);
  const name = c.pick(["sum", "mean", "max", "logsumexp"]);
  return c.pick([
    `nd.sub(${x}, nd.${name}(${x}, ${axis}, { keepdims: true }))`,
    `nd.softmax(${x}, ${axis})`,
    `nd.logSoftmax(${x}, ${axis})`,
    `nd.div(${x}, nd.add(nd.sum(nd.square(${x}), ${axis}, { keepdims: true }), 1))`,
  ]);
};

const scanned: Kind = ({ c, shape, axis, array }) => {
  if (shape.length === 0) return undefined;
  const x = array(shape);
  return c.pick([
    `nd.mul(nd.cumsum(${x}, ${axis}), 0.5)`,
    `nd.cumsum(nd.sin(${x}), ${axis}, { reverse: true })`,
    `nd.cumprod(nd.tanh(${x}), ${axis})`,
    `nd.cummax(${x}, ${axis})`,
    `nd.sort(${x}, ${axis})`,
    `nd.takeAlongAxis(${x}, nd.argsort(nd.sin(${x}), ${axis}), ${axis})`,
    `nd.flip(${x}, ${axis})`,
    `nd.roll(${x}, ${c.pick(["1", "-2"])}, ${axis})`,
  ]);
};

const turned: Kind = ({ c, shape, array }) => {
  if (shape.length < 2) return undefined;
  if (c.draw(2) === 0) return `nd.transpose(${array(shape.toReversed())})`;
  const [first, second, ...rest] = shape as readonly [Dim, Dim, ...Dim[]];
  return `nd.swapaxes(${array([second, first, ...rest])}, 0, 1)`;
};

const reshaped: Kind = ({ c, shape, array }) => {
  const whole = product(shape);
  const forms: Shape[] = [[whole], [one, ...shape], [...shape, one], shape.toReversed()];
  if (whole.power > 0) {
    const left = { times: whole.times, power: whole.power - 1 };
    forms.push([n, left], [left, n]);
  }
  for (const k of [2, 3]) {
    if (whole.times % k === 0) forms.push([fixed(k), { ...whole, times: whole.times / k }]);
  }
  return `nd.reshape(${array(c.pick(forms))}, ${shapeText(shape)})`;
};

const joined: Kind = ({ c, shape, axis, array, leaf, index }) => {
  const d = shape[axis];
  if (d === undefined) return undefined;
  const double = put(shape, axis, [{ ...d, times: 2 * d.times }]);
  const places = shape.map((_, i) => (i === axis ? '"::2"' : '":"'));
  const kind = c.draw(6);
  if (kind === 0 && d.times % 2 === 0) {
    const half = put(shape, axis, [{ ...d, times: d.times / 2 }]);
    return `nd.concatenate([${array(half)}, ${array(half)}], ${axis})`;
  }
  if (kind === 1)
    return `nd.slice(nd.concatenate([${array(shape)}, ${leaf(shape)}], ${axis}), ${places.join(", ")})`;
  if (kind === 2)
    return `nd.slice(${array(double)}, ${places.join(", ").replace("::2", `${c.draw(2)}::2`)})`;
  if (kind === 3) {
    const low = shape.map((_, i) => (i === axis ? [1, 2] : [0, 1]));
    const cut = low.map(([, high]) => `[${c.draw(2)}, -${high}]`);
    const padded = `nd.pad(${array(shape)}, ${JSON.stringify(low)})`;
    // one row more or less than there was is cut away
    return `nd.slice(${padded}, ${cut.map((t, i) => (i === axis ? "[1, -2]" : t.replace(/^\[1/, "[0"))).join(", ")})`;
  }
  if (kind === 4) {
    const pair = `nd.stack([${array(shape)}, ${leaf(shape)}], ${axis})`;
    return `nd.slice(${pair}, ${[...shape.slice(0, axis).map(() => '":"'), index()].join(", ")})`;
  }
  const parts = `nd.split(${array(double)}, 2, ${axis})`;
  return `nd.sub(${parts}[0], nd.sin(${parts}[1]))`;
};

const taken: Kind = ({ c, shape, axis, array, leaf }) => {
  const d = shape[axis];
  if (d === undefined) return undefined;
  if (d.power > 0) {
    const places = `nd.argmax(${leaf([d, fixed(2)])}, 1)`;
    return `nd.take(${array(put(shape, axis, [fixed(2)]))}, ${places}, ${axis})`;
  }
  const list = Array.from({ length: d.times }, () => c.pick(["0", "-1"]));
  const from = c.pick([n, fixed(2)]);
  return `nd.take(${array(put(shape, axis, [from]))}, [${list.join(", ")}], ${axis})`;
};

/** Indices below two, or of the first rows of something, that only a run knows. */
const computed = (x: string, below: string): string =>
  `nd.remainder(nd.astype(nd.floor(nd.mul(${x}, 3)), "i32"), ${below})`;

const chosen: Kind = ({ c, shape, axis, array, leaf }) => {
  const d = shape[axis];
  if (d === undefined) return undefined;
  const from = c.pick([n, fixed(2), fixed(3)]);
  const x = array(put(shape, axis, [from]));
  if (axis === 0 && c.draw(2) === 1) {
    const way = c.pick(["scatterAdd", "scatterAdd"]);
    return `nd.${way}(${leaf(shape)}, ${computed(leaf([from]), textOf(d))}, ${x})`;
  }
  return `nd.take(${x}, ${computed(leaf([d]), textOf(from))}, ${axis})`;
};

/** In single precision: the comment says that it is rough. */
const single: Kind = ({ c, shape, axis, array }) => {
  const x = `nd.astype(${array(shape)}, "f32")`;
  const y = c.pick([
    `nd.sin(nd.mul(${x}, 0.75))`,
    `nd.add(${x}, nd.array([0.75], "f32"))`,
    ...(shape.length === 0 ? [] : [`nd.cumsum(${x}, ${axis})`, `nd.softmax(${x}, ${axis})`]),
  ]);
  return `nd.astype(/*Float32*/ ${y}, "f64")`;
};

const cut: Kind = ({ c, shape, array, index }) => {
  const [d, ...rest] = shape;
  if (d === undefined) return undefined;
  const x = array([{ ...d, times: 2 * d.times }, ...rest]);
  const starts = `[${[index().replace("-1", "1"), ...rest.map(() => "0")].join(", ")}]`;
  if (c.draw(2) === 0) return `nd.dynamicSlice(${x}, ${starts}, ${shapeText(shape)})`;
  const y = `nd.dynamicUpdateSlice(${x}, ${array(shape)}, ${starts})`;
  return `nd.slice(${y}, [0, ${textOf(d)}])`;
};

const scattered: Kind = ({ c, shape, array }) => {
  const [, ...rest] = shape;
  if (shape.length === 0) return undefined;
  const name = c.pick(["scatterAdd", "scatterSet"]);
  const places = name === "scatterSet" ? "0, -1" : "0, -1, 0";
  const count = fixed(places.split(",").length);
  return `nd.${name}(${array(shape)}, [${places}], ${array([count, ...rest])})`;
};

const multiplied: Kind = ({ c, shape, array }) => {
  const k = c.pick([n, fixed(2), fixed(3)]);
  if (shape.length === 0) return `nd.vdot(${array([k])}, ${array([k])})`;
  const [m] = shape.slice(-1) as [Dim];
  const front = shape.slice(0, -1);
  if (shape.length === 1) {
    return c.draw(2) === 0
      ? `nd.matmul(${array([m, k])}, nd.tanh(${array([k])}))`
      : `nd.einsum("ij,ij->j", ${array([k, m])}, nd.tanh(${array([k, m])}))`;
  }
  const [p] = front.slice(-1) as [Dim];
  if (shape.length === 2 && c.draw(3) === 0) {
    return c.pick([
      `nd.outer(${array([p])}, nd.sin(${array([m])}))`,
      `nd.einsum("ik,jk->ij", ${array([p, k])}, nd.tanh(${array([m, k])}))`,
      `nd.matmul(nd.transpose(${array([k, p])}), nd.tanh(${array([k, m])}))`,
    ]);
  }
  const right = shape.length > 2 && c.draw(2) === 0 ? [...front.slice(0, -1), k, m] : [k, m];
  return `nd.matmul(nd.tanh(${array([...front, k])}), ${array(right)})`;
};

const square: Kind = ({ c, shape, array }) => {
  const [p, q] = shape;
  if (shape.length !== 2) return undefined;
  if (!isSame([p!], [q!]))
    return c.draw(2) === 0 ? undefined : `nd.tril(${array(shape)}, ${c.draw(2)})`;
  const dominant = `nd.add(nd.mul(nd.tanh(${array(shape)}), 0.3), nd.mul(nd.eye(${textOf(p!)}), ${textOf(p!)}))`;
  return c.pick([
    `nd.linalg.inv(${dominant})`,
    `nd.linalg.solve(${dominant}, ${array(shape)})`,
    `nd.triu(${array(shape)})`,
    `nd.linalg.cholesky(nd.add(${dominant}, nd.transpose(${dominant})))`,
    `nd.diag(${array([p!])})`,
  ]);
};

export const kinds: readonly Kind[] = [
  unary,
  binary,
  scaled,
  reduced,
  normalised,
  scanned,
  turned,
  reshaped,
  joined,
  joined,
  taken,
  scattered,
  chosen,
  single,
  cut,
  multiplied,
  square,
];
