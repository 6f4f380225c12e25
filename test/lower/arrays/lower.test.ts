import { expect, test } from "vitest";
import { parseModule } from "../../../src/ir/parse.ts";
import { ops } from "../../../src/ops/registry.ts";
import { tensorOf } from "../../../src/ir/tensor.ts";
import { memoryOver, type Datum } from "../../../src/backends/interp/index.ts";
import { walk } from "../../../src/ir/rewrite.ts";
import { arrayOf, memOf } from "../../../src/ir/types.ts";
import { lowerArrays } from "../../../src/lower/arrays/index.ts";
import { compareLowered, lowered } from "./run.ts";

function tensor(shape: number[], ...values: number[]): Datum {
  return { kind: "tensor", ...tensorOf(arrayOf("f64", shape), Float64Array.from(values)) };
}

test("a chain", () => {
  const m = parseModule(
    `func @f(%x: f64[2,3], %k: f64) -> (f64[3,2], f64, f64[2]) {
      %one = const f64[2,3] 1
      %y: f64[2,3] = add %x, %one
      %z: f64[2,3] = broadcast {shape: [2,3], axes: []} %k
      %w: f64[2,3] = mul %y, %z
      %t: f64[3,2] = transpose {perm: [1,0]} %w
      %s: f64[] = reduce_sum {axes: [0,1]} %w
      %s1: f64[2] = reduce_sum {axes: [1]} %w
      %r: f64[3,2] = reshape {shape: [3,2]} %w
      %q: f64[3,2] = add %r, %t
      %sum = item %s
      return %q, %sum, %s1
    }`,
    ops,
  );
  compareLowered(m, "f", () => [tensor([2, 3], 1, 2, 3, 4, 5, 6), 2]);
});

test("what is padded is added in place, but not to what a loop finds again", () => {
  const m = parseModule(
    `func @f(%x: f64[3], %y: f64[2]) -> (f64[6], f64[6]) {
      %p: f64[6] = pad {low: [0], high: [3], interior: [0]} %x
      %q: f64[6] = pad {low: [2], high: [1], interior: [1]} %y
      %r: f64[6] = pad {low: [3], high: [0], interior: [0]} %x
      %pq: f64[6] = add %p, %q
      %s: f64[6] = add %r, %pq
      %t: f64[6] = pad {low: [1], high: [2], interior: [0]} %x
      %lo = const i32 0
      %hi = const i32 3
      %z = const f64[6] 0
      %u: f64[6] = for {step: 1} %lo, %hi, %z { (%i: i32, %v: f64[6])
        %w: f64[6] = pad {low: [4], high: [0], interior: [0]} %y
        %a: f64[6] = add %t, %w
        %b: f64[6] = add %v, %a
        yield %b
      }
      return %s, %u
    }`,
    ops,
  );
  compareLowered(m, "f", () => [tensor([3], 1, 2, 3), tensor([2], 10, 20)]);
  const adds = [...lowerArrays(m).funcs.values()].flatMap((f) => f.region.body);
  expect(adds.filter(({ op }) => op.name === "copy")).toEqual([]);
});

test("a module without arrays stays as it is", () => {
  const m = parseModule(`func @f(%x: f64) -> (f64) { return %x }`, ops);
  expect(lowerArrays(m)).toBe(m);
});

test("results that are made of one another are made in one loop", () => {
  const n = 300;
  const m = parseModule(
    `func @f(%w: mem<f64>, %g: mem<f64>, %u: mem<f64>) -> (mem<f64>, mem<f64>) {
      %w1 = array f64[${n}] %w
      %g1 = array f64[${n}] %g
      %u1 = array f64[${n}] %u
      %k = const f64[${n}] 0.9
      %old = mul %u1, %k
      %mean = add %old, %g1
      %next = sub %w1, %mean
      %count = const i32 ${n}
      %a = alloc mem<f64> %count
      put %a, %next
      %b = alloc mem<f64> %count
      put %b, %mean
      return %a, %b
    }`,
    ops,
  );
  const memory = (k: number): Datum =>
    memoryOver(
      memOf("f64"),
      Float64Array.from({ length: n }, (_, i) => Math.sin(k + i)),
    );
  compareLowered(m, "f", () => [memory(0), memory(1), memory(2)]);
  const found: string[] = [];
  for (const { region } of lowered(m, "f")[1].funcs.values()) {
    walk(region, ({ op }) => {
      if (["for", "copy", "mul", "store"].includes(op.name)) found.push(op.name);
    });
  }
  expect(found.toSorted()).toEqual(["for", "mul", "store", "store"]);
});
