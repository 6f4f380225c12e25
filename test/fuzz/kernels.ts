// Random programs of loops over arrays of every small length, as lanes and threads share them out.
import { Choices } from "./choices.ts";

/** What a loop body may use: its index, numbers, and arrays that have an element for each index. */
interface Inside {
  readonly i: string;
  readonly numbers: readonly string[];
  readonly arrays: readonly string[];
}

/** The text of a function `f(x, y, a, b)` to a number, of two numbers and two arrays of length 6. */
export function kernelProgram(list: readonly number[]): string {
  const c = new Choices(list, 40);
  // lengths around the number of lanes, some longer ones
  const more = c.pick([0, 1, 2, 3, -1, -2, -3, -4, -5, -6, 5, 11, 29]);
  const single = c.draw(3) === 2;
  const kernels = new Kernels(c, ["u", "v", "p", ...(single ? ["w"] : [])]);
  const body = Array.from({ length: 1 + c.draw(5) }, () => kernels.statement());
  return `function f(x, y, a, b) {
  const n = a.length + ${more};
  const u = new Float64Array(n), v = Float64Array.from({ length: n }, (_, i) => b[i % 6] + 0.25 * i);
  const p = Array.from({ length: n }, (_, i) => x - 0.125 * i);
${single ? "  const w = new Float32Array(n);\n" : ""}  const m = new Float64Array(n * n);
  let s = 0;
  for (let i = 0; i < n; i++) u[i] = a[i % 6] * (y + i);
  for (let i = 0; i < n * n; i++) m[i] = 0.5 * Math.cos(i) * b[i % 6];
${body.join("")}  for (let i = 0; i < n; i++) s += 0.5 * u[i] + v[i] * Math.cos(i) + 0.25 * p[i]${single ? " + w[i]" : ""};
  for (let i = 0; i < n * n; i++) s += m[i] * Math.sin(i);
  return s;
}`;
}

const up = (i: string, count = "n"): string => `for (let ${i} = 0; ${i} < ${count}; ${i}++)`;

class Kernels {
  readonly #c: Choices;
  readonly #arrays: readonly string[];

  constructor(c: Choices, arrays: readonly string[]) {
    this.#c = c;
    this.#arrays = arrays;
  }

  statement(): string {
    return `  ${this.#c.pick(this.#kinds)()}\n`;
  }

  readonly #kinds: readonly (() => string)[] = [
    () => `${this.#head()} ${this.#target()} = ${this.#number(2)};`,
    () => `${this.#head()} s += ${this.#number(3)};`,
    () => `${this.#head()} { const t = ${this.#number(2)}; ${this.#target()} = t * t; s -= t; }`,
    () =>
      `{ let t = x; ${up("i")} t = Math.${this.#c.pick(["max", "min"])}(t, ${this.#number(2)}); s += t; }`,
    () => {
      const [to, from] = [this.#array(), this.#array()];
      return `for (let i = 1; i < n - 1; i++) ${to}[i] = 0.25 * (${from}[i - 1] + 2 * ${from}[i] + ${from}[i + 1]);`;
    },
    () => {
      const to = this.#array();
      return `for (let i = 1; i < n; i++) ${to}[i] = Math.sin(${to}[i - 1] + ${this.#number(1)});`;
    },
    () => {
      const [of, at] = [this.#c.pick(["u", "v"]), this.#c.draw(4)];
      const there = `Math.min(${at}, n)`;
      const way = this.#c.pick([
        "for (let i = 0; i < t.length; i++)",
        "for (let i = t.length - 1; i >= 0; i--)",
      ]);
      return `{ const t = ${of}.subarray(${there}); ${way} t[i] = 0.5 * ${of}[i] + ${this.#number(1)}; }`;
    },
    () => {
      const to = this.#array();
      return `${up("i")} {/*tick*/ let t = 0; ${up("j")} t += m[i * n + j] * ${this.#number(1, { i: "j" })}; ${to}[i] = Math.tanh(t + ${this.#number(1)}); }`;
    },
    () =>
      `${up("i")} ${up("j")} m[i * n + j] ${this.#c.pick(["=", "+=", "-="])} ${this.#number(1)} * ${this.#number(1, { i: "j" })};`,
    () =>
      `{ const t = new Float64Array(4); ${up("i")} { ${up("k", "4")} t[k] = ${this.#number(2)} + k; ${up("k", "4")} s += t[k] * t[3 - k]; } }`,
    () => {
      const [to, from] = [this.#array(), this.#array()];
      return `{ const at = Int32Array.from({ length: n }, (_, i) => (i * ${2 + this.#c.draw(6)}) % n); ${up("i")} ${to}[at[i]] += 0.25 * ${from}[i]; }`;
    },
    () =>
      `${up("i")} if (${this.#leaf()} > ${this.#leaf()}) s += ${this.#number(2)}; else ${this.#target()} = ${this.#number(2)};`,
    () =>
      `${up("i")} {/*tick*/ let t = ${this.#number(1)}; while (t * t > 0.3) t *= 0.5; ${this.#target()} = t + ${this.#number(1)}; }`,
    () =>
      `${up("i")} { s += ${this.#number(1)}; if (s > ${this.#c.pick(["3", "x", "40"])}) break; }`,
    () =>
      `{ const g = (q, i) => q * ${this.#number(2)}; ${up("i")} ${this.#target()} = g(${this.#number(1)}, i); }`,
    () =>
      `${this.#c.pick(["u", "v"])}.${this.#c.pick(["fill(x)", "set(p)", "reverse()", "copyWithin(1, 0)"])};`,
    () => `s += ${this.#array()}.reduce((t, q) => t + q * ${this.#c.pick(["x", "q", "0.5"])}, y);`,
    () =>
      `${this.#c.pick(["a", "b"])}[${this.#c.draw(6)}] = ${this.#c.pick(["x", "s * 0.125", "y * y"])};`,
    () =>
      `for (let i = 0; i < a.length; i++) ${this.#c.pick(["a", "b"])}[i] = ${this.#number(2, { arrays: ["a", "b"] })};`,
  ];

  /** A loop whose iterations can be made in any order. */
  #head(): string {
    return this.#c.pick([
      "for (let i = 0; i < n; i++)/*free*/",
      "for (let i = 0; i < n; i++)/*free*/",
      "for (let i = n - 1; i >= 0; i--)",
      "for (let i = 0; i < n; i += 2)",
      "for (let i = 1; i < n; i += 3)",
    ]);
  }

  #array(): string {
    return this.#c.pick(this.#arrays);
  }

  #target(): string {
    return `${this.#array()}[i]`;
  }

  #leaf({ i = "i", numbers = ["x", "y"], arrays = this.#arrays }: Partial<Inside> = {}): string {
    if (this.#c.draw(3) === 2) return this.#c.pick([...numbers, i, "0.5", "1.5"]);
    return `${this.#c.pick(arrays)}[${i}]`;
  }

  #number(depth: number, inside: Partial<Inside> = {}): string {
    if (depth === 0) return this.#leaf(inside);
    const n = (): string => this.#number(depth - 1, inside);
    switch (this.#c.draw(12)) {
      case 0:
        return this.#leaf(inside);
      case 1:
        return `(${n()} * ${n()}) * 0.25`;
      case 2:
        return `Math.sin(${n()})`;
      case 3:
        return `Math.exp(-Math.abs(${n()}))`;
      case 4:
        return `Math.sqrt(1 + (${n()}) ** 2)`;
      case 5:
        return `(${n()} > ${n()} ? ${n()} : ${n()})`;
      case 6:
        return `Math.${this.#c.pick(["max", "min"])}(${n()}, ${n()})`;
      case 7:
        return `${n()} / (1 + (${n()}) ** 2)`;
      case 8:
        return `Math.log1p((${n()}) ** 2)`;
      case 9:
        return `(${n()} - ${n()})`;
      case 10:
        return `Math.${this.#c.pick(["tanh", "cos", "atan", "abs", "cbrt"])}(${n()})`;
      default:
        return `(${n()} + ${n()})`;
    }
  }
}
