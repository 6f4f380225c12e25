// Statements about maps and sets, whose keys are numbers or texts, and functions that are kept.
import { plus } from "./choices.ts";
import { place } from "./objects.ts";
import type { Statements, Writer } from "./statements.ts";
import type { Names } from "./choices.ts";

/** A key that is a small integer, or one of a few texts. */
function key(s: Statements, names: Names, texts: boolean): string {
  if (texts) return `(${s.e.test(names)} ? "near" : "far")`;
  return s.c.pick([() => s.e.index(names), () => `Math.round(${s.e.number(names, 1)})`])();
}

const map: Writer = (s, names, pad, depth) => {
  const m = s.c.fresh("map");
  const n = (): string => s.e.number(names, 1);
  const known = [...names.maps, ...names.texts];
  if (known.length === 0 || s.c.draw(4) === 0) {
    const texts = s.c.draw(3) === 2;
    const first = texts ? `"near"` : "1";
    const init = s.c.pick([
      () => "new Map()",
      () => `new Map([[${first}, ${n()}]])`,
      () => `new Map([[${key(s, names, texts)}, ${n()}], [${first}, ${n()}]])`,
      ...(texts ? [] : [() => `new Map([...a].slice(0, 3).map((t, i) => [i % 2, t * ${n()}]))`]),
    ])();
    return [`${pad}const ${m} = ${init};\n`, plus(names, texts ? { texts: [m] } : { maps: [m] })];
  }
  const one = s.c.pick(known);
  const at = (): string => key(s, names, names.texts.includes(one));
  const [k, v] = [s.c.fresh("k"), s.c.fresh("v")];
  switch (s.c.draw(8)) {
    case 0:
      return [`${pad}if (${one}.size < 6) ${one}.set(${at()}, ${n()});\n`, names];
    case 1: {
      const line = `const ${k} = ${at()};\n${pad}if (${one}.has(${k})) ${one}.set(${k}, ${one}.get(${k}) * 0.5 + ${n()});`;
      return [`${pad}${line}\n`, names];
    }
    case 2:
      return [`${pad}if (${one}.delete(${at()})) ${place(s, names)} = ${n()};\n`, names];
    case 3:
      return [`${pad}if (${one}.has(${at()})) ${place(s, names)} = ${n()};\n`, names];
    case 4: {
      const inside = plus(names, { numbers: [v] });
      return [
        `${pad}${one}.forEach((${v}) => { ${place(s, names)} = ${s.e.bounded(s.e.number(inside, 1))}; });\n`,
        names,
      ];
    }
    case 5:
      return [`${pad}const ${m} = new Map(${one});\n`, plus(names, sameAs(names, one, m))];
    default: {
      const numbers = names.texts.includes(one) ? [v] : [k, v];
      const inside = plus({ ...names, loops: [...names.loops, ""] }, { numbers });
      const body = s.block(inside, depth + 1, 1 + s.c.draw(2));
      return [`${pad}for (const [${k}, ${v}] of ${one}) {/*tick*/\n${body}${pad}}\n`, names];
    }
  }
};

const sameAs = (names: Names, one: string, other: string): Partial<Names> =>
  names.texts.includes(one) ? { texts: [other] } : { maps: [other] };

const set: Writer = (s, names, pad, depth) => {
  const [q, v] = [s.c.fresh("set"), s.c.fresh("v")];
  if (names.sets.length === 0 || s.c.draw(4) === 0) {
    const init = s.c.pick(["new Set()", "new Set([1, 2, 1])", "new Set(a)"]);
    return [`${pad}const ${q} = ${init};\n`, plus(names, { sets: [q] })];
  }
  const one = s.c.pick(names.sets);
  switch (s.c.draw(4)) {
    case 0:
      return [`${pad}if (${one}.size < 8) ${one}.add(${key(s, names, false)});\n`, names];
    case 1:
      return [`${pad}${one}.delete(${key(s, names, false)});\n`, names];
    default: {
      const inside = plus({ ...names, loops: [...names.loops, ""] }, { numbers: [v] });
      const body = s.block(inside, depth + 1, 1 + s.c.draw(2));
      return [`${pad}for (const ${v} of ${one}) {/*tick*/\n${body}${pad}}\n`, names];
    }
  }
};

const kept: Writer = (s, names, pad) => {
  const [fs, g, h] = [s.c.fresh("fs"), s.c.fresh("g"), s.c.fresh("h")];
  const n = (): string => s.e.number(names, 1);
  const step = (): string => `(t) => ${s.e.bounded("t")} * ${n()}`;
  const more = names.functions.length > 0 ? s.c.pick(names.functions) : step();
  const fill = s.c.pick([
    () => `if (${s.e.test(names)}) ${fs}.push(${step()}, ${more});`,
    () => `for (let i = 0; i < a.length - 4; i++) ${fs}.push((t) => t * b[i] + ${n()});`,
    () => `for (const v of a) if (v > ${n()}) ${fs}.push((t) => t - v * ${n()}, ${more});`,
  ])();
  const text =
    `${pad}const ${fs} = [${step()}];\n${pad}${fill}\n` +
    s.c.pick([
      `${pad}const ${g} = (t) => ${fs}.reduce((s, f) => 0.5 * f(s), t);\n`,
      `${pad}const ${h} = ${fs}[${fs}.length - 1];\n${pad}const ${g} = (t) => ${h}(t) + ${fs}[0](t);\n`,
      `${pad}const ${g} = (t) => { let s = 0; for (const f of ${fs}) s += f(t); return s; };\n`,
    ]);
  return [text, plus(names, { functions: [g] })];
};

export const collections: readonly Writer[] = [map, map, set, kept];
