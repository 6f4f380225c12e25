import { expect, test } from "vitest";
import { escapeOf } from "../../src/analysis/escape.ts";
import { memoryOf } from "../../src/analysis/memory.ts";
import { rangesOf } from "../../src/analysis/ranges.ts";
import { stabilityOf } from "../../src/analysis/stability.ts";
import { structureOf } from "../../src/analysis/structure.ts";
import type { Instr, Value } from "../../src/ir/func.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { walk } from "../../src/ir/rewrite.ts";
import { ops } from "../../src/ops/registry.ts";

/** The facts about the function `name` of a module, and its values by their names. */
function factsOf(text: string, name: string) {
  const module = parseModule(text, ops);
  const { region } = funcNamed(module, name);
  const values = new Map<string, Value>();
  const makers = new Map<string, Instr>();
  const note = (v: Value): unknown => v.hint !== undefined && values.set(v.hint, v);
  region.params.forEach(note);
  walk(region, (instr) => {
    for (const inner of instr.regions) inner.params.forEach(note);
    for (const r of instr.results) {
      note(r);
      if (r.hint !== undefined) makers.set(r.hint, instr);
    }
  });
  const memory = memoryOf(module, name);
  const structure = structureOf(region);
  return {
    region,
    memory,
    structure,
    value: (hint: string): Value => values.get(hint)!,
    maker: (hint: string): Instr => makers.get(hint)!,
  };
}

const aliases = `
func @keep(%rows: mem<mem<f64>>, %row: mem<f64>) -> (mem<f64>) {
  %zero = const i32 0
  store %rows, %zero, %row
  %fresh = alloc mem<f64> %zero
  return %fresh
}

func @f(%a: mem<f64>, %b: mem<f64>, %rows: mem<mem<f64>>, %ints: mem<i32>, %c: bool) -> (f64) DISJOINT {
  %zero = const i32 0
  %one = const i32 1
  %own = alloc mem<f64> %one
  %kept = alloc mem<f64> %one
  %part = view %a, %zero, %one
  %some: mem<f64> = if %c {
    yield %own
  } {
    yield %part
  }
  %made: mem<f64> = call @keep %rows, %kept
  %row = load %rows, %zero
  %x = load %row, %zero
  return %x
}
`;

test("what may be the same memory, where parameters may overlap and where not", () => {
  const pairs = [
    ["a", "b"],
    ["a", "part"],
    ["a", "own"],
    ["own", "some"],
    ["b", "some"],
    ["kept", "row"],
    ["kept", "own"],
    ["row", "a"],
    ["made", "row"],
    ["made", "own"],
  ] as const;
  const answers = ["", "disjoint"].map((how) => {
    const { memory, value } = factsOf(aliases.replace("DISJOINT", how), "f");
    return pairs.filter(([x, y]) => memory.mayAlias(value(x), value(y))).map((p) => p.join(" "));
  });
  // %some is %own or a part of %a, and so the two are one class
  expect(answers).toMatchInlineSnapshot(`
    [
      [
        "a b",
        "a part",
        "a own",
        "own some",
        "b some",
        "kept row",
        "kept own",
        "row a",
      ],
      [
        "a part",
        "a own",
        "own some",
        "kept row",
      ],
    ]
  `);
});

test("what a call does is what its callee does to what it is given", () => {
  const { memory, value, maker } = factsOf(aliases.replace("DISJOINT", "disjoint"), "f");
  const { writes, reads, traps } = memory.effectsOf(maker("made"));
  expect([...writes]).toEqual([memory.locationOf(value("rows"))]);
  expect([reads.size, traps]).toEqual([0, false]);
  expect(memory.isExternal(value("kept"))).toBe(true);
  expect(memory.isExternal(value("made"))).toBe(false);
});

const loops = `
func @f(%p: mem<f64>) -> (f64) {
  %n = length %p
  %zero = const i32 0
  %one = const i32 1
  %last = sub %n, %one
  %start = const f64 0
  %local = alloc mem<f64> %n
  %sum, %count = for {step: 1} %one, %last, %start, %start { (%i: i32, %s: f64, %k: f64)
    %inner = alloc mem<f64> %one
    %before = load %p, %i
    %calm = load %local, %i
    store %p, %i, %s
    %after = load %p, %i
    store %inner, %zero, %s
    %up = add %i, %one
    %down = sub %i, %one
    %real = to_f64 %i
    %one_f = const f64 1
    %next = add %k, %one_f
    %at = to_index %next
    %t = add %s, %after
    yield %t, %next
  }
  return %sum
}
`;

test("a read is stable until something writes there, in a later iteration too", () => {
  const { memory, structure, maker, region } = factsOf(loops, "f");
  const stability = stabilityOf(memory, structure);
  const body = maker("sum").regions[0]!;
  const answers = ["before", "after", "calm"].map((name) => [
    stability.overwritten(maker(name), body),
    stability.overwritten(maker(name), region),
  ]);
  expect(answers).toEqual([
    [true, true],
    [false, true],
    [false, false],
  ]);
});

test("memory made in an iteration does not leave it unless something outside holds it", () => {
  const { memory, structure, value, maker, region } = factsOf(loops, "f");
  const escape = escapeOf(memory, structure);
  const body = maker("sum").regions[0]!;
  expect(escape.escapes(value("inner"), body)).toBe(false);
  expect(escape.escapes(value("local"), body)).toBe(true);
  expect(escape.escapes(value("local"), region)).toBe(false);
  expect(escape.escapes(value("p"), region)).toBe(true);
});

test("ranges of indices, counters and sums", () => {
  const { structure, value } = factsOf(loops, "f");
  const ranges = rangesOf(structure);
  const inside = ["i", "up", "down", "at"].map((v) => ranges.isInside(value(v), value("n")));
  expect(inside).toEqual([true, true, true, false]);
  expect(ranges.of(value("i"))).toEqual({ lo: 1, hi: 2 ** 29 - 2, whole: true });
  expect(ranges.of(value("next"))).toMatchObject({ lo: 1, whole: true });
  expect(ranges.of(value("t")).whole).toBe(false);
});
