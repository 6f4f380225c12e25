import { describe, expect, test } from "vitest";
import { parse } from "acorn";
import { parseSync } from "oxc-parser";
import { sourceFile } from "../../src/diagnostics/span.ts";
import { decodeUnit, encodeUnit } from "../../src/syntax/encode.ts";
import type * as es from "../../src/syntax/estree.ts";
import { fields } from "../../src/syntax/fields.ts";
import { lower, type Lowered } from "../../src/syntax/lower.ts";
import { rootAt } from "../../src/syntax/root.ts";
import type { FunctionTree } from "../../src/syntax/tree.ts";
import { kindsOf, printTree } from "./print.ts";
import { programs } from "./programs.ts";

function first(program: unknown): es.AnyFunction {
  const [stmt] = (program as es.Program).body;
  const { expression } = stmt as es.ExpressionStatement;
  return expression as es.AnyFunction;
}

function lowerText(text: string): Lowered {
  return lower(first(parse(text, { ecmaVersion: "latest", sourceType: "module" })));
}

function lowerTypeScript(text: string): Lowered {
  const { program, errors } = parseSync("a.ts", text, { preserveParens: false });
  expect(errors).toEqual([]);
  return lower(first(program));
}

function treeOf(text: string): FunctionTree {
  return rootAt(lowerText(text), 0, sourceFile("a.js", text));
}

function evaluate(text: string): unknown {
  return (new Function(`"use strict"; return (${text})`)() as () => unknown)();
}

describe.each(Object.entries(programs))("%s", (...[, text]) => {
  test("the tree is the same program", () => {
    expect(evaluate(printTree(treeOf(text)))).toEqual(evaluate(text));
  });

  test("both parsers give the same tree", () => {
    expect(lowerTypeScript(text).root).toEqual(lowerText(text).root);
  });

  test("the encoding gives the tree back", () => {
    const { indexes: _, ...unit } = lowerText(text);
    expect(decodeUnit(encodeUnit(unit))).toEqual(unit);
  });
});

test("the programs use every kind of node", () => {
  const used = new Set<string>(["unsupported"]);
  for (const text of Object.values(programs)) kindsOf(treeOf(text).root, used);
  expect(Object.keys(fields).filter((kind) => !used.has(kind))).toEqual([]);
});

test.each([
  [
    "(x: number, y?: string): number => (x as any)! + (<number>(y as unknown))",
    "(x, y = void 0) => x + y",
  ],
  ["function f(this: Window, x: number): asserts x {}", "function f(x) {}"],
  [
    "<T,>(x: T): T => { type A = T; interface B {} return f<T>(x) satisfies T; }",
    "(x) => { ; ; return f(x); }",
  ],
  [
    "() => { declare const a: number; let b!: string; function f(): void; function f() {} }",
    "() => { ; let b; function f() {} }",
  ],
  [
    "class A<T> extends B<T> implements C { declare x: T; private readonly y?: number; abstract z: T; [k: string]: T; m(): void; m(): void {} static override readonly w: T = 1 }",
    "class A extends B { y; m() {} static w = 1 }",
  ],
  [
    "class A extends B { constructor(private x = 1, y, readonly z?: number) { f(); super(x); g(); } }",
    "class A extends B { constructor(x = 1, y, z = void 0) { f(); super(x); this.x = x; this.z = z; g(); } }",
  ],
])("types are erased: %s", (typed, plain) => {
  expect(shape(lowerTypeScript(`(${typed})`))).toBe(shape(lowerTypeScript(`(${plain})`)));
});

/** A tree as text, without positions and empty statements. */
function shape({ root }: Lowered): string {
  return JSON.stringify(root, (key, value: unknown) => {
    if (key === "at") return undefined;
    return Array.isArray(value) ? value.filter((one) => one?.kind !== "empty") : value;
  });
}

test.each([
  ["() => /a/g", "a regular expression"],
  ["() => 10n", "a bigint"],
  ["() => tag`a`", "a tagged template"],
  ["async () => await f()", "`await`"],
  ["() => import('a')", "`import()`"],
  ["() => import.meta", "`import.meta`"],
  ["function () { return new.target; }", "`new.target`"],
  ["function () { return arguments[0]; }", "`arguments`"],
  ["() => eval('1')", "`eval`"],
  ["() => { debugger; }", "`debugger`"],
  ["async () => { for await (const x of y); }", "`for await`"],
  ["() => { enum E { A } }", "an `enum` inside a function"],
  ["() => ({ __proto__: null })", "`__proto__`"],
  ["() => { using x = f(); }", "`using`"],
  ["class { accessor x = 1 }", "an auto-accessor"],
  ["class { @dec m() {} }", "a decorator"],
])("is named, not refused, until it is reached: %s", (text, what) => {
  const found = JSON.stringify(lowerTypeScript(`(${text})`).root).match(
    /"what":"((?:[^"\\]|\\.)*)"/,
  );
  expect(found?.[1]).toBe(what);
});

describe("facts", () => {
  test("about locals", () => {
    const { locals } = treeOf(`(p, q = () => p, r) => {
      let a = 1; const b = 2; var c = 3; let d; let e = 4;
      a = 2; const f = () => e + b; for (let i = 0; i < 3; i++) {} for (const j of []) {} r++;
      for (let k = 0; ; k++) f(() => k);
      return function g() { return g; };
    }`);
    const show = locals.map(
      ({ name, assigned, captured }) => name + (assigned ? "=" : "") + (captured ? "^" : ""),
    );
    expect(show).toEqual([
      "p^",
      "q",
      "r=",
      "c=",
      "a=",
      "b^",
      "d",
      "e^",
      "f",
      "i=",
      "j",
      "k=^",
      "g",
    ]);
  });

  test("about free names", () => {
    const { free } = treeOf(
      "(x) => { y += z; [w] = v; ({ a: u } = x); t++; return (s) => (r = s) && Math.PI; }",
    );
    expect(free.map(({ name, assigned }) => name + (assigned ? "=" : ""))).toEqual([
      "y=",
      "z",
      "w=",
      "v",
      "u=",
      "t=",
      "r=",
      "Math",
    ]);
  });

  test("about functions inside, as roots", () => {
    const text = `(a) => { let s = 0; function step(n) { s += a * n; return n && step(n - 1); } return class { m() { return () => this.k + s; } }; }`;
    const unit = lowerText(text);
    const roots = [...unit.indexes.values()].map((index) =>
      rootAt(unit, index, sourceFile("a.js", text)),
    );
    expect(
      roots.map(({ name, free, usesThis, home }) => [
        name,
        free.map((one) => one.name),
        usesThis,
        home !== undefined,
      ]),
    ).toEqual([
      ["", [], false, false],
      ["step", ["s", "a", "step"], false, false],
      ["", ["s"], false, false],
      ["m", ["s"], false, true],
      ["", ["s"], true, false],
    ]);
  });
});
