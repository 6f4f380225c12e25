// Zeros and skeletons of what arrays are in: the interpreter, arrays as memory, and WebAssembly agree.
import { expect, test } from "vitest";
import type { Cell, Datum } from "../../../src/backends/interp/index.ts";
import type { RefType } from "../../../src/ir/types.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { tensorOf } from "../../../src/ir/tensor.ts";
import { arrayOf } from "../../../src/ir/types.ts";
import { ops } from "../../../src/ops/registry.ts";
import { compareLowered, outcome, typesOf } from "./run.ts";

const tensor = (...values: number[]): Datum => ({
  kind: "tensor",
  ...tensorOf(arrayOf("f64", [values.length]), Float64Array.from(values)),
});

const records = `record node { w: f64[2], count: i32, x: f64, next: ref<node> }
record node' { w: f64[2], x: f64, next: ref<node'> }
record node'2 { "w.0": f64[2], "w.1": f64[2], "x.0": f64, "x.1": f64, next: ref<node'2> }
`;

/** Two nodes, of the module's own type. */
function given(text: string): { readonly run: () => number[] } {
  const m = parseModule(records + text, ops);
  const { record } = m.funcs.get("f")!.region.params[0]!.type as RefType;
  const node = (w: Datum, count: number, x: number, next: Cell | null): Cell => ({
    kind: "cell",
    record,
    fields: [w, count, x, next],
  });
  const args = (): Datum[] => [node(tensor(1, 2), 3, 4, node(tensor(5, 6), 7, 8, null))];
  compareLowered(m, "f", args);
  return { run: () => outcome(m, "f", args(), typesOf(m, "f")) };
}

const read = (type: string, field: string): string => `
  %n: ref<${type}> = get {field: "next"} %z
  %a: f64[2] = get {field: "${field}"} %z
  %b: f64[2] = get {field: "${field}"} %n
  %s: f64[2] = add %a, %b
  %t: f64[] = reduce_sum {axes: [0]} %s
  %r = item %t`;

test("zeros", () => {
  const { run } = given(`func @f(%p: ref<node>) -> (f64) {
  %z = zeros_like ref<node'> %p${read("node'", "w")}
  return %r
}`);
  expect(run()[0]).toBe(0);
});

test("zeros in two directions", () => {
  const { run } = given(`func @f(%p: ref<node>) -> (f64) {
  %z = zeros_like ref<node'2> {directions: 2} %p${read("node'2", "w.1")}
  return %r
}`);
  expect(run()[0]).toBe(0);
});

test("a skeleton has the arrays, which nobody writes to", () => {
  const { run } = given(`func @f(%p: ref<node>) -> (f64, i32, f64) {
  %z = skeleton ref<node> %p${read("node", "w")}
  %c: i32 = get {field: "count"} %n
  %x: f64 = get {field: "x"} %n
  return %r, %c, %x
}`);
  expect(run().slice(0, 3)).toEqual([14, 7, 0]);
});
