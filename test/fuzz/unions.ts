// Statements about what is a number here, a text or an object there, and about unions by a tag.
import { plus } from "./choices.ts";
import { place } from "./objects.ts";
import type { Statements, Writer } from "./statements.ts";
import type { Names } from "./choices.ts";

function some(s: Statements, names: Names): string {
  // an element may be undefined, as far as types go
  const n = (): string => `(${s.e.number(names, 1)} + 0.5)`;
  return s.c.pick([
    n,
    () => "null",
    () => s.c.pick([`"far"`, `"near"`]),
    () => `{ p: ${n()}, q: ${n()} }`,
    () => (names.unions.length > 0 ? s.c.pick(names.unions) : n()),
  ])();
}

const union: Writer = (s, names, pad) => {
  if (names.unions.length === 0 || s.c.draw(3) === 0) {
    const u = s.c.fresh("u");
    const word = `${pad}let ${u} = `;
    const init =
      s.c.draw(2) === 0
        ? some(s, names)
        : `${s.e.test(names)} ? ${some(s, names)} : ${some(s, names)}`;
    return [`${word}${init};\n`, plus(names, { unions: [u] })];
  }
  const u = s.c.pick(names.unions);
  const n = (): string => s.e.number(names, 1);
  const line = s.c.pick([
    () => `${u} = ${some(s, names)};`,
    () => `if (${s.e.test(names)}) ${u} = ${some(s, names)};`,
    () =>
      `if (typeof ${u} === "number") ${u} = ${s.e.bounded(u)} + ${n()}; else ${u} = ${some(s, names)};`,
    () => `if (typeof ${u} === "object" && ${u} !== null) ${u}.p += ${n()};`,
    () => `${place(s, names)} = ${s.e.union(u, n)};`,
    () => `${u} ??= ${some(s, names)};`,
    () =>
      `switch (typeof ${u}) { case "number": ${place(s, names)} = ${u}; case "string": ${place(s, names)} = ${n()}; break; default: ${u} = ${n()}; }`,
  ])();
  return [`${pad}${line}\n`, names];
};

const mix: Writer = (s, names, pad, depth) => {
  if (names.mixes.length === 0 || s.c.draw(4) === 0) {
    const m = s.c.fresh("m");
    const i = s.c.fresh("i");
    const inside = plus(names, { indices: [i] });
    const init = s.c.pick([
      () => `[${some(s, names)}, ${some(s, names)}, ${some(s, names)}]`,
      () =>
        `Array.from({ length: a.length - 3 }, (_, ${i}) => (${i} > 1 ? ${some(s, inside)} : ${some(s, inside)}))`,
    ])();
    return [`${pad}const ${m} = ${init};\n`, plus(names, { mixes: [m] })];
  }
  const m = s.c.pick(names.mixes);
  const u = s.c.fresh("u");
  switch (s.c.draw(4)) {
    case 0:
      return [`${pad}if (${m}.length < 6) ${m}.push(${some(s, names)});\n`, names];
    case 1:
      return [`${pad}${m}[0] = ${some(s, names)};\n`, names];
    case 2:
      return [`${pad}let ${u} = ${m}[${m}.length - 1];\n`, plus(names, { unions: [u] })];
    default: {
      const inside = plus({ ...names, loops: [...names.loops, ""] }, { unions: [u] });
      const body = s.block(inside, depth + 1, 1 + s.c.draw(2));
      return [`${pad}for (let ${u} of ${m}) {/*tick*/\n${body}${pad}}\n`, names];
    }
  }
};

const tagged: Writer = (s, names, pad) => {
  const n = (): string => s.e.number(names, 1);
  const disc = (): string => `{ kind: "disc", r: ${n()} }`;
  const box = (): string => `{ kind: "box", w: ${n()}, h: ${n()} }`;
  const known = (): string =>
    names.tagged.length > 0 && s.c.draw(2) === 1 ? s.c.pick(names.tagged) : disc();
  if (names.tagged.length === 0 || s.c.draw(3) === 0) {
    const o = s.c.fresh("o");
    const init = s.c.pick([
      () => `${s.e.test(names)} ? ${known()} : ${box()}`,
      () => `[${disc()}, ${box()}, ${known()}, ${box()}][${s.e.index(names)}]`,
    ])();
    return [`${pad}let ${o} = ${init};\n`, plus(names, { tagged: [o] })];
  }
  const o = s.c.pick(names.tagged);
  const line = s.c.pick([
    () => `${o} = ${s.c.draw(2) === 0 ? box() : disc()};`,
    () => `if (${o}.kind === "box") ${o}.w = ${n()}; else ${o}.r += ${n()};`,
    () =>
      `switch (${o}.kind) { case "disc": ${place(s, names)} = ${o}.r; break; case "box": ${o}.h = ${n()}; }`,
  ])();
  return [`${pad}${line}\n`, names];
};

export const unions: readonly Writer[] = [union, union, mix, tagged];
