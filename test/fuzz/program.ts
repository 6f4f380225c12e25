// Random programs in the compiled language, as source text. A program is made from a list of
// choices, small numbers; 0 is always the simplest choice and what comes after the list is 0, so
// that shrinking the list shrinks the program.

/** Draws the next choice below `n`. */
type Draw = (n: number) => number;

interface Names {
  /** Numbers that may be read. */
  readonly numbers: readonly string[];
  /** Numbers that may be assigned. */
  readonly variables: readonly string[];
  /** Arrays of numbers with at least one element. */
  readonly arrays: readonly string[];
  /** Integer variables, below the length of any array. */
  readonly indices: readonly string[];
  /** Functions of one number. */
  readonly functions: readonly string[];
  /** Whether `break` and `continue` have a loop around them here. */
  readonly inLoop: boolean;
}

/**
 * A function `(x, y, a, b) => number` of two numbers and two arrays of length 4 at least. Values
 * stay of moderate size: growth is damped by bounded functions.
 */
export function programFrom(choices: readonly number[]): string {
  let at = 0;
  const draw: Draw = (n) => (choices[at++] ?? 0) % n;
  const writer = new Writer(draw);
  const names: Names = {
    numbers: ["x", "y"],
    variables: [],
    arrays: ["a", "b"],
    indices: [],
    functions: [],
    inLoop: false,
  };
  const body = writer.block(names, 1, 2 + draw(6), true);
  return `function f(x, y, a, b) {\n${body}}`;
}

class Writer {
  readonly #draw: Draw;
  #count = 0;
  #budget = 60;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  fresh(base: string): string {
    return `${base}${++this.#count}`;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.#draw(items.length)]!;
  }

  /** Statements, the last of which returns when `returns`. */
  block(names: Names, depth: number, count: number, returns: boolean): string {
    let scope = names;
    let text = "";
    const pad = "  ".repeat(depth);
    for (let i = 0; i < count && this.#budget > 0; i++) {
      this.#budget--;
      const [line, after] = this.statement(scope, depth);
      text += line;
      scope = after;
    }
    if (returns) text += `${pad}return ${this.number(scope, 3)};\n`;
    return text;
  }

  statement(names: Names, depth: number): [string, Names] {
    const pad = "  ".repeat(depth);
    const kinds = [this.declare, this.assign, this.update, this.store, this.branch, this.count];
    const more = [this.lambda, this.swap, this.object, this.loop, this.local, this.leave, this.fold];
    const kind = this.pick([...kinds, ...more]);
    return kind.call(this, names, depth, pad);
  }

  declare(names: Names, _: number, pad: string): [string, Names] {
    const v = this.fresh("v");
    const line = `${pad}let ${v} = ${this.number(names, 3)};\n`;
    return [line, { ...names, numbers: [...names.numbers, v], variables: [...names.variables, v] }];
  }

  assign(names: Names, depth: number, pad: string): [string, Names] {
    if (names.variables.length === 0) return this.declare(names, depth, pad);
    return [`${pad}${this.pick(names.variables)} = ${this.number(names, 3)};\n`, names];
  }

  update(names: Names, depth: number, pad: string): [string, Names] {
    if (names.variables.length === 0) return this.declare(names, depth, pad);
    const op = this.pick(["+=", "-=", "*="]);
    const value = op === "*=" ? `Math.cos(${this.number(names, 2)})` : this.number(names, 2);
    return [`${pad}${this.pick(names.variables)} ${op} ${value};\n`, names];
  }

  store(names: Names, _: number, pad: string): [string, Names] {
    const array = this.pick(names.arrays);
    const op = this.pick(["=", "+=", "-="]);
    return [`${pad}${array}[${this.index(names)}] ${op} ${this.number(names, 2)};\n`, names];
  }

  branch(names: Names, depth: number, pad: string): [string, Names] {
    const then = this.block(names, depth + 1, 1 + this.#draw(3), false);
    const text = `${pad}if (${this.test(names)}) {\n${then}${pad}}`;
    if (this.#draw(2) === 0) return [`${text}\n`, names];
    return [`${text} else {\n${this.block(names, depth + 1, 1 + this.#draw(2), false)}${pad}}\n`, names];
  }

  count(names: Names, depth: number, pad: string): [string, Names] {
    const i = this.fresh("i");
    const head = this.pick([
      `let ${i} = 0; ${i} < ${1 + this.#draw(4)}; ${i}++`,
      `let ${i} = 0; ${i} < a.length; ${i}++`,
      `let ${i} = 3; ${i} >= 0; ${i}--`,
      `let ${i} = 0; ${i} < 4; ${i} += 2`,
    ]);
    const small = { ...names, indices: [...names.indices, i], inLoop: true };
    const body = this.block(small, depth + 1, 1 + this.#draw(3), false);
    return [`${pad}for (${head}) {\n${body}${pad}}\n`, names];
  }

  loop(names: Names, depth: number, pad: string): [string, Names] {
    const k = this.fresh("k");
    const inside = { ...names, inLoop: false };
    const body = this.block(inside, depth + 1, 1 + this.#draw(3), false);
    const test = `${k}++ < ${1 + this.#draw(5)} && ${this.test(names)}`;
    return this.#draw(2) === 0
      ? [`${pad}let ${k} = 0;\n${pad}while (${test}) {\n${body}${pad}}\n`, names]
      : [`${pad}let ${k} = 0;\n${pad}do {\n${body}${pad}} while (${test});\n`, names];
  }

  lambda(names: Names, depth: number, pad: string): [string, Names] {
    const f = this.fresh("g");
    const p = this.fresh("p");
    const inside = { ...names, numbers: [p, ...names.numbers], inLoop: false };
    const after = { ...names, functions: [...names.functions, f] };
    if (this.#draw(2) === 0) {
      return [`${pad}const ${f} = (${p}) => ${this.number(inside, 2)};\n`, after];
    }
    const body = this.block({ ...inside, functions: [] }, depth + 1, 1 + this.#draw(2), true);
    return [`${pad}const ${f} = (${p}) => {\n${body}${pad}};\n`, after];
  }

  swap(names: Names, depth: number, pad: string): [string, Names] {
    if (names.variables.length < 2) return this.declare(names, depth, pad);
    const [v, w] = [this.pick(names.variables), this.pick(names.variables)];
    return [`${pad}[${v}, ${w}] = [${w}, ${v}];\n`, names];
  }

  object(names: Names, _: number, pad: string): [string, Names] {
    const o = this.fresh("o");
    const line = `${pad}const ${o} = { p: ${this.number(names, 2)}, q: ${this.number(names, 2)} };\n`;
    const fields = [`${o}.p`, `${o}.q`];
    return [
      line,
      {
        ...names,
        numbers: [...names.numbers, ...fields],
        variables: [...names.variables, ...fields],
      },
    ];
  }

  local(names: Names, _: number, pad: string): [string, Names] {
    const c = this.fresh("c");
    const init = this.pick([
      "new Float64Array(6)",
      "a.slice()",
      `[${this.number(names, 2)}, ${this.number(names, 2)}, 0.5, 0.25]`,
      "Float64Array.from(b)",
      "a.map((t) => Math.sin(t))",
      "b.subarray(0, 4)",
    ]);
    return [`${pad}const ${c} = ${init};\n`, { ...names, arrays: [...names.arrays, c] }];
  }

  leave(names: Names, depth: number, pad: string): [string, Names] {
    if (!names.inLoop) {
      if (depth === 1) return this.declare(names, depth, pad);
      return [`${pad}if (${this.test(names)}) return ${this.number(names, 2)};\n`, names];
    }
    return [`${pad}if (${this.test(names)}) ${this.pick(["break", "continue"])};\n`, names];
  }

  fold(names: Names, _: number, pad: string): [string, Names] {
    const v = this.fresh("s");
    const array = this.pick(names.arrays);
    const [s, t] = [this.fresh("s"), this.fresh("t")];
    const inside = { ...names, numbers: [s, t, ...names.numbers] };
    const line = `${pad}let ${v} = ${array}.reduce((${s}, ${t}) => ${this.number(inside, 2)}, ${this.number(names, 1)});\n`;
    return [line, { ...names, numbers: [...names.numbers, v], variables: [...names.variables, v] }];
  }

  index(names: Names): string {
    if (names.indices.length > 0 && this.#draw(3) > 0) return this.pick(names.indices);
    return String(this.#draw(4));
  }

  test(names: Names): string {
    const compare = (): string =>
      `${this.number(names, 1)} ${this.pick(["<", ">", "<=", ">="])} ${this.number(names, 1)}`;
    const kind = this.#draw(4);
    if (kind === 1) return `${compare()} && ${compare()}`;
    if (kind === 2) return `${compare()} || ${compare()}`;
    if (kind === 3) return `!(${compare()})`;
    return compare();
  }

  number(names: Names, depth: number): string {
    if (depth === 0) return this.atom(names);
    const n = (): string => this.number(names, depth - 1);
    switch (this.#draw(12)) {
      case 0:
      case 1:
        return this.atom(names);
      case 2:
        return `(${n()} + ${n()})`;
      case 3:
        return `(${n()} - ${n()})`;
      case 4:
        return `(${n()} * Math.sin(${n()}))`;
      case 5:
        return `Math.${this.pick(["sin", "cos", "tanh", "atan"])}(${n()})`;
      case 6: {
        const v = n();
        return `(${v} / (1 + ${v} * ${v}))`;
      }
      case 7:
        return `Math.exp(-Math.abs(${n()}))`;
      case 8:
        return `Math.sqrt(1 + (${n()}) ** 2)`;
      case 9:
        return `(${this.test(names)} ? ${n()} : ${n()})`;
      case 10:
        if (names.functions.length > 0) return `${this.pick(names.functions)}(Math.sin(${n()}))`;
        return `Math.log(2 + Math.cos(${n()}))`;
      default:
        return `-${n()}`.replace("--", "- -");
    }
  }

  atom(names: Names): string {
    switch (this.#draw(4)) {
      case 0:
        return this.pick(names.numbers);
      case 1:
        return `${this.pick(names.arrays)}[${this.index(names)}]`;
      case 2:
        return this.pick(["0.5", "2", "-1", "0.25", "1.5"]);
      default:
        return names.indices.length > 0 ? this.pick(names.indices) : this.pick(names.numbers);
    }
  }
}
