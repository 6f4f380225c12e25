import { describe, expect, test } from "vitest";
import { positionOf } from "../../src/diagnostics/span.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import type { FunctionNode } from "../../src/syntax/tree.ts";
import { spanOf } from "../../src/syntax/tree.ts";
import { loadOriginal, loadPrepared, type Module } from "./prepared.ts";

// Functions of every form, as `toString()` prints them. This file is not prepared by the test run.
// oxlint-disable unicorn/consistent-function-scoping, no-useless-concat

const object = {
  method(x: number) {
    return x;
  },
  async asynchronous() {},
  *generator() {
    yield 1;
  },
  ["com" + "puted"](x: number) {
    return x + 1;
  },
  get got() {
    return 1;
  },
  set got(v: number) {
    void v;
  },
  get(x: number) {
    return x;
  },
  async(x: number) {
    return x;
  },
  function(x: number) {
    return x;
  },
  "a b"() {
    return super.toString();
  },
};

class Point {
  #x = 1;
  static make() {
    return new Point();
  }
  norm() {
    return Math.abs(this.#x);
  }
  #hidden() {
    return this.#x;
  }
  static hidden(p: Point) {
    return p.#hidden;
  }
  static #kept = Point.hidden(new Point());
  static get kept() {
    return Point.#kept;
  }
}

const accessor = Object.getOwnPropertyDescriptor(object, "got")!;

describe("every form is read", () => {
  const forms: [form: string, name: string, fn: (...args: never[]) => unknown][] = [
    ["arrow", "f", ((f) => f)((x: number) => x)],
    ["arrow", "f", async (x: number) => x],
    [
      "function",
      "f",
      function f(x: number) {
        return x;
      },
    ],
    ["function", "", (() => function () {})()],
    [
      "function",
      "f",
      async function* f() {
        yield 1;
      },
    ],
    ["method", "method", object.method],
    ["method", "asynchronous", object.asynchronous],
    ["method", "generator", object.generator],
    ["method", "computed", object["computed" as "method"]],
    ["getter", "got", accessor.get!],
    ["setter", "got", accessor.set as () => void],
    ["method", "get", object.get],
    ["method", "async", object.async],
    ["function", "function", object.function],
    ["method", "a b", object["a b"]],
    ["method", "norm", Point.prototype.norm],
    ["method", "make", Point.make],
    ["method", "#hidden", Point.kept],
  ];
  test.each(forms)("%s %s", (form, _, fn) => {
    const { tree } = reflect(fn);
    expect((tree.root as FunctionNode).form).toBe(form);
    const { start } = spanOf(tree, tree.root);
    expect(start).toBe(0);
    expect(tree.root.at[1]).toBe(fn.toString().length);
  });

  test("a class", () => {
    const { tree, scope } = reflect(Point);
    expect(tree.root).toMatchObject({ kind: "class", name: "Point" });
    expect(scope.read("Point")).toBe(Point);
  });
});

test("the build and the text give the same tree, but for positions", async () => {
  const code = `
    const K = 2;
    export function f(x: number, { a = 1 }: { a?: number } = {}): number {
      let s = 0;
      for (let i = 0; i < x; i++) s += i * K + a;
      return s > 3 ? s : f(x + 1);
    }
    export const g = (x: number) => (y: number) => x * y * K;
    export const named = function self(n: number): number { return self(n - 1); };
    export class C { #a = 1; m(x: number): number { return this.#a * x; } }
  `;
  const built = await loadPrepared(code);
  const original = await loadOriginal(code);
  const plain = (fn: () => void): unknown => {
    // a declaration's own name is outside it, but its text does not say that it is one
    const { file: _, self: __, ...tree } = reflect(fn).tree;
    return JSON.parse(JSON.stringify(tree, (key, value) => (key === "at" ? undefined : value)));
  };
  for (const pick of [
    (m: Module) => m["f"],
    (m: Module) => m["g"],
    (m: Module) => m["g"](1),
    (m: Module) => m["C"],
    (m: Module) => m["named"],
  ])
    expect(plain(pick(original))).toEqual(plain(pick(built)));
});

describe("the scope", () => {
  test("is the option, read and written", () => {
    const scope = { rate: 1 };
    const f = new Function("return (x) => { rate = x; return rate * helper(x) }")() as () => void;
    const reflected = reflect(f, { scope });
    expect(reflected.scope.read("rate")).toBe(1);
    scope.rate = 2;
    expect(reflected.scope.read("rate")).toBe(2);
    reflected.scope.write("rate", 3);
    expect(scope.rate).toBe(3);
    expect(() => reflected.scope.read("helper")).toThrowErrorMatchingInlineSnapshot(`
      [NablaError: NB1003: a variable outside the function is not known

        <anonymous>:1:34
        1 | (x) => { rate = x; return rate * helper(x) }
          |                                  ^^^^^^ \`helper\` is declared outside the function, where nabla cannot see it

        help: let the build supply it: add the plugin \`nabla/vite\` (or rollup, webpack, esbuild, …),
              or run \`node --import nabla/register\`; or pass it yourself: \`{ scope: { helper } }\`
        more: docs/errors/NB1003.md]
    `);
  });

  test("has globals that mean the same everywhere, and the function itself", () => {
    const { scope } = reflect(function f(n: number): number {
      return n < 1 ? Math.PI : f(n - 1);
    });
    expect(scope.read("Math")).toBe(Math);
    expect(scope.has("process")).toBe(false);
    expect(scope.read("f")).toBeTypeOf("function");
    expect(() => scope.write("f", 1)).toThrow("NB1007");
  });

  test("explains what a bundler did", () => {
    const f = new Function("return (x) => (0, __vite_ssr_import_0__.sin)(x)")() as () => void;
    expect(() => reflect(f).scope.read("__vite_ssr_import_0__")).toThrow(
      "stands for an import that a bundler has rewritten",
    );
  });
});

describe("what cannot be read", () => {
  test("native functions", () => {
    expect(() => reflect(Math.sin)).toThrowErrorMatchingInlineSnapshot(`
      [NablaError: NB1001: the source of this function cannot be read

        \`sin\` is native code or a proxy, which has no source

        help: write an arrow function that calls it: \`(x) => f(x)\`
        more: docs/errors/NB1001.md]
    `);
  });

  test("bound functions", () => {
    expect(() => reflect(object.method.bind(object))).toThrowErrorMatchingInlineSnapshot(`
      [NablaError: NB1001: the source of this function cannot be read

        \`method\` is bound with \`bind\`, which hides its source

        help: write an arrow function that calls it: \`(x) => object.method(x)\`
        more: docs/errors/NB1001.md]
    `);
  });

  test("minified functions, when they use what is outside", () => {
    const minified = new Function(
      "return function(t,e){for(var r=0,n=0;n<t.length;n++)r+=t[n]*e;return r*k+i(r)}",
    )() as () => void;
    expect(() => reflect(minified)).toThrowErrorMatchingInlineSnapshot(`
      [NablaError: NB1002: this function has been minified

        <anonymous>:1:65
        1 | function(t,e){for(var r=0,n=0;n<t.length;n++)r+=t[n]*e;return r*k+i(r)}
          |                                                                 ^ \`k\` is declared outside, and minifying may have changed its name

        help: add the plugin \`nabla/vite\` (or rollup, webpack, esbuild, …) to the build, which keeps what
              nabla needs, or leave this file out of the minification
        more: docs/errors/NB1002.md]
    `);
    const closed = new Function(
      "return function(t,e){for(var r=0,n=0;n<t.length;n++)r+=t[n]*e;return Math.sin(r)}",
    )() as () => void;
    expect(reflect(closed).tree.free.map(({ name }) => name)).toEqual(["Math"]);
  });
});

test("positions are those of the function's own text", () => {
  const { tree } = reflect(object.method);
  const body = (tree.root as FunctionNode).body.body[0]!;
  expect(tree.file.path).toBe("<method>");
  expect(positionOf(spanOf(tree, body)).line).toBe(2);
});

test("one function is read once", () => {
  expect(reflect(object.method).tree).toBe(reflect(object.method).tree);
});
