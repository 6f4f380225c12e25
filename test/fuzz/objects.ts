// Statements about objects of classes, lists of them, and linked structures.
import { plus, type Names } from "./choices.ts";
import type { Statements, Writer } from "./statements.ts";

/** The classes that programs with objects have. */
export const classes = `  class Shape {
    constructor(p, q) { this.p = p; this.q = q; this.next = null; this.tag = "none"; }
    area(t) { return this.p * t; }
    grow(t) { this.p += t; return this; }
  }
  class Disc extends Shape {
    area(t) { return this.q + (this.p * this.p * t) / (1 + this.p * this.p); }
  }
  class Box extends Shape {
    constructor(p, q) { super(q, p); this.r = p * 0.5; }
    get size() { return this.p - this.q; }
    area(t) { this.r = this.r * 0.5 + t; return super.area(t) * 0.5 + this.r * this.size; }
  }
`;

function made(s: Statements, names: Names): string {
  const n = (): string => s.e.number(names, 1);
  const name = (): string => s.c.pick(["Shape", "Disc", "Box"]);
  if (s.c.draw(3) === 2)
    return `(${s.e.test(names)} ? new Disc(${n()}, ${n()}) : new Box(${n()}, 1))`;
  return `new ${name()}(${n()}, ${n()})`;
}

/** A number that may be assigned. */
export function place(s: Statements, names: Names): string {
  return s.c.pick(names.variables.length > 0 ? names.variables : ["a[0]"]);
}

const shape: Writer = (s, names, pad) => {
  const o = s.c.fresh("o");
  const [l] = names.lists;
  const known = (): string => s.c.pick(names.shapes);
  const init = s.c.pick([
    () => made(s, names),
    ...(names.shapes.length === 0
      ? []
      : [
          () => known(),
          () => `${known()}.next ?? ${known()}`,
          () => `${known()}.grow(${s.e.number(names, 1)})`,
          () => `${s.e.test(names)} ? ${known()} : ${made(s, names)}`,
          () => `[${known()}, ${known()}, ${made(s, names)}, ${known()}][${s.e.index(names)}]`,
          () => (l === undefined ? known() : `${l}.find((o) => o.p > 0) ?? ${known()}`),
          () => (l === undefined ? known() : `${l}[${s.e.index(names)}] ?? ${known()}`),
        ]),
  ])();
  const word = s.c.pick(["const", "let"]);
  return [`${pad}${word} ${o} = ${init};\n`, plus(names, { shapes: [o] })];
};

const change: Writer = (s, names, pad, depth) => {
  if (names.shapes.length === 0) return shape(s, names, pad, depth);
  const [o, other] = [s.c.pick(names.shapes), s.c.pick(names.shapes)];
  const n = (): string => s.e.number(names, 2);
  const line = s.c.pick([
    () => `${o}.p = ${n()};`,
    () => `${o}.q -= ${n()};`,
    () => `${o}.grow(${n()});`,
    () => `${o}.next = ${other};`,
    () => `${o}.next = ${made(s, names)};`,
    () => `if (${o}.next !== null) ${o}.next.p += ${n()};`,
    () => `${o}.tag = ${s.e.test(names)} ? "far" : "near";`,
    () =>
      `if (${o} instanceof Disc) ${place(s, names)} = ${o}.p; else if (${o} instanceof Box) ${o}.r += ${n()};`,
    () => `if (${o} === ${other}) ${place(s, names)} = ${n()};`,
    () => `[${o}.p, ${other}.q] = [${other}.p, ${o}.q];`,
    () => `Object.assign(${o}, { p: ${n()} });`,
    () => `${o}["q"] = ${n()};`,
  ])();
  return [`${pad}${line}\n`, names];
};

const list: Writer = (s, names, pad) => {
  const l = s.c.fresh("l");
  const i = s.c.fresh("i");
  const length = s.c.pick(["3", "a.length - 3", "2 + (x > 0 ? 1 : 0)"]);
  const known = names.shapes.length > 0 ? s.c.pick(names.shapes) : made(s, names);
  const inside = plus(names, { indices: [i] });
  if (s.c.draw(2) === 0) {
    const init = s.c.pick([
      () => "[]",
      () => `[${made(s, names)}, ${known}, ${made(s, names)}]`,
      () => `Array.from({ length: ${length} }, (_, ${i}) => ${made(s, inside)})`,
    ])();
    const fill = `for (let ${i} = 0; ${i} < ${length}; ${i}++) ${l}.push(${made(s, inside)});`;
    const text = init === "[]" ? `${pad}${fill}\n` : "";
    return [`${pad}const ${l} = ${init};\n${text}`, plus(names, { lists: [l] })];
  }
  const n = (): string => s.e.number(inside, 1);
  const init = s.c.pick([
    () => `[{ p: ${s.e.number(names, 1)}, q: 1 }, { p: 0.5, q: ${s.e.number(names, 1)} }]`,
    () => `Array.from({ length: ${length} }, (_, ${i}) => ({ p: ${n()}, q: ${n()} }))`,
    () => `[...a].slice(0, 3).map((p, ${i}) => ({ p, q: ${n()} }))`,
  ])();
  return [`${pad}const ${l} = ${init};\n`, plus(names, { records: [l] })];
};

const listing: Writer = (s, names, pad, depth) => {
  const shapes = names.lists.length > 0 && (names.records.length === 0 || s.c.draw(2) === 0);
  if (!shapes && names.records.length === 0) return list(s, names, pad, depth);
  const l = s.c.pick(shapes ? names.lists : names.records);
  const n = (): string => s.e.number(names, 1);
  const item = (): string => {
    if (!shapes) return `{ p: ${n()}, q: ${n()} }`;
    return names.shapes.length > 0 && s.c.draw(2) === 0 ? s.c.pick(names.shapes) : made(s, names);
  };
  const [m, o] = [s.c.fresh("l"), s.c.fresh("o")];
  const bound = `(o) => o.p < ${s.e.number(names, 1)}`;
  const as = shapes ? { lists: [m] } : { records: [m] };
  switch (s.c.draw(12)) {
    case 0:
      return [`${pad}if (${l}.length < 8) ${l}.push(${item()});\n`, names];
    case 1:
      return [`${pad}if (${l}.length > 1) ${place(s, names)} = ${l}.pop().p;\n`, names];
    case 2:
      return [`${pad}${l}.splice(${s.c.draw(2)}, ${s.c.draw(3)}, ${item()});\n`, names];
    case 3:
      return [`${pad}${l}.sort((m, n) => m.p - n.p);\n`, names];
    case 4:
      return [`${pad}const ${m} = ${l}.filter(${bound});\n`, plus(names, as)];
    case 5:
      return [`${pad}${l}.reverse();\n`, names];
    case 6:
      return [`${pad}const ${m} = [...${l}, ${item()}];\n`, plus(names, as)];
    case 7:
      return [`${pad}if (${l}.length > 0) ${l}[${l}.length - 1] = ${item()};\n`, names];
    case 8:
      return [`${pad}for (const ${o} of ${l}) ${o}.p = ${n()};\n`, names];
    case 9: {
      const c = s.c.fresh("c");
      const line = `${pad}const ${c} = [...${l}.map((o) => o.p * ${n()}), 0.5, 1, 2, 0.25];\n`;
      return [line, plus(names, { arrays: [c] })];
    }
    default: {
      const more = shapes
        ? { shapes: [o] }
        : { objects: [o], numbers: [`${o}.p`], variables: [`${o}.p`] };
      const inside = plus({ ...names, loops: [...names.loops, ""] }, more);
      const body = s.block(inside, depth + 1, 1 + s.c.draw(3));
      return [`${pad}for (const ${o} of ${l}) {/*tick*/\n${body}${pad}}\n`, names];
    }
  }
};

const chain: Writer = (s, names, pad, depth) => {
  const [h, i, node] = [s.c.fresh("h"), s.c.fresh("i"), s.c.fresh("node")];
  const after = plus(names, { chains: [h] });
  if (names.chains.length === 0 || s.c.draw(5) === 0) {
    const v = s.e.number(plus(names, { indices: [i] }), 2);
    const length = s.c.pick(["2", "3", "a.length - 2", "2 + (x > y ? 1 : 0)"]);
    const build = `for (let ${i} = 0; ${i} < ${length}; ${i}++) ${h} = { v: ${v}, next: ${h} };`;
    return [`${pad}let ${h} = null;\n${pad}${build}\n`, after];
  }
  const known = s.c.pick(names.chains);
  const n = (): string => s.e.number(names, 1);
  const walk = (what: string): string =>
    `${pad}for (let ${node} = ${known}; ${node} !== null; ${node} = ${node}.next) {/*tick*/\n${what}${pad}}\n`;
  const f = s.c.fresh("f");
  const value = (): string => s.e.number(plus(names, { numbers: [`${node}.v`] }), 1);
  switch (s.c.draw(10)) {
    case 0:
      return [`${pad}${known} = { v: ${n()}, next: ${known} };\n`, names];
    case 1:
      return [`${pad}if (${known} !== null) ${known}.v = ${n()};\n`, names];
    case 2:
      return [`${pad}if (${known} !== null) ${known} = ${known}.next;\n`, names];
    case 3:
      return [
        `${pad}{\n${pad}  let ${h} = null;\n${pad}  while (${known} !== null) {/*tick*/\n${pad}    const ${node} = ${known}.next;\n` +
          `${pad}    ${known}.next = ${h};\n${pad}    ${h} = ${known};\n${pad}    ${known} = ${node};\n${pad}  }\n${pad}  ${known} = ${h};\n${pad}}\n`,
        names,
      ];
    case 4:
      return [walk(`${pad}  ${node}.v = ${value()};\n`), names];
    case 5:
      return [
        `${pad}const ${f} = (${node}) => {/*tick*/ return ${node} === null ? 0.5 : ${node}.v + 0.5 * ${f}(${node}.next); };\n${pad}${place(s, names)} = ${f}(${known});\n`,
        names,
      ];
    case 6:
      return [
        `${pad}const ${f} = (${node}) => {/*tick*/ return ${node} === null ? null : { v: ${value()}, next: ${f}(${node}.next) }; };\n${pad}let ${h} = ${f}(${known});\n`,
        after,
      ];
    case 7:
      return [
        walk(
          `${pad}  if (${node}.next !== null && ${node}.next.v < ${n()}) ${node}.next = ${node}.next.next;\n`,
        ),
        names,
      ];
    case 8:
      return [`${pad}let ${h} = ${s.e.test(names)} ? ${known} : null;\n`, after];
    default: {
      const fields = [`${node}.v`];
      const inside = plus(
        { ...names, loops: [...names.loops, ""] },
        { numbers: fields, variables: fields },
      );
      return [walk(s.block(inside, depth + 1, 1 + s.c.draw(2))), names];
    }
  }
};

const tree: Writer = (s, names, pad) => {
  const [t, f, k, v] = [s.c.fresh("tree"), s.c.fresh("f"), s.c.fresh("k"), s.c.fresh("v")];
  const after = plus(names, { trees: [t] });
  if (names.trees.length === 0 || s.c.draw(4) === 0) {
    const value = s.e.number(plus(names, { numbers: [k] }), 2);
    const start = s.c.pick(["2", "3", "a.length - 4"]);
    const way = s.c.pick([
      () =>
        `${pad}const ${f} = (${k}) => {/*tick*/ return ${k} < 0.5 ? null : { v: ${value}, left: ${f}(${k} - 1), right: ${f}(${k} - 2) }; };\n` +
        `${pad}let ${t} = ${f}(${start});\n`,
      () =>
        `${pad}const ${f} = (t, v) => {/*tick*/ return t === null ? { v, left: null, right: null } : v < t.v ? { v: t.v, left: ${f}(t.left, v), right: t.right } : { ...t, right: ${f}(t.right, v) }; };\n` +
        `${pad}let ${t} = null;\n${pad}for (const ${k} of [0.5, 2, 1]) ${t} = ${f}(${t}, ${value});\n`,
      () =>
        `${pad}let ${t} = null;\n${pad}for (let ${k} = 0; ${k} < ${start}; ${k}++) {/*tick*/\n${pad}  const ${v} = { v: ${value}, left: null, right: null };\n` +
        `${pad}  if (${t} === null) { ${t} = ${v}; continue; }\n${pad}  let at = ${t};\n${pad}  for (;;) {/*tick*/\n` +
        `${pad}    if (${v}.v < at.v) { if (at.left === null) { at.left = ${v}; break; } at = at.left; }\n` +
        `${pad}    else { if (at.right === null) { at.right = ${v}; break; } at = at.right; }\n${pad}  }\n${pad}}\n`,
    ])();
    return [way, after];
  }
  const known = s.c.pick(names.trees);
  const n = (): string => s.e.number(names, 1);
  const value = (): string => s.e.number(plus(names, { numbers: ["t.v"] }), 1);
  const line = s.c.pick([
    () =>
      `const ${f} = (t) => {/*tick*/ return t === null ? 0.5 : ${value()} + 0.5 * ${f}(t.left) - 0.25 * ${f}(t.right); };\n${pad}${place(s, names)} = ${f}(${known});`,
    () =>
      `const ${f} = (t) => {/*tick*/ if (t === null) return; ${f}(t.right); t.v = ${value()}; ${f}(t.left); };\n${pad}${f}(${known});`,
    () => `if (${known} !== null) ${known}.v = ${n()};`,
    () => `if (${known} !== null && ${known}.left !== null) ${known} = ${known}.left;`,
    () =>
      `if (${known} !== null) [${known}.left, ${known}.right] = [${known}.right, ${known}.left];`,
    () =>
      `const ${k} = [${known}];\n${pad}while (${k}.length > 0) {/*tick*/\n${pad}  const t = ${k}.pop();\n${pad}  if (t === null) continue;\n${pad}  ${place(s, names)} = ${value()};\n${pad}  ${k}.push(t.left, t.right);\n${pad}}`,
  ])();
  return [`${pad}${line}\n`, names];
};

export const objects: readonly Writer[] = [
  shape,
  change,
  list,
  listing,
  listing,
  chain,
  chain,
  tree,
  change,
];
