// Statements that jump: errors, generators; and functions that call one another.
import { plus } from "./choices.ts";
import { place } from "./objects.ts";
import type { Statements, Writer } from "./statements.ts";
import type { Names } from "./choices.ts";

function thrown(s: Statements, names: Names): string {
  const n = (): string => s.e.number(names, 1);
  return s.c.pick([
    n,
    () => `new Error("far")`,
    () => `{ v: ${n()} }`,
    () => `"near"`,
    () => (names.shapes.length > 0 ? s.c.pick(names.shapes) : n()),
  ])();
}

const attempt: Writer = (s, names, pad, depth) => {
  const inside = plus(names, { throws: ["caught"] });
  const body = s.block(inside, depth + 1, 1 + s.c.draw(3));
  const call =
    names.throwers.length > 0
      ? `${pad}  ${place(s, names)} = ${s.c.pick(names.throwers)}(${s.e.number(names, 1)});\n`
      : `${pad}  if (${s.e.test(names)}) throw ${thrown(s, names)};\n`;
  const last = s.c.draw(3) === 2 ? s.block(names, depth + 1, 1) : "";
  const handler = s.c.pick([
    () =>
      `${pad}  if (typeof e === "number") ${place(s, names)} = e;\n${pad}  else if (e === "near") ${place(s, names)} = 0.5;\n` +
      `${pad}  else if (e instanceof Error) ${place(s, names)} = ${s.e.number(names, 1)};\n`,
    () => s.block(names, depth + 1, 1 + s.c.draw(2)),
    () => `${pad}  ${place(s, names)} = typeof e === "object" ? (e.v ?? e.p ?? 1) : 2;\n`,
  ])();
  const final =
    s.c.draw(3) === 2 ? ` finally {\n${s.block({ ...names, loops: [] }, depth + 1, 1)}${pad}}` : "";
  return [
    `${pad}try {\n${body}${call}${last}${pad}} catch (e) {\n${handler}${pad}}${final}\n`,
    names,
  ];
};

const thrower: Writer = (s, names, pad, depth) => {
  const [f, p] = [s.c.fresh("th"), s.c.fresh("p")];
  const inside = plus(
    { ...names, functions: [] },
    { numbers: [p], variables: [p], throws: ["caught"] },
  );
  const test = `${pad}  if (${s.e.test(inside)}) throw ${thrown(s, inside)};\n`;
  const body = s.body(inside, depth + 1, 1 + s.c.draw(2));
  const line = `${pad}const ${f} = (${p}) => {/*tick*/\n${test}${body}${pad}};\n`;
  return [line, plus(names, { throwers: [f] })];
};

const raise: Writer = (s, names, pad, depth) => {
  if (names.throws.length === 0) return attempt(s, names, pad, depth);
  return [`${pad}if (${s.e.test(names)}) throw ${thrown(s, names)};\n`, names];
};

const generator: Writer = (s, names, pad, depth) => {
  const [g, i, t] = [s.c.fresh("gen"), s.c.fresh("i"), s.c.fresh("t")];
  if (names.generators.length === 0 || s.c.draw(3) === 0) {
    const outer = { ...names, throws: [], loops: [] };
    const inside = plus(outer, { indices: [i] });
    const body = s.block(inside, depth + 2, 1 + s.c.draw(2));
    const way = s.c.pick([
      () =>
        `${pad}  for (let ${i} = 0; ${i} < 3; ${i}++) {/*tick*/\n${body}${pad}    yield ${s.e.number(inside, 1)};\n${pad}  }\n`,
      () =>
        `${pad}  yield ${s.e.number(outer, 1)};\n${pad}  if (${s.e.test(outer)}) yield ${s.e.number(outer, 1)};\n${s.block(outer, depth + 1, 1)}`,
      () =>
        `${pad}  try {\n${pad}    yield ${s.e.number(outer, 1)};\n${pad}    yield* a.slice(0, 2);\n${pad}  } finally {\n${pad}    ${place(s, names)} = ${s.e.number(outer, 1)};\n${pad}  }\n`,
    ])();
    // no returns out of a generator's block: they would end it
    return [`${pad}function* ${g}() {\n${way}${pad}}\n`, plus(names, { generators: [g] })];
  }
  const known = s.c.pick(names.generators);
  const inside = plus({ ...names, loops: [...names.loops, ""] }, { numbers: [t] });
  const body = s.block(inside, depth + 1, 1 + s.c.draw(2));
  return [`${pad}for (const ${t} of ${known}()) {/*tick*/\n${body}${pad}}\n`, names];
};

const mutual: Writer = (s, names, pad) => {
  const [f, g, p, k] = [s.c.fresh("f"), s.c.fresh("g"), s.c.fresh("p"), s.c.fresh("k")];
  const inside = plus({ ...names, functions: [] }, { numbers: [p, k], variables: [p] });
  const n = (): string => s.e.number(inside, 1);
  const again = (to: string): string => `${to}(${s.e.bounded(n())}, ${k} - 1)`;
  const text =
    `${pad}function ${f}(${p}, ${k} = 3) {/*tick*/ return ${k} < 0.5 ? ${n()} : ${again(g)} + ${n()}; }\n` +
    `${pad}function ${g}(${p}, ${k} = 2) {/*tick*/ if (${k} < 0.5) return ${n()}; ${place(s, inside)} += ${again(s.c.pick([f, g]))}; return ${s.c.draw(2) === 0 ? again(f) : n()}; }\n`;
  return [text, plus(names, { functions: [f] })];
};

const parameters: Writer = (s, names, pad) => {
  const f = s.c.fresh("g");
  const n = (): string => s.e.number(names, 1);
  const text = s.c.pick([
    () =>
      `${pad}const ${f} = (t, { p, q = ${n()} } = { p: ${n()} }) => p * ${s.e.bounded("t")} + q;\n`,
    () => `${pad}const ${f} = (t, [p, q = t] = [${n()}], ...more) => p - q * more.length + t;\n`,
    () => {
      const [h, fs] = [s.c.fresh("h"), s.c.fresh("fs")];
      return (
        `${pad}let ${h} = ${n()};\n${pad}const ${fs} = [(t) => { ${h} += ${s.e.bounded("t")}; return ${h}; }, (t) => ${h} * t, Math.abs, (t) => t - ${n()}];\n` +
        `${pad}const ${f} = (t) => ${fs}[${s.e.index(names)}](t);\n`
      );
    },
  ])();
  return [text, plus(names, { functions: [f] })];
};

export const jumping: readonly Writer[] = [attempt, thrower, raise, generator, mutual, parameters];
