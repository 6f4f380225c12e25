// Random programs of N-d arrays among loops, branches, closures and typed arrays.
import {
  fixed,
  isSame,
  kinds,
  n,
  one,
  product,
  shapeText,
  textOf,
  type Shape,
} from "./array-expressions.ts";
import { Choices } from "./choices.ts";

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
  const body =
    c.draw(2) === 0 ? code.body(scope, 1, 1 + c.draw(3)) : code.chain(scope, 4 + c.draw(8));
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

  /** Many small steps, each from what is there: several use the same. */
  chain(scope: Scope, count: number): string {
    let inside = scope;
    let text = "";
    const used: string[] = [];
    for (let i = 0; i < count; i++) {
      const [name, shape] = [this.#c.fresh("v"), this.#anyShape(inside)];
      text += `  let ${name} = ${this.#array(inside, shape, 1)};\n`;
      inside = { ...inside, arrays: [...inside.arrays, { name, shape }] };
      if (this.#c.draw(2) === 1) used.push(name);
      if (this.#c.draw(8) === 7) text += `  ${this.#statement(inside, 2).code}\n`;
    }
    const sums = used.map((name) => `  s += nd.sum(nd.cos(${name})).item();\n`);
    return text + sums.join("");
  }

  #block(scope: Scope, depth: number): string {
    return `{\n${this.body(scope, depth + 1, 1 + this.#c.draw(2))}${"  ".repeat(depth)}}`;
  }

  #statement(scope: Scope, depth: number): { code: string; adds?: Partial<Scope> } {
    const c = this.#c;
    const nested = depth < 3 ? 14 : 7;
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
            this.#given(scope),
            this.#given(scope),
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
      case 11:
      case 12: {
        const [name, { shape }] = [c.fresh("v"), c.pick(scope.arrays)];
        const code = this.#repeated(scope, name, shape);
        return { code, adds: { arrays: [...scope.arrays, { name, shape }] } };
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

  /** Makes the array `name` by a loop, a list, or a recursive function. */
  #repeated(scope: Scope, name: string, shape: Shape): string {
    const c = this.#c;
    const inside: Scope = {
      ...scope,
      arrays: [...scope.arrays, { name: "p", shape }, { name: "q", shape }],
      numbers: [...scope.numbers, "k"],
      assigns: false,
    };
    const [first, second] = [this.#array(scope, shape, 1), this.#leaf(scope, shape)];
    const step = this.#array(inside, shape, 1);
    const number = this.#number(scope, 1);
    return c.pick([
      `let ${name} = ${first}; { let k = 0; let p = ${name}; let q = ${second}; while (k < 4 && nd.mean(p).item() < ${number}) { [p, q] = [q, ${step}]; k++; } ${name} = nd.sub(q, p); }`,
      `let ${name} = ${first}; for (let k = 0; k < 3; k++) { const p = ${name}; const q = ${second}; if (${this.#number(inside, 1)} < ${number}) ${c.pick(["break", "continue"])}; ${name} = ${step}; }`,
      `const r${name} = (p, q, k) => (k <= 0 ? p : r${name}(nd.tanh(q), ${step}, k - 1)); let ${name} = r${name}(${first}, ${second}, 2 + x);`,
      `let ${name} = ${first}; { const l = [${name}, ${second}]; for (let k = 0; k < 3; k++) { const p = l[k % 2]; const q = l[1 - (k % 2)]; l[k % 2] = ${step}; } ${name} = nd.add(l[0], nd.sin(l[1])); }`,
      `let ${name} = ${first}; { const o = { p: ${name}, q: ${second}, t: 0 }; for (let k = 0; k < n; k++) { const { p, q } = o; o.p = ${step}; o.t += nd.mean(o.p).item(); if (o.t > ${number}) o.q = o.p; } ${name} = nd.mul(nd.tanh(o.p), nd.add(o.q, o.t)); }`,
      `let ${name} = ${first}; for (const p of [${name}, ${second}]) { const q = ${name}; const k = 1; ${name} = nd.where(nd.less(p, ${number}), ${step}, nd.mul(q, 0.5)); }`,
      `let ${name} = [${first}, ${second}].reduce((p, q, k) => ${step});`,
    ]);
  }

  /** Writes to an argument, of which arrays have been made and will be. */
  #given(scope: Scope): string {
    const c = this.#c;
    const whole: Shape = [{ times: 2, power: 1 }];
    const alike = scope.arrays.filter((v) => isSame([product(v.shape)], whole));
    const [to, from] = [c.pick(["a", "b"]), c.pick(alike)];
    const write = c.pick([
      `${to}[1] = ${this.#number(scope, 1)};`,
      `for (let k = 0; k < 2 * n; k++) ${to}[k] = 0.5 * ${to}[k] + nd.ravel(${from.name}).data[k];`,
      `for (let k = 0; k < n; k++) { ${to}[k] += Math.sin(nd.sum(nd.array(${to})).item()); }`,
    ]);
    if (!scope.assigns) return `${write} s += nd.max(nd.array(${to})).item();`;
    const read = `${from.name} = nd.reshape(nd.array(${to}), ${shapeText(from.shape)});`;
    return c.draw(2) === 0 ? `${read} ${write}` : `${write} ${read}`;
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
