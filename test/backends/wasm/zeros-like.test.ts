import { describe, expect, test } from "vitest";
import {
  memoryOver,
  type Cell,
  type Datum,
  type Memory,
} from "../../../src/backends/interp/index.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { f64, memOf, memOfRefs, type RecordType, type Type } from "../../../src/ir/types.ts";
import { ops } from "../../../src/ops/registry.ts";
import { compare, compiled } from "./run.ts";

const numbers = memOf("f64");
const rows = memOfRefs(numbers);
const planes = memOfRefs(rows);

const run = (...xs: number[]): Memory => memoryOver(numbers, Float64Array.from(xs));
const part = (m: Memory, start: number, length: number): Memory => ({
  ...m,
  start: m.start + start,
  length,
});
const list = (type: typeof rows, ...xs: Memory[]): Memory => memoryOver(type, xs);

/** Makes zeros like the argument and marks the first number of each of its rows. */
function check(text: string, args: () => Datum[]): void {
  const module = parseModule(text, ops);
  const instance = compiled(module, "f");
  // twice: the second time memory is dirty
  for (let times = 0; times < 2; times++) compare(module, "f", args, instance);
}

const ofRows = (attrs: string): string => `
func @f(%m: mem<mem<f64>>) -> (mem<mem<f64>>) {
  %z: mem<mem<f64>> = zeros_like {type: mem<mem<f64>>${attrs}} %m
  %zero = const i32 0
  %x = const f64 1.5
  %n: i32 = length %z
  for {step: 1} %zero, %n { (%i: i32)
    %row: mem<f64> = load %z, %i
    %k: i32 = length %row
    %some: bool = lt %zero, %k
    if %some {
      %y: f64 = load %row, %zero
      %u: f64 = add %y, %x
      store %row, %zero, %u
      yield
    } {
      yield
    }
    yield
  }
  return %z
}`;

describe("zeros like rows", () => {
  const base = (): Memory => run(...Array.from({ length: 40 }, (_, i) => i));
  test.each<[string, () => Memory]>([
    ["none", () => list(rows)],
    ["of their own", () => list(rows, run(1, 2), run(), run(3))],
    [
      "one of which is there twice",
      () => {
        const row = run(1, 2, 3);
        return list(rows, row, run(4), row);
      },
    ],
    [
      "that overlap",
      () => {
        const m = base();
        return list(rows, part(m, 0, 5), part(m, 3, 5), part(m, 7, 2), part(m, 20, 3));
      },
    ],
    [
      "that overlap and lie in no order",
      () => {
        const m = base();
        const starts = [31, 3, 17, 5, 29, 0, 18, 8, 11, 39, 2, 22];
        return list(rows, ...starts.map((s, i) => part(m, s, Math.min(1 + (i % 4), 40 - s))));
      },
    ],
    [
      "that are next to one another, in falling order",
      () => {
        const m = base();
        return list(rows, part(m, 8, 4), part(m, 4, 4), part(m, 0, 4));
      },
    ],
  ])("%s", (_, make) => {
    check(ofRows(""), () => [make()]);
    check(ofRows(", directions: 3"), () => [make()]);
  });
});

test("zeros like rows of rows that share rows", () => {
  const text = (attrs: string): string => `
func @f(%m: mem<mem<mem<f64>>>) -> (mem<mem<mem<f64>>>) {
  %z: mem<mem<mem<f64>>> = zeros_like {type: mem<mem<mem<f64>>>${attrs}} %m
  return %z
}`;
  const args = (): Datum[] => {
    const [a, b] = [run(1, 2, 3), run(4)];
    const plane = list(rows, a, b, part(a, 1, 2));
    return [list(planes, plane, list(rows, b, a), plane, part(plane, 1, 2))];
  };
  check(text(""), args);
  check(text(", directions: 4"), args);
});

test("zeros like records in a circle, with what they lead to", () => {
  const fields: { name: string; type: Type }[] = [];
  const node: RecordType = { name: "node", fields };
  fields.push(
    { name: "id", type: { kind: "scalar", dtype: "i32" } },
    { name: "value", type: f64 },
    { name: "data", type: rows },
    { name: "next", type: { kind: "ref", record: node } },
    { name: "all", type: memOfRefs({ kind: "ref", record: node }) },
  );
  const text = `
record node { id: i32, value: f64, data: mem<mem<f64>>, next: ref<node>, all: mem<ref<node>> }
record node' { value: f64, data: mem<mem<f64>>, next: ref<node'>, all: mem<ref<node'>> }
func @f(%m: ref<node>) -> (ref<node'>, ref<node'>) {
  %z: ref<node'> = zeros_like {type: ref<node'>} %m
  %x = const f64 2.5
  set {field: "value"} %z, %x
  %null = null {type: ref<node>}
  %none: ref<node'> = zeros_like {type: ref<node'>} %null
  return %z, %none
}`;
  check(text, () => {
    const shared = run(1, 2, 3);
    const cells = Array.from({ length: 40 }, (_, i): Cell => ({
      kind: "cell",
      record: node,
      fields: [i, i / 2, list(rows, part(shared, i % 3, 1), run(i)), null, null],
    }));
    const some = cells.filter((_, i) => i % 3 === 0);
    const all: Memory = memoryOver(memOfRefs({ kind: "ref", record: node }), some);
    cells.forEach((cell, i) => {
      cell.fields[3] = cells[(i * 7 + 1) % cells.length]!;
      cell.fields[4] = part(all, i % 5, i % 4);
    });
    return [cells[0]!];
  });
  expect(text).toContain("zeros_like");
});

test("a skeleton of records in a circle, with lists and numbers that are shared", () => {
  const fields: { name: string; type: Type }[] = [];
  const node: RecordType = { name: "node", fields };
  const toNode: Type = { kind: "ref", record: node };
  fields.push(
    { name: "id", type: { kind: "scalar", dtype: "i32" } },
    { name: "on", type: { kind: "scalar", dtype: "bool" } },
    { name: "value", type: f64 },
    { name: "data", type: numbers },
    { name: "rows", type: rows },
    { name: "next", type: toNode },
    { name: "all", type: memOfRefs(toNode) },
  );
  const text = `
record node { id: i32, on: bool, value: f64, data: mem<f64>, rows: mem<mem<f64>>, next: ref<node>, all: mem<ref<node>> }
record twin { next: ref<twin>, id: i32, count: i32, ":of": ref<node>, all: mem<ref<twin>>, rows: mem<mem<f64>>, data: mem<f64>, other: ref<node>, value: f64 }
func @f(%m: ref<node>) -> (ref<node>, ref<twin>, ref<twin>) {
  %z: ref<node> = skeleton {type: ref<node>} %m
  %t: ref<twin> = skeleton {type: ref<twin>} %m
  %x = const f64 2.5
  %next: ref<twin> = get {field: "next"} %t
  %of: ref<node> = get {field: ":of"} %next
  set {field: "value"} %of, %x
  %null = null {type: ref<node>}
  set {field: "next"} %m, %null
  %none: ref<twin> = skeleton {type: ref<twin>} %null
  return %z, %t, %none
}`;
  check(text, () => {
    const shared = run(1, 2, 3);
    const cells = Array.from({ length: 40 }, (_, i): Cell => ({
      kind: "cell",
      record: node,
      fields: [i, i % 2, i / 2, part(shared, i % 3, 1), list(rows, run(i), shared), null, null],
    }));
    const all: Memory = memoryOver(
      memOfRefs(toNode),
      cells.filter((_, i) => i % 3 === 0),
    );
    cells.forEach((cell, i) => {
      cell.fields[5] = cells[(i * 7 + 1) % cells.length]!;
      cell.fields[6] = part(all, i % 5, i % 4);
    });
    return [cells[0]!];
  });
});

test("records that are reached from others of two types", () => {
  const text = `
record node { value: f64, next: ref<node> }
record node' { value: f64, next: ref<node'> }
record pair { a: ref<node>, b: ref<node> }
record pair' { a: ref<node'>, b: ref<node'> }
func @f(%m: ref<node>) -> (ref<node'>, ref<pair'>, ref<node>, ref<pair>) {
  %p: ref<pair> = record {type: ref<pair>} %m, %m
  %z: ref<node'> = zeros_like {type: ref<node'>} %m
  %y: ref<pair'> = zeros_like {type: ref<pair'>} %p
  %s: ref<node> = skeleton {type: ref<node>} %m
  %t: ref<pair> = skeleton {type: ref<pair>} %p
  return %z, %y, %s, %t
}`;
  check(text, () => {
    const fields: { name: string; type: Type }[] = [{ name: "value", type: f64 }];
    const node: RecordType = { name: "node", fields };
    fields.push({ name: "next", type: { kind: "ref", record: node } });
    const [a, b] = [1, 2].map((x): Cell => ({ kind: "cell", record: node, fields: [x, null] }));
    a!.fields[1] = b!;
    return [a!];
  });
});
