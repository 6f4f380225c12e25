import { describe, expect, test } from "vitest";
import { sourceFile } from "../../src/diagnostics/span.ts";
import { compareModules } from "./compare.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Module } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { printModule } from "../../src/ir/print.ts";
import { f64, memOf, type RefType } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import * as o from "../../src/ops/index.ts";
import { ops } from "../../src/ops/registry.ts";

// Newton's method for √x, with everything the text form has
function example(): Module {
  const fields: { name: string; type: RefType | typeof f64 }[] = [];
  const node: RefType = { kind: "ref", record: { name: "node", fields } };
  fields.push({ name: "value", type: f64 }, { name: "next", type: node });
  const file = sourceFile("root.ts", "const root = (x) => {\n  …\n};\n");
  const b = new Builder({ file, start: 13, end: 24 });
  const xs = b.param(memOf("f64"), "xs");
  const x = b.param(f64, "x");
  const n = o.length(b, xs);
  const [y] = o.forRange(b, [o.int(b, 0), n, 1], [x], (c, i, [a]) => {
    const e = o.load(c, xs, o.bounds(c, i, n));
    const [z] = o.ifElse(
      c,
      o.lt(c, e, o.num(c, -0)),
      (d) => {
        o.failWith(d, "throw", 'no "root"');
        return [o.num(d, NaN)];
      },
      (d) => [o.mul(d, o.num(d, 0.5), o.add(d, a!, o.div(d, e, a!)))],
    );
    return [z!];
  });
  const cell = b.emit1(o.recordNew, [y!, b.emit1(o.nullRef, [], { type: node })], { type: node });
  const [w] = o.loopWhile(b, [y!], (c, [v]) => [o.lt(c, v!, o.num(c, 10)), o.add(c, v!, v!)]);
  const [again] = o.call(b, "root", [xs, w!], [f64, node]);
  o.derive(b, { mode: "vjp", callee: "root", active: [[false, true]] }, [], []);
  return moduleOf({
    name: "root",
    region: b.finish([again!, cell]),
    disjoint: true,
    span: { file, start: 0, end: 5 },
  });
}

test("what is printed", () => {
  expect(printModule(example(), { places: true })).toMatchInlineSnapshot(`
    "record node { value: f64, next: ref<node> }

    func @root(%xs: mem<f64>, %x: f64) -> (f64, ref<node>) disjoint {
      %0: i32 = length %xs // root.ts:1:14
      %1 = const i32 0 // root.ts:1:14
      %2: f64 = for {step: 1} %1, %0, %x { (%3: i32, %x#2: f64)
        %4: i32 = bounds %3, %0 // root.ts:1:14
        %5: f64 = load %xs, %4 // root.ts:1:14
        %6 = const f64 -0 // root.ts:1:14
        %7: bool = lt %5, %6 // root.ts:1:14
        %8: f64 = if %7 {
          fail {code: "throw", message: "no \\"root\\""} // root.ts:1:14
          %9 = const f64 NaN // root.ts:1:14
          yield %9
        } {
          %10 = const f64 0.5 // root.ts:1:14
          %11: f64 = div %5, %x#2 // root.ts:1:14
          %12: f64 = add %x#2, %11 // root.ts:1:14
          %13: f64 = mul %10, %12 // root.ts:1:14
          yield %13
        } // root.ts:1:14
        yield %8
      } // root.ts:1:14
      %14 = null ref<node> // root.ts:1:14
      %15 = record ref<node> %2, %14 // root.ts:1:14
      %16: f64 = loop %2 { (%17: f64)
        %18 = const f64 10 // root.ts:1:14
        %19: bool = lt %17, %18 // root.ts:1:14
        %20: f64 = add %17, %17 // root.ts:1:14
        yield %19, %20
      } // root.ts:1:14
      %21: f64, %22: ref<node> = call @root %xs, %16 // root.ts:1:14
      derive @root {mode: "vjp", active: "01"} // root.ts:1:14
      return %21, %15
    }
    "
  `);
});

test("reading gives back what was printed, places included", () => {
  const module = example();
  const again = parseModule(printModule(module, { spans: true }), ops);
  expect(compareModules(module, again, { spans: true, hints: true })).toBeUndefined();
  expect(printModule(again, { spans: true })).toBe(printModule(module, { spans: true }));
});

const refused = (text: string): string => {
  try {
    parseModule(text, ops);
  } catch (error) {
    return (error as Error).message;
  }
  return "not refused";
};

describe("texts that are refused", () => {
  test.each([
    ["func @f() -> () { %0 = foo\n return }"],
    ["func @f(%x: f64) -> (f64) { return %y }"],
    ["func @f(%x: f64) -> (i32) { return %x }"],
    ["func @f(%x: f64) -> (f64) {\n  %x = neg %x\n return %x }"],
    ["func @f(%x: f64) -> (f64) {\n  %y: i32 = neg %x\n return %y }"],
    ["func @f(%x: f64) -> (f64) {\n  %y = add %x\n return %y }"],
    ["func @f(%c: bool) -> (f64) {\n  if %c { %x = const f64 1 yield } { yield }\n return %x }"],
    ["func @f(%x: f65) -> () { return }"],
    ["func @f(%x: ref<node>) -> () { return }"],
    ["func @f(%x) -> () { return }"],
    ["func @f() -> () {"],
    ["func @f() -> () { %x = call @f return }"],
    ["func @f() -> () { return } func @f() -> () { return }"],
    ["func @f() -> () ; { return }"],
    ["fun @f() -> () { return }"],
  ])("%s", (text) => {
    expect(refused(text)).toMatchSnapshot();
  });
});

test("types of results may be left out", () => {
  const text = `func @f(%x: f64) -> (f64) {
    %two = const f64 2 // a comment
    %y = mul %x, %two
    return %y
  }`;
  const module = parseModule(text, ops);
  verifyModule(module);
  expect(printModule(module)).toMatchInlineSnapshot(`
    "func @f(%x: f64) -> (f64) {
      %two = const f64 2
      %y: f64 = mul %x, %two
      return %y
    }
    "
  `);
});

test("N-d types and odd names", () => {
  const text = `record "a b" { "x y": f64[2,3], me: mem<ref<"a b">> }

func @"1 2"(%m: mem<ref<"a b">>, %p.xs[0]': i32[], %0: i64) -> (mem<ref<"a b">>) {
  return %m
}
`;
  expect(printModule(parseModule(text, ops))).toBe(text);
});
