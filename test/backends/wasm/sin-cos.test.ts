import { expect, test } from "vitest";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { ops } from "../../../src/ops/registry.ts";
import { Heap } from "../../../src/runtime/heap.ts";
import { instantiate } from "../../../src/runtime/instance.ts";

const heap = new Heap();

function compiled(body: string): { readonly f: (x: number) => number; readonly names: string } {
  const text = `func @f(%x: f64) -> (f64) {\n${body}\n  return %r\n}`;
  const code = emitWasm(parseModule(text, ops), ["f"]);
  const names = new TextDecoder("latin1").decode(code.bytes);
  return { f: instantiate(code, heap).entry("f").call as (x: number) => number, names };
}

const points = [0, -0, 1e-300, 2 ** -28, 0.3, -2, Math.PI, 1e4, 7e4, -1e17, 1e300, Infinity, NaN];
const sine = compiled("  %r = sin %x").f;
const cosine = compiled("  %r = cos %x").f;

test.each([
  ["  %s = sin %x\n  %c = cos %x\n  %r = sub %s, %c"],
  ["  %c = cos %x\n  %s = sin %x\n  %r = sub %s, %c"],
  ["  %c = cos %x\n  %n = neg %c\n  %s = sin %x\n  %r = add %n, %s"],
])("both of one number are found at once, with their bits: case %#", (body) => {
  const { f, names } = compiled(body);
  expect(names).toContain("math.sin_cos");
  expect(names).not.toMatch(/math\.(sin|cos)[^_]/);
  for (const x of points) expect(f(x)).toBe(sine(x) - cosine(x));
});

test("of a sine twice, of two numbers, or in branches apart, each is found alone", () => {
  const other = compiled("  %y = neg %x\n  %s = sin %x\n  %c = cos %y\n  %r = sub %s, %c");
  expect(other.names).not.toContain("math.sin_cos");
  const apart = compiled(`  %z = const f64 0
  %p = lt %x, %z
  %r: f64 = if %p {
    %s = sin %x
    yield %s
  } {
    %c = cos %x
    yield %c
  }`);
  expect(apart.names).not.toContain("math.sin_cos");
  for (const x of points) expect(apart.f(x)).toBe(x < 0 ? sine(x) : cosine(x));
});

test("in a loop that makes four iterations, and what is not used is left out", () => {
  const { f } = compiled(`  %lo = const i32 0
  %hi = const i32 7
  %z = const f64 0
  %r: f64 = for {step: 1} %lo, %hi, %z { (%i: i32, %t: f64)
    %j = to_f64 %i
    %y = mul %j, %x
    %s = sin %y
    %c = cos %y
    %u = mul %t, %c
    %v = add %u, %s
    yield %v
  }`);
  for (const x of points) {
    let t = 0;
    for (let i = 0; i < 7; i++) t = t * cosine(i * x) + sine(i * x);
    expect(f(x)).toBe(t);
  }
  const alone = compiled("  %s = sin %x\n  %r = cos %x");
  expect(alone.names).not.toContain("math.sin_cos");
});
