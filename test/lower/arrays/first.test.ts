import { expect, test } from "vitest";
import { parseModule } from "../../../src/ir/parse.ts";
import { ops } from "../../../src/ops/registry.ts";
import { tensorOf } from "../../../src/ir/tensor.ts";
import type { Datum } from "../../../src/backends/interp/index.ts";
import { arrayOf } from "../../../src/ir/types.ts";
import { lowerArrays } from "../../../src/lower/arrays/index.ts";
import { printModule } from "../../../src/ir/print.ts";
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
  if (process.env.SHOW) console.log(printModule(lowered(m, "f")[1]));
});

test("a module without arrays stays as it is", () => {
  const m = parseModule(`func @f(%x: f64) -> (f64) { return %x }`, ops);
  expect(lowerArrays(m)).toBe(m);
});
