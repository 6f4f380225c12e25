// Random programs in which one object has several names: variables, fields, items, entries of maps,
// results of functions, and cursors that go along links and change them. The list `h` is given.
import { Choices } from "./choices.ts";

/** What may be used; all of it is text. */
interface Names {
  /** Objects `{ v, next }`. */
  readonly nodes: readonly string[];
  /** Places that hold such an object. */
  readonly places: readonly string[];
  /** Variables that hold one, or null. */
  readonly maybes: readonly string[];
  /** Arrays of them, two items at least. */
  readonly lists: readonly string[];
  readonly maps: readonly string[];
  readonly loops: number;
}

type Made = readonly [text: string, names: Names];

const plus = (names: Names, more: Partial<Names>): Names => ({
  nodes: [...names.nodes, ...(more.nodes ?? [])],
  places: [...names.places, ...(more.places ?? [])],
  maybes: [...names.maybes, ...(more.maybes ?? [])],
  lists: [...names.lists, ...(more.lists ?? [])],
  maps: [...names.maps, ...(more.maps ?? [])],
  loops: names.loops,
});

class Writer {
  readonly #c: Choices;

  constructor(c: Choices) {
    this.#c = c;
  }

  #recent(items: readonly string[]): string {
    // what was made last is the most likely to be used
    const last = items.slice(-3);
    return this.#c.pick(this.#c.draw(3) > 0 ? last : items);
  }

  #node(names: Names): string {
    return this.#recent(names.nodes);
  }

  #maybe(names: Names): string {
    const node = this.#node(names);
    return this.#c.pick([
      node,
      `${node}.next`,
      "null",
      names.maybes.length > 0 ? this.#recent(names.maybes) : node,
      `(${this.#test(names)} ? ${node} : null)`,
      `(${node}.next === null ? null : ${node}.next.next)`,
    ]);
  }

  #number(names: Names): string {
    const node = this.#node(names);
    return this.#c.pick([
      "x",
      `${node}.v`,
      "0.75",
      `a[${this.#c.draw(6)}]`,
      `Math.sin(${node}.v + x)`,
      `(${node}.next === null ? 0.5 : ${node}.next.v)`,
      "s",
    ]);
  }

  #test(names: Names): string {
    return this.#c.pick([
      `${this.#number(names)} < ${this.#number(names)}`,
      `${this.#node(names)} === ${this.#node(names)}`,
      `${this.#node(names)}.next === null`,
      `x > ${this.#number(names)}`,
    ]);
  }

  #fresh(names: Names): string {
    return `{ v: ${this.#number(names)}, next: ${this.#maybe(names)} }`;
  }

  block(names: Names, pad: string, count: number): string {
    let [text, scope] = ["", names];
    for (let i = 0; i < count && this.#c.budget > 0; i++) {
      this.#c.budget--;
      const [line, after] = this.#statement(scope, pad);
      text += line;
      scope = after;
    }
    return text;
  }

  whole(names: Names, count: number): string {
    let [text, scope] = ["", names];
    for (let i = 0; i < count && this.#c.budget > 0; i++) {
      this.#c.budget--;
      const [line, after] = this.#statement(scope, "  ");
      text += line;
      scope = after;
    }
    const shown = scope.nodes.slice(-4).map((node, i) => ` + ${node}.v * ${i + 1}`);
    return `${text}  return s${shown.join("")} + (${this.#test(scope)} ? 1 : 2);\n`;
  }

  #statement(names: Names, pad: string): Made {
    const kinds =
      pad.length > 10 ? [this.#make, this.#change] : [this.#make, this.#change, this.#deep];
    return this.#c.pick(kinds).call(this, names, pad);
  }

  #make(names: Names, pad: string): Made {
    const c = this.#c;
    const node = this.#node(names);
    switch (c.draw(9)) {
      case 0:
      case 1: {
        const p = c.fresh("p");
        return [`${pad}const ${p} = ${this.#fresh(names)};\n`, plus(names, { nodes: [p] })];
      }
      case 2: {
        const w = c.fresh("w");
        const held = c.draw(2) === 0 ? node : this.#fresh(names);
        const line = `${pad}const ${w} = { p: ${held}, q: ${this.#node(names)} };\n`;
        const both = [`${w}.p`, `${w}.q`];
        return [line, plus(names, { nodes: both, places: both })];
      }
      case 3: {
        const l = c.fresh("l");
        const line = `${pad}const ${l} = [${node}, ${c.draw(2) === 0 ? this.#node(names) : this.#fresh(names)}];\n`;
        const items = [`${l}[0]`, `${l}[1]`];
        return [line, plus(names, { nodes: items, places: items, lists: [l] })];
      }
      case 4: {
        const m = c.fresh("m");
        const line = `${pad}const ${m} = new Map([[1, ${node}]]);\n`;
        return [line, plus(names, { nodes: [`${m}.get(1)`], maps: [m] })];
      }
      case 5: {
        const g = c.fresh("g");
        return [`${pad}const ${g} = () => ${node};\n`, plus(names, { nodes: [`${g}()`] })];
      }
      case 6: {
        const q = c.fresh("q");
        const init =
          c.draw(2) === 0 ? node : `(${this.#test(names)} ? ${node} : ${this.#node(names)})`;
        return [`${pad}let ${q} = ${init};\n`, plus(names, { nodes: [q], places: [q] })];
      }
      default: {
        const z = c.fresh("z");
        return [`${pad}let ${z} = ${this.#maybe(names)};\n`, plus(names, { maybes: [z] })];
      }
    }
  }

  #change(names: Names, pad: string): Made {
    const c = this.#c;
    const node = this.#node(names);
    const line = c.pick([
      () => `${node}.v += ${this.#number(names)};`,
      () => `${node}.v *= ${c.pick(["0.5", "1.5", "x"])};`,
      () => `${node}.v = ${this.#number(names)};`,
      () => `s += ${node}.v;`,
      () => `if (${this.#test(names)}) s += 1;`,
      () => `${node}.next = ${this.#maybe(names)};`,
      () =>
        `if (${node}.next !== null && ${node}.next.v < ${this.#number(names)}) ${node}.next = ${node}.next.next;`,
      () =>
        names.places.length > 0 ? `${this.#recent(names.places)} = ${node};` : `s -= ${node}.v;`,
      () =>
        names.places.length > 0
          ? `${this.#recent(names.places)} = ${this.#fresh(names)};`
          : `s -= ${node}.v;`,
      () => {
        const z = this.#recent(names.maybes);
        return `${z} = ${this.#maybe(names)};`;
      },
      () => {
        const z = this.#recent(names.maybes);
        return `${z} = { v: ${this.#number(names)}, next: ${z} };`;
      },
      () => {
        const z = this.#recent(names.maybes);
        return `if (${z} !== null) ${z}.v += ${this.#number(names)};`;
      },
      () => {
        const z = this.#recent(names.maybes);
        return `if (${z} !== null) ${z}.next = ${this.#maybe(names)};`;
      },
      () =>
        names.lists.length > 0 ? `${this.#recent(names.lists)}.push(${node});` : `s += ${node}.v;`,
      () =>
        names.maps.length > 0 ? `${this.#recent(names.maps)}.set(1, ${node});` : `s += ${node}.v;`,
      () =>
        names.loops > 0 ? `if (${this.#test(names)}) ${c.pick(["break", "continue"])};` : `s += 1;`,
    ])();
    return [`${pad}${line}\n`, names];
  }

  #deep(names: Names, pad: string): Made {
    const c = this.#c;
    const inner = { ...names, loops: names.loops + 1 };
    const body = (scope: Names): string => this.block(scope, `${pad}  `, 1 + c.draw(4));
    switch (c.draw(8)) {
      case 0: {
        const then = body(names);
        return [`${pad}if (${this.#test(names)}) {\n${then}${pad}}\n`, names];
      }
      case 1: {
        const i = c.fresh("i");
        const count = c.pick(["2", "a.length - 3", "a.length - 4"]);
        return [
          `${pad}for (let ${i} = 0; ${i} < ${count}; ${i}++) {/*tick*/\n${body(inner)}${pad}}\n`,
          names,
        ];
      }
      case 2: {
        const [r, n] = [c.fresh("r"), c.fresh("n")];
        const text = body(plus({ ...names, loops: 0 }, { nodes: [n] }));
        return [
          `${pad}const ${r} = (${n}) => {/*tick*/\n${pad}  if (${n} === null || t++ > 40) return 0.5;\n${text}${pad}  return ${n}.v * 0.25 + ${r}(${n}.next);\n${pad}};\n` +
            `${pad}s += ${r}(${this.#maybe(names)});\n`,
          names,
        ];
      }
      case 3: {
        const e = c.fresh("e");
        if (names.lists.length === 0) break;
        const text = body(plus(inner, { nodes: [e] }));
        return [
          `${pad}for (const ${e} of ${this.#recent(names.lists)}) {/*tick*/\n${text}${pad}}\n`,
          names,
        ];
      }
      case 4: {
        const [n, f] = [c.fresh("n"), c.fresh("f")];
        const text = body(plus(inner, { nodes: [n], maybes: [f] }));
        return [
          `${pad}let ${n} = ${this.#node(names)}, ${f} = ${this.#maybe(names)};\n` +
            `${pad}while (${f} !== null && t++ < 40) {/*tick*/\n${text}${pad}  ${n} = ${n}.next ?? ${n};\n${pad}  ${f} = ${f} && ${f}.next && ${f}.next.next;\n${pad}}\n`,
          plus(names, { nodes: [n], places: [n] }),
        ];
      }
    }
    const n = c.fresh("n");
    const text = body(plus(inner, { nodes: [n] }));
    const start = c.draw(3) > 0 ? this.#node(names) : this.#maybe(names);
    return [
      `${pad}for (let ${n} = ${start}; ${n} !== null && t++ < 40; ${n} = ${n}.next) {/*tick*/\n${text}${pad}}\n`,
      names,
    ];
  }
}

/** The text of a function of a number, an array, and a linked list `h`. */
export function namesProgram(list: readonly number[]): string {
  // short lists go on with numbers made of theirs (Numerical Recipes, 7.1), as 0 would be too plain
  let state = list.reduce((sum, n) => (Math.imul(sum, 31) + n) >>> 0, 1);
  const more = Array.from({ length: 600 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  });
  const c = new Choices([...list, ...more], 18);
  const none = { lists: [], maps: [], loops: 0 };
  const names: Names = { nodes: ["h0"], places: [], maybes: ["h"], ...none };
  const body = new Writer(c).whole(names, 4 + c.draw(8));
  return `function f(x, a, ps, rs, h, tree) {\n  const h0 = h;\n  let s = 0;\n  let t = 0;\n${body}}`;
}
