// How often elements are computed that more than one operand asks for.
import { expect, test } from "vitest";
import { parseModule } from "../../../src/ir/parse.ts";
import { walk } from "../../../src/ir/rewrite.ts";
import { tensorOf } from "../../../src/ir/tensor.ts";
import { arrayOf } from "../../../src/ir/types.ts";
import { lowerArrays } from "../../../src/lower/arrays/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import { compareLowered } from "./run.ts";

const x = Float64Array.of(0.25, -1, 2);

/** The names of all operations of the lowered program, after its results have been compared. */
function operations(text: string): string[] {
  const m = parseModule(text, ops);
  compareLowered(m, "f", () => [{ kind: "tensor", ...tensorOf(arrayOf("f64", [3]), x.slice()) }]);
  const names: string[] = [];
  for (const { region } of lowerArrays(m).funcs.values()) {
    walk(region, ({ op }) => {
      names.push(op.name);
    });
  }
  return names;
}

const count = (names: readonly string[], name: string): number =>
  names.filter((one) => one === name).length;

test("parts of one array that are the same are computed once", () => {
  const names = operations(`func @f(%x: f64[3]) -> (f64[6]) {
    %e: f64[3] = exp %x
    %y: f64[6] = concat {axis: 0} %e, %e
    return %y
  }`);
  expect(count(names, "exp")).toBe(1);
});

test("so are those that are made of the same", () => {
  const names = operations(`func @f(%x: f64[3]) -> (f64[6]) {
    %e: f64[3] = exp %x
    %a: f64[3] = mul %e, %x
    %c: f64[3] = neg %e
    %y: f64[6] = concat {axis: 0} %a, %c
    return %y
  }`);
  expect(count(names, "exp")).toBe(1);
});

test("an index of itself: each element is asked for once as such, and once as a place", () => {
  const names = operations(`func @f(%x: f64[3]) -> (f64[3]) {
    %one = const f64[3] 1
    %bits: bool[3] = lt %x, %one
    %i: i32[3] = iota {type: i32[3], axis: 0}
    %j: i32[3] = reverse {axes: [0]} %i
    %k: i32[3] = select %bits, %i, %j
    %g: i32[3] = gather %k, %k
    %y: f64[3] = gather %x, %g
    return %y
  }`);
  expect(count(names, "lt")).toBe(1);
});

test("operands that are read together count once", () => {
  const names = operations(`func @f(%x: f64[3]) -> (f64[3]) {
    %e: f64[3] = exp %x
    %n: f64[3] = neg %e
    %y: f64[3] = mul %e, %n
    return %y
  }`);
  expect(count(names, "exp")).toBe(1);
  expect(count(names, "alloc")).toBe(1);
});
