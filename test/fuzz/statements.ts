import { collections } from "./collections.ts";
import { type Choices, type Names, plus, type Style } from "./choices.ts";
import { Expressions } from "./expressions.ts";
import { jumping } from "./control.ts";
import { objects } from "./objects.ts";
import { unions } from "./unions.ts";

/** A statement's text, and what may be used after it. */
export type Made = readonly [text: string, names: Names];

/** Writes one statement; `depth` is that of the blocks around. */
export type Writer = (s: Statements, names: Names, pad: string, depth: number) => Made;

/** Writes statements. */
export class Statements {
  readonly c: Choices;
  readonly e: Expressions;
  readonly style: Style;

  constructor(c: Choices, style: Style) {
    this.c = c;
    this.style = style;
    this.e = new Expressions(c, style);
  }

  /** Statements the last of which returns. */
  body(names: Names, depth: number, count: number): string {
    const [text, after] = this.statements({ ...names, loops: [] }, depth, count);
    return `${text}${"  ".repeat(depth)}return ${this.e.number(after, 3)};\n`;
  }

  /** Statements in a block. */
  block(names: Names, depth: number, count: number): string {
    return this.statements(names, depth, count)[0];
  }

  statements(names: Names, depth: number, count: number): Made {
    let [text, scope] = ["", names];
    const pad = "  ".repeat(depth);
    for (let i = 0; i < count && this.c.budget > 0; i++) {
      this.c.budget--;
      const [line, after] = this.statement(scope, depth, pad);
      text += line;
      scope = after;
    }
    return [text, scope];
  }

  statement(names: Names, depth: number, pad: string): Made {
    if (this.style.heap === true && this.c.draw(3) > 0) {
      const writers = [...objects, ...unions, ...jumping, ...collections];
      return this.c.pick(writers)(this, names, pad, depth);
    }
    const simple = [this.declare, this.assign, this.update, this.store, this.leave, this.local];
    const more = [this.swap, this.object, this.flag, this.stack, this.matrix, this.closures];
    const deep = [this.branch, this.count, this.each, this.loop, this.lambda, this.choose];
    const deeper = [this.nest, this.recursive, this.list, this.higher, this.branch, this.count];
    const kinds = depth > 4 ? [...simple, ...more] : [...simple, ...deep, ...more, ...deeper];
    return this.c.pick(kinds).call(this, names, pad, depth);
  }

  declare(names: Names, pad: string): Made {
    const v = this.c.fresh("v");
    const after = plus(names, { numbers: [v], variables: [v] });
    return [`${pad}let ${v} = ${this.e.number(names, 3)};\n`, after];
  }

  assign(names: Names, pad: string): Made {
    if (names.variables.length === 0) return this.declare(names, pad);
    return [`${pad}${this.c.pick(names.variables)} = ${this.e.number(names, 3)};\n`, names];
  }

  update(names: Names, pad: string): Made {
    if (names.variables.length === 0) return this.declare(names, pad);
    const op = this.c.pick(["+=", "-=", "*="]);
    const value = this.e.number(names, 2);
    const factor = op === "*=" ? this.e.bounded(value) : value;
    return [`${pad}${this.c.pick(names.variables)} ${op} ${factor};\n`, names];
  }

  store(names: Names, pad: string): Made {
    const op = this.c.pick(["=", "+=", "-="]);
    const place = `${this.e.array(names)}[${this.e.index(names)}]`;
    return [`${pad}${place} ${op} ${this.e.number(names, 2)};\n`, names];
  }

  leave(names: Names, pad: string, depth: number): Made {
    if (depth === 1) return this.declare(names, pad);
    const label = names.loops.length === 0 ? undefined : this.c.pick(names.loops);
    const ways = [`return ${this.e.number(names, 1)}`];
    if (label !== undefined) ways.unshift(`break ${label}`.trim(), `continue ${label}`.trim());
    return [`${pad}if (${this.e.test(names)}) ${this.c.pick(ways)};\n`, names];
  }

  local(names: Names, pad: string): Made {
    const c = this.c.fresh("c");
    const n = (): string => this.e.number(names, 1);
    const source = this.c.pick(names.arrays);
    const init = this.c.pick([
      () => `[${n()}, ${n()}, ${n()}, 0.25]`,
      () => "new Float64Array(6)",
      () => `${source}.slice()`,
      () => `Float64Array.from(${source})`,
      () => `${source}.map((t) => ${this.e.bounded("t")})`,
      () => `${this.c.pick(["a", "b"])}.subarray(${this.c.pick(["1, 5", "2", "0, 4"])})`,
      () => `new Float32Array(4)`,
      () => `new Int32Array(5)`,
      () => `[...${source}]`,
      () => source,
      () => `(${this.e.test(names)} ? a : b)`,
      () => `Array.from({ length: 4 }, (_, i) => i + ${n()})`,
      () => `new Uint8Array([1, 2, 3, 250])`,
    ])();
    return [`${pad}const ${c} = ${init};\n`, plus(names, { arrays: [c] })];
  }

  branch(names: Names, pad: string, depth: number): Made {
    const then = this.block(names, depth + 1, 1 + this.c.draw(3));
    const text = `${pad}if (${this.e.test(names)}) {\n${then}${pad}}`;
    if (this.c.draw(2) === 0) return [`${text}\n`, names];
    return [`${text} else {\n${this.block(names, depth + 1, 1 + this.c.draw(2))}${pad}}\n`, names];
  }

  count(names: Names, pad: string, depth: number): Made {
    const i = this.c.fresh("i");
    const n = 1 + this.c.draw(4);
    const array = this.c.pick(["a", "b"]);
    const head = this.c.pick([
      `let ${i} = 0; ${i} < ${n}; ${i}++`,
      `let ${i} = 0; ${i} < ${array}.length - 2; ${i}++`,
      `let ${i} = 3; ${i} >= 0; ${i}--`,
      `let ${i} = 0; ${i} < 4; ${i} += 2`,
      `let ${i} = 0; ${i} < 4 && ${this.e.test(names)}; ++${i}`,
    ]);
    const label = this.c.draw(3) === 2 ? this.c.fresh("out") : "";
    const inside = { ...plus(names, { indices: [i] }), loops: [...names.loops, "", label] };
    const body = this.block(inside, depth + 1, 1 + this.c.draw(3));
    const mark = label === "" ? "" : `${label}: `;
    return [`${pad}${mark}for (${head}) {/*tick*/\n${body}${pad}}\n`, names];
  }

  each(names: Names, pad: string, depth: number): Made {
    const [t, i] = [this.c.fresh("t"), this.c.fresh("i")];
    const inside = plus({ ...names, loops: [...names.loops, ""] }, { numbers: [t] });
    const array = this.c.pick(names.arrays);
    if (this.c.draw(3) === 0 && names.matrices.length > 0) {
      const rows = plus({ ...names, loops: [...names.loops, ""] }, { arrays: [t] });
      const body = this.block(rows, depth + 1, 1 + this.c.draw(3));
      return [
        `${pad}for (const ${t} of ${this.c.pick(names.matrices)}) {/*tick*/\n${body}${pad}}\n`,
        names,
      ];
    }
    const body = this.block(inside, depth + 1, 1 + this.c.draw(3));
    if (this.c.draw(3) === 2) {
      return [
        `${pad}${array}.forEach((${t}, ${i}) => {/*tick*/\n${this.block(plus({ ...names, loops: [] }, { numbers: [t, i] }), depth + 1, 1)}${pad}});\n`,
        names,
      ];
    }
    const head = this.c.pick([`${t} of ${array}`, `[${i}, ${t}] of ${array}.entries()`]);
    return [`${pad}for (const ${head}) {/*tick*/\n${body}${pad}}\n`, names];
  }

  loop(names: Names, pad: string, depth: number): Made {
    const k = this.c.fresh("k");
    const inside = plus({ ...names, loops: [...names.loops, ""] }, { numbers: [k] });
    const body = this.block(inside, depth + 1, 1 + this.c.draw(3));
    const test = `${k}++ < ${1 + this.c.draw(5)} && ${this.e.test(names)}`;
    return this.c.draw(2) === 0
      ? [`${pad}let ${k} = 0;\n${pad}while (${test}) {/*tick*/\n${body}${pad}}\n`, names]
      : [`${pad}let ${k} = 0;\n${pad}do {/*tick*/\n${body}${pad}} while (${test});\n`, names];
  }

  nest(names: Names, pad: string, depth: number): Made {
    const [i, j, out] = [this.c.fresh("i"), this.c.fresh("j"), this.c.fresh("out")];
    const inside = plus({ ...names, loops: ["", out] }, { indices: [i, j] });
    const body = this.block(inside, depth + 2, 1 + this.c.draw(3));
    const heads = [
      `let ${i} = 0; ${i} < 3; ${i}++`,
      `let ${j} = ${this.c.pick(["0", i])}; ${j} < 4; ${j}++`,
    ];
    return [
      `${pad}${out}: for (${heads[0]}) {\n${pad}  for (${heads[1]}) {/*tick*/\n${body}${pad}  }\n${pad}}\n`,
      names,
    ];
  }

  lambda(names: Names, pad: string, depth: number): Made {
    const [f, p] = [this.c.fresh("g"), this.c.fresh("p")];
    const inside = plus(names, { numbers: [p], variables: [p] });
    const after = plus(names, { functions: [f] });
    switch (this.c.draw(3)) {
      case 0:
        return [`${pad}const ${f} = (${p}) => ${this.e.number(inside, 2)};\n`, after];
      case 1: {
        const body = this.body({ ...inside, functions: [] }, depth + 1, 1 + this.c.draw(3));
        return [`${pad}const ${f} = (${p}, q${f} = 0.5) => {/*tick*/\n${body}${pad}};\n`, after];
      }
      default: {
        const body = this.body({ ...inside, functions: [] }, depth + 1, 1 + this.c.draw(3));
        return [`${pad}function ${f}(${p}) {/*tick*/\n${body}${pad}}\n`, after];
      }
    }
  }

  recursive(names: Names, pad: string, depth: number): Made {
    const [f, p, n] = [this.c.fresh("r"), this.c.fresh("p"), this.c.fresh("n")];
    const inside = plus({ ...names, functions: [] }, { numbers: [p, n], variables: [p] });
    const again = `${f}(${this.e.bounded(this.e.number(inside, 1))}, ${n} - 1)`;
    const ways = [`return ${again};`, `${p} += ${again};`, `${p} = ${p} * ${again} + ${again};`];
    const way = this.c.pick(ways);
    const body = this.body(inside, depth + 1, 1 + this.c.draw(2));
    const start = this.c.pick(["2", "3", "2 + Math.abs(x)", "a.length - 3"]);
    const stop = `if (${n} < 0.5) return ${this.e.number(inside, 1)};`;
    return [
      `${pad}const ${f} = (${p}, ${n} = ${start}) => {/*tick*/\n${pad}  ${stop}\n${pad}  ${way}\n${body}${pad}};\n`,
      plus(names, { functions: [f] }),
    ];
  }

  higher(names: Names, pad: string): Made {
    const [h, g] = [this.c.fresh("h"), this.c.fresh("g")];
    const inner = this.c.pick(names.functions.length > 0 ? names.functions : ["Math.sqrt"]);
    const p = this.c.fresh("p");
    const text = this.c.pick([
      `${pad}const ${h} = (g, t) => g(g(t) * 0.5 + 1);\n${pad}const ${g} = (t) => ${h}(${inner}, t * t);\n`,
      `${pad}const ${h} = (s) => (t) => ${this.e.bounded("t")} * s;\n${pad}const ${g} = ${h}(${this.e.number(names, 1)});\n`,
      `${pad}const ${h} = (...ts) => ts.reduce((s, t) => s + t * t, 0);\n${pad}const ${g} = (t) => ${h}(t, ${this.e.number(names, 1)}, 1);\n`,
      `${pad}const ${g} = ${this.e.test(names)} ? (${p}) => ${this.e.number(plus(names, { numbers: [p] }), 1)} : ${inner === "Math.sqrt" ? "Math.abs" : inner};\n`,
    ]);
    return [text, plus(names, { functions: [g] })];
  }

  closures(names: Names, pad: string): Made {
    const [fs, i, g] = [this.c.fresh("fs"), this.c.fresh("i"), this.c.fresh("g")];
    const inside = plus(names, { indices: [i], numbers: [i] });
    const body = this.e.number(inside, 2);
    return [
      `${pad}const ${fs} = [];\n${pad}for (let ${i} = 0; ${i} < 3; ${i}++) ${fs}.push((t) => t * ${body});\n` +
        `${pad}const ${g} = (t) => ${fs}[0](t) + ${fs}[2](t);\n`,
      plus(names, { functions: [g] }),
    ];
  }

  choose(names: Names, pad: string, depth: number): Made {
    const on = this.c.pick([this.e.index(names), `Math.floor(${this.e.number(names, 1)})`]);
    const inside = { ...names, loops: names.loops.filter((l) => l !== "") };
    const cases = [0, 1, 2].map((k) => {
      const body = this.block(inside, depth + 2, 1 + this.c.draw(2));
      const end = this.c.draw(3) === 2 ? "" : `${pad}    break;\n`;
      return `${pad}  ${k === 2 && this.c.draw(2) === 0 ? "default" : `case ${k}`}: {\n${body}${end}${pad}  }\n`;
    });
    return [`${pad}switch (${on}) {\n${cases.join("")}${pad}}\n`, names];
  }

  swap(names: Names, pad: string): Made {
    const place = (): string => `${this.e.array(names)}[${this.e.index(names)}]`;
    if (names.variables.length < 2 || this.c.draw(2) === 1) {
      const [v, w] = [place(), place()];
      return [`${pad}[${v}, ${w}] = [${w}, ${v}];\n`, names];
    }
    const [v, w] = [this.c.pick(names.variables), this.c.pick(names.variables)];
    return [`${pad}[${v}, ${w}] = [${w}, ${v}];\n`, names];
  }

  object(names: Names, pad: string): Made {
    const o = this.c.fresh("o");
    const n = (): string => this.e.number(names, 2);
    const { objects } = names;
    const fields = [`${o}.p`, `${o}.q`];
    const after = plus(names, { objects: [o], numbers: fields, variables: fields });
    if (objects.length === 0) return [`${pad}const ${o} = { p: ${n()}, q: ${n()} };\n`, after];
    switch (this.c.draw(6)) {
      case 0:
        return [`${pad}const ${o} = { p: ${n()}, q: ${n()} };\n`, after];
      case 1:
        return [`${pad}const ${o} = { ...${this.c.pick(objects)}, q: ${n()} };\n`, after];
      case 2:
        return [`${pad}const ${o} = ${this.c.pick(objects)};\n`, after];
      case 3: {
        const [v, w] = [this.c.fresh("v"), this.c.fresh("v")];
        const line = `${pad}let { p: ${v}, q: ${w} = 1 } = ${this.c.pick(objects)};\n`;
        return [line, plus(names, { numbers: [v, w], variables: [v, w] })];
      }
      case 4: {
        const h = this.c.fresh("h");
        const field = this.c.pick(["p", "q"]);
        const line = `${pad}const ${h} = (o, t) => { o.${field} += t; return o; };\n`;
        return [`${line}${pad}const ${o} = ${h}(${this.c.pick(objects)}, ${n()});\n`, after];
      }
      default: {
        const line = `${pad}const ${o} = ${this.e.test(names)} ? ${this.c.pick(objects)} : ${this.c.pick(objects)};\n`;
        return [line, after];
      }
    }
  }

  flag(names: Names, pad: string): Made {
    if (names.flags.length > 0 && this.c.draw(2) === 0) {
      return [`${pad}${this.c.pick(names.flags)} = ${this.e.test(names)};\n`, names];
    }
    const q = this.c.fresh("q");
    return [`${pad}let ${q} = ${this.e.test(names)};\n`, plus(names, { flags: [q] })];
  }

  stack(names: Names, pad: string): Made {
    const { stacks } = names;
    if (stacks.length === 0 || this.c.draw(4) === 0) {
      const c = this.c.fresh("c");
      const init = `[${this.e.number(names, 1)}, 1, 0.5, ${this.e.number(names, 1)}]`;
      return [`${pad}const ${c} = ${init};\n`, plus(names, { stacks: [c] })];
    }
    const c = this.c.pick(stacks);
    const places = names.variables.length > 0 ? names.variables : ["a[0]"];
    const line = this.c.pick([
      `${c}.push(${this.e.number(names, 2)});`,
      `if (${c}.length > 4) ${this.c.pick(places)} = ${c}.pop();`,
      `${c}.push(${this.e.number(names, 1)}, ${c}[${c}.length - 1]);`,
      `${c}[${c}.length - 1] *= 0.5;`,
      `${c}.fill(${this.e.number(names, 1)}, 1, 3);`,
      `${c}.reverse();`,
    ]);
    return [`${pad}${line}\n`, names];
  }

  matrix(names: Names, pad: string): Made {
    const { matrices } = names;
    if (matrices.length === 0 || this.c.draw(3) === 0) {
      const m = this.c.fresh("m");
      const row = (): string => `[${this.e.number(names, 1)}, 1, ${this.e.number(names, 1)}, 0.5]`;
      const init = this.c.pick([
        () => `[${row()}, ${row()}]`,
        () => `[a, b]`,
        () => `[${this.c.pick(names.arrays)}.slice(), a.slice()]`,
        () => `[0, 1].map((r) => [r, 1, ${this.e.number(names, 1)}, 0.5])`,
        () => `Array.from({ length: 2 }, () => new Float64Array(4))`,
      ])();
      return [`${pad}const ${m} = ${init};\n`, plus(names, { matrices: [m] })];
    }
    const m = this.c.pick(matrices);
    const line = this.c.pick([
      `[${m}[0], ${m}[1]] = [${m}[1], ${m}[0]];`,
      `${m}[0] = ${m}[1];`,
      `${m}[(${this.e.index(names)}) % 2] = ${m}[(${this.e.index(names)}) & 1];`,
    ]);
    return [`${pad}${line}\n`, names];
  }

  list(names: Names, pad: string): Made {
    if (this.c.draw(8) < 7) return this.assign(names, pad);
    const [head, node, v, i] = ["list", "node", "v", "i"].map((base) => this.c.fresh(base)) as [
      string,
      string,
      string,
      string,
    ];
    const value = this.e.number(plus(names, { indices: [i] }), 2);
    const inside = plus(names, { numbers: [`${node}.value`, v] });
    return [
      `${pad}let ${head} = null;\n` +
        `${pad}for (let ${i} = 0; ${i} < ${this.c.pick(["2", "3", "a.length - 2"])}; ${i}++) ${head} = { value: ${value}, next: ${head} };\n` +
        `${pad}let ${v} = 0;\n` +
        `${pad}for (let ${node} = ${head}; ${node} !== null; ${node} = ${node}.next) ${v} += ${this.e.number(inside, 2)};\n`,
      plus(names, { numbers: [v], variables: [v] }),
    ];
  }
}
