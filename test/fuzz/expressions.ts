import type { Choices, Names, Style } from "./choices.ts";
import { plus } from "./choices.ts";

/** Writes expressions. */
export class Expressions {
  readonly c: Choices;
  readonly style: Style;

  constructor(c: Choices, style: Style) {
    this.c = c;
    this.style = style;
  }

  /** An integer from 0 to 3. */
  index(names: Names): string {
    if (names.indices.length === 0 || this.c.draw(4) === 0) return String(this.c.draw(4));
    const i = this.c.pick(names.indices);
    return this.c.pick([
      i,
      i,
      i,
      `3 - ${i}`,
      `(${i} + 1) % 4`,
      `((${i} * 5) ^ 2) & 3`,
      `${i} >> 1`,
    ]);
  }

  array(names: Names): string {
    const kind = this.c.draw(5);
    if (kind === 4 && names.matrices.length > 0) {
      const m = this.c.pick(names.matrices);
      return `${m}[${this.c.pick(["0", "1", `(${this.index(names)}) % 2`, `(${this.index(names)}) & 1`])}]`;
    }
    if (kind === 3 && names.stacks.length > 0) return this.c.pick(names.stacks);
    return this.c.pick(names.arrays);
  }

  test(names: Names, depth = 1): string {
    const compare = (): string => {
      const [x, y] = [this.number(names, depth), this.number(names, depth)];
      return `${x} ${this.c.pick(["<", ">", "<=", ">=", "!=="])} ${y}`;
    };
    switch (this.c.draw(7)) {
      case 1:
        return `${compare()} && ${compare()}`;
      case 2:
        return `(${compare()} || ${compare()})`;
      case 3:
        return `!(${compare()})`;
      case 4:
        return names.flags.length > 0 ? this.c.pick(names.flags) : compare();
      case 5:
        return `${this.index(names)} ${this.c.pick(["===", "<", "!=="])} ${this.index(names)}`;
      default:
        return compare();
    }
  }

  number(names: Names, depth: number): string {
    if (depth === 0) return this.atom(names);
    if (this.style.heap === true && this.c.draw(3) === 2) return this.ofObjects(names, depth);
    const n = (): string => this.number(names, depth - 1);
    switch (this.c.draw(20)) {
      case 0:
      case 1:
        return this.atom(names);
      case 2:
      case 12:
        return `(${n()} + ${n()})`;
      case 3:
      case 13:
        return `(${n()} - ${n()})`;
      case 4:
      case 14:
        return `(${n()} * ${this.bounded(n())})`;
      case 5:
        return this.bounded(n());
      case 6: {
        const v = n();
        return `(${v} / (1 + ${v} * ${v}))`;
      }
      case 7:
        return `Math.sqrt(1 + (${n()}) ** 2)`;
      case 8:
        return `Math.${this.c.pick(["abs", "min", "max", "min"])}(${n()}${this.c.draw(2) === 0 ? "" : `, ${n()}`})`;
      case 9:
        return `(${this.test(names)} ? ${n()} : ${n()})`;
      case 10:
        if (names.functions.length > 0)
          return `${this.c.pick(names.functions)}(${this.bounded(n())})`;
        return this.smooth(n);
      case 11:
        return `-(${n()})`;
      case 15:
        return this.step(names, n);
      case 16:
        return this.whole(names);
      case 17:
        return this.effect(names, n);
      case 18:
        return this.derivative(names, n);
      default:
        return this.smooth(n);
    }
  }

  /** A number out of an object, a list, a union. */
  ofObjects(names: Names, depth: number): string {
    const n = (): string => this.number(names, depth - 1);
    const sources = (["shapes", "lists", "records", "chains", "trees"] as const).filter(
      (kind) => names[kind].length > 0,
    );
    const more = (
      ["unions", "mixes", "tagged", "generators", "maps", "texts", "sets"] as const
    ).filter((kind) => names[kind].length > 0);
    if (sources.length + more.length === 0) return this.atom(names);
    const kind = this.c.pick([...sources, ...more]);
    const v = this.c.pick(names[kind]);
    const ways: Readonly<Record<typeof kind, readonly (() => string)[]>> = {
      shapes: [
        () => `${v}.p`,
        () => `${v}.area(${this.bounded(n())})`,
        () => `${v}.q`,
        () => `(${v} instanceof Box ? ${v}.r : ${n()})`,
        () => `(${v}.next?.p ?? ${n()})`,
        () => `(${v}.next === ${this.c.pick(names.shapes)} ? ${n()} : ${n()})`,
        () => `(${v}.tag === "far" ? ${v}.q : ${n()})`,
      ],
      lists: [
        () => `(${v}.length > 0 ? ${v}[${v}.length - 1].p : ${n()})`,
        () => `${v}.reduce((s, o) => s * 0.5 + o.area(0.5), 0)`,
        () => `(${v}.find((o) => o.p > ${this.atom(names)})?.q ?? ${n()})`,
        () => `(${v}[${this.index(names)}]?.p ?? ${n()})`,
        () => `${v}.map((o) => o.area(1)).reduce((s, t) => s * 0.5 + t, 0)`,
      ],
      records: [
        () => `(${v}.length > 0 ? ${v}[0].q : ${n()})`,
        () => `${v}.reduce((s, { p, q }) => s * 0.5 + p * q, 0)`,
        () => `(${v}.at(-1)?.p ?? ${n()})`,
        () => `(${v}.some((o) => o.p > ${this.atom(names)}) ? ${n()} : 0.5)`,
      ],
      chains: [() => `(${v}?.v ?? ${n()})`, () => `(${v}?.next?.v ?? ${n()})`],
      trees: [
        () => `(${v}?.v ?? ${n()})`,
        () => `(${v} === null ? ${n()} : ${v}.left === null ? ${v}.v : ${v}.left.v)`,
      ],
      unions: [() => this.union(v, n)],
      mixes: [() => `${v}.reduce((s, u) => s * 0.5 + (${this.union("u", n)}), 0)`],
      tagged: [() => `(${v}.kind === "disc" ? ${v}.r * ${v}.r : ${v}.w * ${v}.h)`],
      maps: [
        () => `(${v}.get(${this.index(names)}) ?? ${n()})`,
        () => `[...${v}.values()].reduce((s, t) => s * 0.5 + t, 0)`,
        () => `[...${v}].reduce((s, [k, t]) => s * 0.5 + k * t, 0)`,
        () => `${v}.size`,
      ],
      texts: [
        () => `(${v}.get("far") ?? ${n()})`,
        () => `(${v}.get(${this.test(names)} ? "near" : "far") ?? 0.5)`,
        () => `[...${v}.values()].reduce((s, t) => s * 0.5 + t, 0)`,
      ],
      sets: [
        () => `(${v}.has(${this.index(names)}) ? ${n()} : 0.5)`,
        () => `[...${v}].reduce((s, t) => s * 0.5 + t, 0)`,
        () => `${v}.size`,
      ],
      generators: [() => `[...${v}()].reduce((s, t) => s * 0.5 + t, 0)`],
    };
    return this.c.pick(ways[kind])();
  }

  /** A number out of a number, a text, null, or an object with `p` and `q`. */
  union(u: string, n: () => string): string {
    return `(typeof ${u} === "number" ? ${u} : typeof ${u} === "string" ? (${u} === "far" ? ${n()} : 0.5) : ${u} === null ? ${n()} : ${u}.p * ${u}.q)`;
  }

  /** Something between -1 and 1. */
  bounded(x: string): string {
    if (this.style.exact === true) return `((${x}) / Math.sqrt(1 + (${x}) ** 2))`;
    return `Math.${this.c.pick(["sin", "cos", "tanh", "atan"])}(${x})`;
  }

  smooth(n: () => string): string {
    if (this.style.exact === true) return `(1 / (2 + ${this.bounded(n())}))`;
    switch (this.c.draw(8)) {
      case 0:
        return `Math.exp(-Math.abs(${n()}))`;
      case 1:
        return `Math.log(2 + Math.cos(${n()}))`;
      case 2:
        return `Math.atan2(${n()}, 1.5)`;
      case 3:
        return `Math.hypot(${n()}, 1.5)`;
      case 4:
        return `Math.log1p(Math.abs(${n()}))`;
      case 5:
        return `Math.asinh(${n()})`;
      case 6:
        return `(1.5 + Math.sin(${n()})) ** ${this.c.pick(["2", "3", "0.5", "-1", "1.25"])}`;
      default:
        return `Math.cbrt(2 + Math.sin(${n()}))`;
    }
  }

  /** A function of numbers that jumps. */
  step(names: Names, n: () => string): string {
    switch (this.c.draw(6)) {
      case 0:
        return `Math.${this.c.pick(["floor", "ceil", "trunc", "sign", "round"])}(${n()})`;
      case 1:
        return `((${n()} * 8) | 0)`;
      case 2:
        return `(${n()} % 1)`;
      case 3:
        return `((${this.index(names)} << 2) ^ 5)`;
      case 4:
        return `(${n()} || ${n()})`;
      default:
        return `Math.fround(${n()})`;
    }
  }

  /** Something made of a whole array. */
  whole(names: Names): string {
    const array = this.array(names);
    const [s, t] = [this.c.fresh("s"), this.c.fresh("t")];
    const inside = plus(names, { numbers: [s, t] });
    switch (this.c.draw(7)) {
      case 0:
        return `${array}.reduce((${s}, ${t}) => ${this.bounded(this.number(inside, 1))}, 0.5)`;
      case 1:
        return `${array}.map((${t}) => ${this.number(plus(names, { numbers: [t] }), 1)})[${this.index(names)}]`;
      case 2:
        return `Math.max(...[${this.number(names, 0)}, ${this.atom(names)}])`;
      case 3:
        return `${array}.length`;
      case 4:
        return `${array}.slice(${this.c.draw(2)}).reduce((${s}, ${t}) => ${s} + ${t}, 0)`;
      case 5:
        return `(${array}.some((${t}) => ${t} > ${this.number(names, 0)}) ? 1 : 0.5)`;
      default:
        return `${array}.indexOf(${this.number(names, 0)})`;
    }
  }

  /** A number whose evaluation changes something. */
  effect(names: Names, n: () => string): string {
    const kind = this.c.draw(4);
    if (kind === 1) return `(${this.array(names)}[${this.index(names)}] = ${this.bounded(n())})`;
    if (names.variables.length === 0) return this.atom(names);
    const v = this.c.pick(names.variables);
    if (kind === 2) return `${v}++`;
    if (kind === 3) return `(--${v})`;
    return `(${v} = ${this.bounded(n())})`;
  }

  derivative(names: Names, n: () => string): string {
    if (this.style.nested !== true) return this.smooth(n);
    const p = this.c.fresh("p");
    const inside = plus(names, { numbers: [p] });
    return `grad((${p}) => ${this.bounded(this.number(inside, 2))} + ${p})(${n()})`;
  }

  atom(names: Names): string {
    switch (this.c.draw(5)) {
      case 0:
        return this.c.pick(names.numbers);
      case 1:
        return `${this.array(names)}[${this.index(names)}]`;
      case 2:
        return this.c.pick(["0.5", "2", "-1", "0.25", "1.5", "0"]);
      case 3:
        if (names.objects.length === 0) return this.c.pick(names.numbers);
        return `${this.c.pick(names.objects)}.${this.c.pick(["p", "q"])}`;
      default:
        return names.indices.length > 0 ? this.c.pick(names.indices) : this.c.pick(names.numbers);
    }
  }
}
