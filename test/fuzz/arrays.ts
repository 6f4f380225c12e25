// Random programs of N-d arrays among loops, branches, closures and typed arrays.
import { Choices } from "./choices.ts";

/** A size: so many times a power of `n`, which a program finds in the length of its arguments. */
interface Dim {
  readonly times: number;
  readonly power: number;
}

type Shape = readonly Dim[];

interface Variable {
  readonly name: string;
  readonly shape: Shape;
}

/** What a piece of program may use. */
interface Scope {
  /** Numbers that may be read, those that may be assigned first. */
  readonly numbers: readonly string[];
  readonly variables: readonly string[];
  readonly arrays: readonly Variable[];
  /** Functions of an array and a number to an array of the same shape. */
  readonly functions: readonly string[];
  /** Integers that are 0 or 1. */
  readonly indices: readonly string[];
  /** Whether arrays may be assigned: not those around a function. */
  readonly assigns: boolean;
}

const one: Dim = { times: 1, power: 0 };
const n: Dim = { times: 1, power: 1 };
const fixed = (times: number): Dim => ({ times, power: 0 });

function textOf({ times, power }: Dim): string {
  const powers = Array.from({ length: power }, () => "n");
  return [...(times === 1 && power > 0 ? [] : [String(times)]), ...powers].join(" * ");
}

const shapeText = (shape: Shape): string => `[${shape.map(textOf).join(", ")}]`;
const isSame = (a: Shape, b: Shape): boolean => shapeText(a) === shapeText(b);
const product = (shape: Shape): Dim =>
  shape.reduce((p, d) => ({ times: p.times * d.times, power: p.power + d.power }), one);

/** Shapes that the argument arrays can be given, of 2n elements. */
const given: readonly Shape[] = [
  [fixed(2), n],
  [n, fixed(2)],
  [{ times: 2, power: 1 }],
  [fixed(2), one, n],
];
/** Shapes that are asked for besides. */
const others: readonly Shape[] = [
  [n],
  [fixed(2)],
  [n, n],
  [fixed(3), n],
  [one, n],
  [fixed(2), fixed(2)],
  [n, fixed(3)],
  [fixed(2), fixed(3), n],
];

/** Choices after those of the list that differ with it, since expressions take many. */
function goneOn(list: readonly number[]): number[] {
  let state = list.reduce((h, x) => Math.imul(h ^ x, 0x01000193), 0x811c9dc5);
  return [
    ...list,
    ...Array.from({ length: 1000 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return state >>> 8;
    }),
  ];
}

/**
 * The text of a function `f(x, y, a, b)` to a number, of two numbers and two arrays of 2n numbers.
 * Values stay of moderate size: growth is damped by bounded functions.
 */
export function arrayProgram(list: readonly number[]): string {
  const c = new Choices(goneOn(list), 8);
  const [u, w] = [c.pick(given), c.pick(given)];
  const code = new Code(c);
  const scope: Scope = {
    numbers: ["x", "y", "s"],
    variables: ["s", "x"],
    arrays: [
      { name: "u", shape: u },
      { name: "w", shape: w },
    ],
    functions: [],
    indices: [],
    assigns: true,
  };
  const body = code.body(scope, 1, 1 + c.draw(3));
  return `function f(x, y, a, b) {
  const n = nd.array(a).size / 2;
  let s = 0;
  let u = nd.reshape(nd.array(a), ${shapeText(u)});
  let w = nd.reshape(nd.array(b), ${shapeText(w)});
${body}  return s + nd.sum(nd.sin(u)).item() + nd.mean(w).item();
}`;
}

class Code {
  readonly #c: Choices;

  constructor(c: Choices) {
    this.#c = c;
  }

  body(scope: Scope, depth: number, count: number): string {
    let inside = scope;
    let text = "";
    for (let i = 0; i < count && this.#c.budget > 0; i++) {
      this.#c.budget--;
      const { code, adds } = this.#statement(inside, depth);
      text += `${"  ".repeat(depth)}${code}\n`;
      inside = { ...inside, ...adds };
    }
    // what is made inside is used
    for (const { name } of inside.arrays.slice(scope.arrays.length)) {
      if (this.#c.draw(3) > 0)
        text += `${"  ".repeat(depth)}s += 0.1 * nd.sum(nd.cos(${name})).item();\n`;
    }
    return text;
  }

  #block(scope: Scope, depth: number): string {
    return `{\n${this.body(scope, depth + 1, 1 + this.#c.draw(2))}${"  ".repeat(depth)}}`;
  }

  #statement(scope: Scope, depth: number): { code: string; adds?: Partial<Scope> } {
    const c = this.#c;
    const nested = depth < 3 ? 12 : 7;
    switch (c.draw(nested)) {
      case 0:
      case 1: {
        const [name, shape] = [c.fresh("v"), this.#anyShape(scope)];
        const code = `let ${name} = ${this.#array(scope, shape, 1 + c.draw(2))};`;
        return { code, adds: { arrays: [...scope.arrays, { name, shape }] } };
      }
      case 2:
      case 3: {
        if (!scope.assigns) return { code: `s += ${this.#number(scope, 2)};` };
        const { name, shape } = c.pick(scope.arrays);
        return { code: `${name} = ${this.#array(scope, shape, 1 + c.draw(2))};` };
      }
      case 4:
        return { code: `${c.pick(scope.variables)} += 0.1 * ${this.#number(scope, 2)};` };
      case 5: {
        const name = c.fresh("t");
        const code = `const ${name} = ${this.#number(scope, 2)};`;
        return { code, adds: { numbers: [...scope.numbers, name] } };
      }
      case 6: {
        const { name } = c.pick(scope.arrays);
        const other = c.pick(scope.arrays);
        return {
          code: c.pick([
            `for (const p of [${name}, ${other.name}]) s += 0.1 * nd.sum(nd.tanh(p)).item();`,
            `{ const o = { p: ${name}, q: ${this.#number(scope, 1)} }; o.p = nd.mul(o.p, o.q); s += nd.mean(o.p).item(); }`,
            `s += nd.sum(nd.concatenate([${name}, ${name}].map((p, k) => nd.sin(nd.add(p, k))), 0)).item();`,
            `{ const l = []; for (let k = 0; k < 3; k++) l.push(nd.sum(nd.mul(${name}, k + x))); s += 0.1 * nd.max(nd.stack(l)).item(); }`,
            this.#typed(scope, name),
          ]),
        };
      }
      case 7: {
        const test = `${this.#number(scope, 1)} < ${this.#number(scope, 1)}`;
        const otherwise = c.draw(2) === 1 ? ` else ${this.#block(scope, depth)}` : "";
        return { code: `if (${test}) ${this.#block(scope, depth)}${otherwise}` };
      }
      case 8: {
        const i = c.fresh("i");
        const inside = { ...scope, numbers: [...scope.numbers, i], indices: [...scope.indices, i] };
        return {
          code: `for (let ${i} = 0; ${i} < 2; ${i}++) ${this.#block(inside, depth)}`,
        };
      }
      case 9: {
        // as often as only a run knows
        const i = c.fresh("i");
        const inside = { ...scope, numbers: [...scope.numbers, i] };
        const last = c.pick(["n", "1 + Math.abs(x)", "3 * Math.cos(y)"]);
        return {
          code: `for (let ${i} = 0; ${i} < ${last}; ${i}++) ${this.#block(inside, depth)}`,
        };
      }
      case 10: {
        const [name, k] = [c.fresh("g"), c.fresh("k")];
        const p = c.fresh("p");
        const { shape } = c.pick(scope.arrays);
        const inside: Scope = {
          ...scope,
          numbers: [...scope.numbers, k],
          arrays: [...scope.arrays, { name: p, shape }],
          assigns: false,
        };
        const result = c.fresh("v");
        const made = this.#array(inside, shape, 1);
        const [first, second] = [this.#array(scope, shape, 1), this.#number(scope, 1)];
        return {
          code: `const ${name} = (${p}, ${k}) => ${made}; let ${result} = ${name}(${name}(${first}, 0.5), ${second});`,
          adds: { arrays: [...scope.arrays, { name: result, shape }] },
        };
      }
      default: {
        const [name, { shape }] = [c.fresh("v"), c.pick(scope.arrays)];
        const test = `${this.#number(scope, 1)} < ${this.#number(scope, 1)}`;
        const [yes, no] = [this.#array(scope, shape, 1), this.#array(scope, shape, 1)];
        return {
          code: `let ${name} = ${test} ? ${yes} : ${no};`,
          adds: { arrays: [...scope.arrays, { name, shape }] },
        };
      }
    }
  }

  /** Loops over the elements of an array, which becomes another. */
  #typed(scope: Scope, name: string): string {
    const number = this.#number(scope, 1);
    const step = this.#c.pick([
      `d[i] = 0.5 * d[i] + ${number} * d[i - 1]`,
      `d[i] += Math.sin(d[i - 1]) * ${number}`,
      `d[i - 1] = d[i] * ${number}`,
    ]);
    const back = scope.assigns ? `${name} = nd.mul(${name}, Math.cos(d[d.length - 1])); ` : "";
    return `{ const d = ${name}.data.slice(); for (let i = 1; i < d.length; i++) ${step}; ${back}s += d[0]; }`;
  }

  #anyShape(scope: Scope): Shape {
    return this.#c.draw(2) === 0 ? this.#c.pick(scope.arrays).shape : this.#c.pick(others);
  }

  #number(scope: Scope, depth: number): string {
    const c = this.#c;
    const simple = (): string => c.pick([...scope.numbers, "0.5", "1.25", "-0.75"]);
    if (depth <= 0) return simple();
    const inner = (): string => this.#number(scope, depth - 1);
    const element = (): string => {
      const { name, shape } = c.pick(scope.arrays);
      const at = shape.map((d) =>
        d.times > 1 && scope.indices.length > 0 ? c.pick(scope.indices) : "0",
      );
      return `${name}.at(${at.join(", ")})`;
    };
    switch (c.draw(7)) {
      case 0:
        return simple();
      case 1:
        return `(${inner()} ${c.pick(["+", "-", "*"])} ${inner()})`;
      case 2:
        return `Math.${c.pick(["sin", "cos", "tanh"])}(${inner()})`;
      case 3:
        return element();
      case 4: {
        const { name } = c.pick(scope.arrays);
        return `nd.${c.pick(["sum", "mean", "max", "min", "logsumexp", "var"])}(${name}).item()`;
      }
      case 5: {
        const shape = [c.pick([n, fixed(2), fixed(3)])];
        const [p, q] = [this.#array(scope, shape, depth - 1), this.#array(scope, shape, depth - 1)];
        return `nd.dot(${p}, ${q}).item()`;
      }
      default:
        return `nd.mean(${this.#array(scope, this.#anyShape(scope), depth - 1)}).item()`;
    }
  }

  /** An expression for an array of `shape`. */
  #array(scope: Scope, shape: Shape, depth: number): string {
    if (depth <= 0) return this.#leaf(scope, shape);
    const kind = this.#c.pick(kinds);
    return (
      kind({
        c: this.#c,
        shape,
        axis: this.#c.draw(Math.max(1, shape.length)),
        array: (other) => this.#array(scope, other, depth - 1),
        number: () => this.#number(scope, depth - 1),
        leaf: (other) => this.#leaf(scope, other),
        index: () => this.#c.pick(["0", "-1", ...scope.indices]),
      }) ?? this.#leaf(scope, shape)
    );
  }

  /** A variable made to fit. */
  #leaf(scope: Scope, shape: Shape): string {
    const c = this.#c;
    const { name, shape: own } = c.pick(scope.arrays);
    if (isSame(own, shape)) return name;
    const exact = scope.arrays.filter((v) => isSame(v.shape, shape));
    if (exact.length > 0 && c.draw(3) > 0) return c.pick(exact).name;
    const to = shapeText(shape);
    const alike = scope.arrays.filter((v) => isSame([product(v.shape)], [product(shape)]));
    if (alike.length > 0 && c.draw(4) > 0) return `nd.reshape(${c.pick(alike).name}, ${to})`;
    if (isSame(shape, [n]) && c.draw(2) === 1) return "nd.slice(nd.array(a), [0, n])";
    if (isSame(shape, [fixed(3)]) && c.draw(2) === 1) return "nd.array([x, y, s])";
    const tail = own.slice(-shape.length);
    const spreads =
      own.length <= shape.length &&
      tail.every((d, i) => isSame([d], [one]) || isSame([d], [shape.at(i - tail.length)!]));
    if (spreads) return `nd.broadcastTo(${name}, ${to})`;
    return `nd.mul(nd.cos(nd.reshape(nd.arange(${textOf(product(shape))}), ${to})), nd.mean(${name}))`;
  }
}

/** What an array expression may be made of. */
interface Making {
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
type Kind = (making: Making) => string | undefined;

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

const kinds: readonly Kind[] = [
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
  multiplied,
  square,
];
