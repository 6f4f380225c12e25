// Programs that mean the same must give the same value and gradient.
import { grad, jit } from "../../src/index.ts";
import { expectClose } from "./gradients.ts";
import { compiledText } from "./program.ts";
import {
  argsOf,
  called,
  expectSame,
  functionOf,
  inOrder,
  plain,
  scope,
  type Point,
} from "./subject.ts";
import { edited, nodesOf, parts, treeOf, type Edit, type Tree } from "./tree.ts";

/** What two ways to write a program have in common. */
function expectAlike(what: string, text: string, other: string, point: Point): void {
  plain(text)(point);
  plain(other)(point);
  const [f, g] = [functionOf(text), functionOf(other)];
  const tolerance = /Float32|fround/.test(compiledText(text)) ? 1e-4 : 1e-9;
  const [value, again] = [f, g].map((fn) => called(jit(fn, inOrder), point));
  // sums in another order
  if (/order/.test(what) && typeof value !== "string") {
    if (typeof again !== "string") expectClose(what, value!, again!, tolerance);
  } else expectSame(what, value!, again!);
  const options = { ...scope, wrt: [0, 1, 2, 3] } as const;
  const flat = (parts: readonly unknown[]): number[] =>
    parts.flatMap((x) => (typeof x === "number" ? [x] : [...(x as Float64Array)]));
  const [one, two] = [f, g].map((fn) => flat(grad(fn, options)(...argsOf(point))));
  expectClose(`gradient, ${what}`, one!, two!, tolerance);
}

/** Other ways to write a program. */
const ways: Readonly<Record<string, (text: string) => string>> = {
  renamed: (text) =>
    text.replace(/(?<!Math\.)\b([a-z]+\d+)\b/g, "other_$1").replace(/\bx\b/g, "long"),
  unrolled: (text) => edited(text, unrolledLoops(treeOf(text), text)),
  "with independent loops in the opposite order": (text) =>
    text.replace(
      /for \(let i = 0; i < n; i\+\+\)\/\*free\*\//g,
      "for (let i = n - 1; i >= 0; i--)",
    ),
  "with code without effect": (text) => edited(text, idleStatements(treeOf(text))),
  "in a function of its own": (text) =>
    `function whole(x, y, a, b) {\nconst f = ${text};\nconst g = (y, x, b, a) => f(x, y, a, b);\nreturn g(y, x, b, a);\n}`,
};

/** However it is written, a program does the same. */
export function checkRewritten(text: string, point: Point): void {
  for (const [name, rewrite] of Object.entries(ways)) {
    const other = rewrite(text);
    if (other !== text) expectAlike(name, text, other, point);
  }
}

/** Outermost loops over a few known numbers that are not left early, written out. */
function unrolledLoops(node: Tree, text: string): Edit[] {
  const all = node.type === "ForStatement" ? iterationsOf(node, text) : undefined;
  if (all === undefined) return parts(node).flatMap((part) => unrolledLoops(part, text));
  const body = node["body"] as Tree;
  const inside = text.slice(body.start, body.end);
  const copies = all.map(([name, k]) => `{ const ${name} = ${k};\n${inside}\n}\n`);
  return [{ start: node.start, end: node.end, text: `{\n${copies.join("")}}` }];
}

const head = /^let (\w+) = (\d+); \1 (<|>=) (\d+); (?:\1(\+\+|--)|\1 \+= (\d+))$/;

/** The variable of a loop and its value in each iteration, if the loop is that simple. */
function iterationsOf(loop: Tree, text: string): [string, number][] | undefined {
  const body = loop["body"] as Tree;
  const of = head.exec(text.slice(loop.start, body.start).replace(/^for \(|\)\s*$/g, ""));
  if (of === null) return undefined;
  const jumps = [...nodesOf(body)].some(
    ({ type }) => type === "BreakStatement" || type === "ContinueStatement",
  );
  if (jumps) return undefined;
  const [, name, first, relation, last] = of as unknown as [string, string, string, string, string];
  const step = of[5] === "--" ? -1 : Number(of[6] ?? 1);
  const all: [string, number][] = [];
  const goesOn = (k: number): boolean => (relation === "<" ? k < Number(last) : k >= Number(last));
  for (let k = Number(first); goesOn(k) && all.length < 8; k += step) all.push([name, k]);
  return all;
}

/** Before each statement in a block one that does nothing. */
function idleStatements(root: Tree): Edit[] {
  let count = 0;
  return [...nodesOf(root)]
    .filter((node) => node.type === "BlockStatement")
    .flatMap((block) => block["body"] as Tree[])
    .map(({ start }) => {
      const d = `idle${++count}`;
      const text = `const ${d} = [y, y * y]; if (y !== y) ${d}[0] += ${d}[1];\n`;
      return { start, end: start, text };
    });
}
