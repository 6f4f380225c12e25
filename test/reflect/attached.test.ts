import { describe, expect, test } from "vitest";
import { NablaError } from "../../src/diagnostics/error.ts";
import { attached } from "../../src/reflect/attach.ts";
import { isPrepared, reflect, type Reflected } from "../../src/reflect/reflect.ts";
import type { FunctionNode } from "../../src/syntax/tree.ts";
import { prepareModule } from "../../src/tools/prepare.ts";
import { loadPrepared } from "./prepared.ts";

describe("the scope of a prepared function", () => {
  test("reads and writes the variables as they are now", async () => {
    const { f, get } = await loadPrepared(`
      let rate = 0.1;
      export function f(x: number): number { rate *= 2; return x * rate; }
      export const get = (): number => rate;
    `);
    const { scope, tree } = reflect(f);
    expect(tree.free).toMatchObject([{ name: "rate", assigned: true }]);
    expect(scope.read("rate")).toBe(0.1);
    f(1);
    expect(scope.read("rate")).toBe(0.2);
    scope.write("rate", 7);
    expect(get()).toBe(7);
    expect(() => reflect(get).scope.write("rate", 1)).toThrow(NablaError);
  });

  test("knows the constants of the module that its text gives", async () => {
    const { f } = await loadPrepared(`
      const d = 3, name = "a";
      export const size = 2 * d + 1;
      const made = Math.max(d, 1);
      const hidden = 1;
      let n = 4;
      export function f(): unknown {
        return [d, name, size, made, n, hidden];
      }
      export function g(hidden: number): unknown {
        return hidden;
      }
    `);
    const { scope } = reflect(f);
    expect(f()).toEqual([3, "a", 7, 3, 4, 1]);
    const names = ["d", "name", "size", "made", "n", "hidden"];
    expect(names.map((one) => scope.read(one))).toEqual([3, "a", 7, 3, 4, 1]);
    expect(names.filter((one) => scope.isConstant(one))).toEqual(["d", "name", "size"]);
    expect(() => scope.write("d", 4)).toThrow(NablaError);
  });

  test("is that of each closure, whose tree they share", async () => {
    const { make } = await loadPrepared(`
      export function make() {
        const all: ((x: number) => number)[] = [];
        for (let i = 0; i < 3; i++) all.push((x) => x * i);
        return all;
      }
    `);
    const reflected = make().map((f: () => void) => reflect(f));
    expect(reflected.map((r: Reflected) => r.scope.read("i"))).toEqual([0, 1, 2]);
    expect(new Set(reflected.map((r: Reflected) => r.tree)).size).toBe(1);
  });

  test("reaches functions that call one another, declared later or not", async () => {
    const { even, odd, early } = await loadPrepared(`
      export const early = isPreparedNow();
      function isPreparedNow() { return Object.getOwnPropertySymbols(odd).length === 1; }
      export function even(n: number): boolean { return n === 0 || odd(n - 1); }
      export function odd(n: number): boolean { return n !== 0 && even(n - 1); }
    `);
    expect(early).toBe(true);
    expect(reflect(even).scope.read("odd")).toBe(odd);
    expect(reflect(odd).scope.read("even")).toBe(even);
  });

  test("has the function's own name", async () => {
    const { f, g } = await loadPrepared(`
      export const f = function self(n: number): number { return n < 1 ? 1 : self(n - 1); };
      export function g(n: number): number { return n < 1 ? 1 : g(n - 1); }
    `);
    expect(reflect(f).scope.read("self")).toBe(f);
    expect(reflect(g).scope.read("g")).toBe(g);
  });

  test("does not take a global for a variable of that name", async () => {
    const { f, g } = await loadPrepared(`
      const Math = { sin: 3 };
      export const f = (): number => Math.sin;
      export const g = (): number => isNaN(1) ? 1 : 2;
    `);
    expect(reflect(f).scope.read("Math")).toEqual({ sin: 3 });
    expect(reflect(g).scope.read("isNaN")).toBe(isNaN);
  });

  test("says when a variable does not exist, or not yet", async () => {
    const { f, g } = await loadPrepared(`
      declare const nowhere: number;
      export function f() { return nowhere; }
      export function g() { { const h = () => later; try { return h; } finally { const x = 1; } const later = 1; } }
    `);
    expect(() => reflect(f).scope.read("nowhere")).toThrowErrorMatchingInlineSnapshot(`
      [NablaError: NB1003: a variable outside the function is not known

        module.ts:3:36
        3 |       export function f() { return nowhere; }
          |                                    ^^^^^^^ nowhere is not defined

        help: declare it, or pass it yourself: \`{ scope: { nowhere } }\`
        more: docs/errors/NB1003.md]
    `);
    expect(() => reflect(g()).scope.read("later")).toThrow("before its declaration has run");
  });

  test("takes what it lacks from the option", async () => {
    const { f } = await loadPrepared(`
      declare const given: number;
      export function f() { return given; }
    `);
    expect(() => reflect(f, { scope: { given: 1 } }).scope.read("given")).toThrow("NB1003");
  });
});

describe("every function", () => {
  const forms = `
    export default (x: number) => x;
    export function declared() {}
    export const arrow = () => 1, expression = function () {};
    export const object = {
      method(x: number) { return x; }, "a b": () => 1, 3: () => 1, [Symbol.iterator]: () => 1,
      async *generator() {}, get got() { return 1; }, set got(v: number) {}, nested: { arrow: () => 1 },
    };
    export class Class {
      static shared = () => this;
      own = () => this;
      method() {}
      get got() { return 1; }
      set got(v: number) {}
      static method() {}
      [Symbol.iterator]() {}
      "a b"() {}
    }
    export const Expression = class { method() {} };
    let late: () => void, other: (() => void) | undefined;
    late = () => {};
    other ??= () => {};
    export const { inPattern = () => 1 }: { inPattern?: () => void } = {};
    export const [cast] = [(() => 1) as () => number];
    export { late, other };
    export const passed = ((f: () => void) => f)(() => {});
  `;

  test("is prepared and keeps its name", async () => {
    const m = await loadPrepared(forms);
    const got = Object.getOwnPropertyDescriptor(m.object, "got")!;
    const classGot = Object.getOwnPropertyDescriptor(m.Class.prototype, "got")!;
    const instance = new m.Class();
    const all: [string, () => void][] = [
      ["default", m.default],
      ["declared", m.declared],
      ["arrow", m.arrow],
      ["expression", m.expression],
      ["method", m.object.method],
      ["a b", m.object["a b"]],
      ["3", m.object[3]],
      ["[Symbol.iterator]", m.object[Symbol.iterator]],
      ["generator", m.object.generator],
      ["get got", got.get as () => void],
      ["set got", got.set as () => void],
      ["arrow", m.object.nested.arrow],
      ["Class", m.Class],
      ["shared", m.Class.shared],
      ["own", instance.own],
      ["method", m.Class.prototype.method],
      ["get got", classGot.get as () => void],
      ["set got", classGot.set as () => void],
      ["method", m.Class.method],
      ["[Symbol.iterator]", m.Class.prototype[Symbol.iterator]],
      ["a b", m.Class.prototype["a b"]],
      ["Expression", m.Expression],
      ["method", m.Expression.prototype.method],
      ["late", m.late],
      ["other", m.other],
      ["inPattern", m.inPattern],
      ["", m.cast],
      ["", m.passed],
    ];
    for (const [name, fn] of all) {
      expect([fn.name, isPrepared(fn)]).toEqual([name, true]);
      expect(() => reflect(fn)).not.toThrow();
    }
    expect(reflect(m.Class.shared).self?.value).toBe(m.Class);
    expect(reflect(instance.own).self?.value).toBe(instance);
  });

  test.each([
    "export default function () { return 1; }",
    "export default async function* () { yield 1; }",
    "export default class { method() {} }",
    "export default (function () {});",
  ])("and so is one without a name: %s", async (code) => {
    const { default: fn } = await loadPrepared(code);
    expect(fn.name).toBe("default");
    expect(isPrepared(fn)).toBe(true);
  });

  test("a method knows its class, with what is private to it", async () => {
    const { Counter } = await loadPrepared(`
      const step = 2;
      export class Counter {
        #count = 1;
        static made = 0;
        next(): number { this.#advance(); Counter.made++; return this.#count; }
        #advance(): void { this.#count += step; }
        get #twice(): number { return this.#count * 2; }
      }
    `);
    const { tree, scope, home } = reflect(Counter.prototype.next);
    expect(tree.root).toMatchObject({ kind: "function", form: "method", name: "next" });
    expect(tree.home?.members.length).toBe(5);
    expect(home?.value).toBe(Counter);
    expect(scope.read("step")).toBe(2);
    expect(scope.read("Counter")).toBe(Counter);
    const counter = new Counter();
    const [get, set] = home!.privates["count"]!;
    set!(counter, 5);
    expect(get!(counter)).toBe(5);
    expect(home!.privates["twice"]![0]!(counter)).toBe(10);
    expect(home!.privates["advance"]![1]).toBeUndefined();
  });

  test("a class does not pass for its parent", async () => {
    const { A } = await loadPrepared(`export class A { m() {} }`);
    class B extends A {}
    expect(attached in B).toBe(true);
    expect(isPrepared(B)).toBe(false);
    expect(reflect(B, { scope: { A } }).tree.name).toBe("B");
  });

  test("an inner function is the same taken by itself or met inside", async () => {
    const { outer } = await loadPrepared(`
      export const outer = (a: number) => { let s = 0; return (x: number) => { s += x * a; return s; }; };
    `);
    const inner = reflect(outer(2));
    expect(inner.tree.free).toMatchObject([
      { name: "s", assigned: true },
      { name: "a", assigned: false },
    ]);
    const root = reflect(outer).tree.root as FunctionNode;
    const stmt = root.body.body[1]!;
    expect(stmt.kind === "return" && stmt.value?.at).toEqual(inner.tree.root.at);
  });
});

describe("what is left alone", () => {
  test.each([
    ["no functions", "export const a = 1;"],
    ["no module", "const f = () => 1;"],
    ["a syntax error", "export const f = () => ;"],
    ["declarations", "export declare class A { m(): void } export declare function f(): void;"],
  ])("%s", (_, code) => {
    expect(prepareModule(code, { id: "a.ts" })).toBeUndefined();
  });

  test("what is prepared already", () => {
    const once = prepareModule("export const f = () => 1;", { id: "a.js" })!;
    expect(prepareModule(once.code, { id: "a.js" })).toBeUndefined();
  });

  test("functions called on the spot", async () => {
    const { a } = await loadPrepared(`
      const seen: unknown[] = [];
      (function me() { seen.push(me); })();
      export const a = seen;
      export const b = new (function Made(this: { x: number }) { this.x = 1; } as never)();
      export const c = () => 1;
    `);
    expect(isPrepared(a[0])).toBe(false);
  });
});

test("code of another version is refused", async () => {
  const prepared = prepareModule("export const f = () => 1;", { id: "a.js" })!;
  const newer = prepared.code.replace("format: 1", "format: 99");
  const { f } = await loadPrepared("export const f = () => 1;");
  expect(newer).not.toBe(prepared.code);
  const [unit] = f[attached]();
  f[attached] = () => [() => [unit()[0], () => ({ ...unit()[1](), format: 99 })], 0];
  expect(() => reflect(f)).toThrowErrorMatchingInlineSnapshot(`
    [NablaError: NB1005: this code was prepared by another version of nabla

      \`module.ts\` carries format 99, this nabla reads format 1

      help: update nabla to the version that prepared this file
      more: docs/errors/NB1005.md]
  `);
});
