import { describe, expect, test } from "vitest";
import { parseModule } from "../../../src/ir/parse.ts";
import type { Module } from "../../../src/ir/func.ts";
import { deepen } from "../../../src/lower/deep/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import { callFlat } from "./data.ts";
import { compare, compiled, heap } from "./run.ts";

/** Bytes in use after a run of `n` steps, which is first compared with the interpreter for a few. */
function used(text: string, n: number): number {
  return usedBy(parseModule(text, ops), n);
}

function usedBy(module: Module, n: number): number {
  const instance = compiled(module, "f");
  for (const few of [0, 1, 2, 7]) compare(module, "f", () => [few], instance);
  heap.reset();
  callFlat(instance, "f", [n]);
  return heap.used;
}

const constants = `
  %zero = const i32 0
  %one = const i32 1
  %k = const i32 100
  %x = const f64 0.5`;

describe("the memory of an iteration is given back", () => {
  test("where nothing of it is carried on", () => {
    const text = `
func @f(%n: i32) -> (f64) {${constants}
  %s: f64 = for {step: 1} %zero, %n, %x { (%i: i32, %t: f64)
    %m = alloc mem<f64> %k
    %before: f64 = load %m, %one
    store %m, %one, %t
    %after: f64 = load %m, %one
    %u: f64 = add %before, %after
    %v: f64 = add %u, %x
    yield %v
  }
  return %s
}`;
    expect(used(text, 1_000_000)).toBe(0);
  });

  test("but not what is carried on as a new array each time", () => {
    // the next array is made of the last, with another one made before and after it
    const text = `
func @f(%n: i32) -> (mem<f64>, f64) {${constants}
  %start = alloc mem<f64> %k
  fill %start, %x
  %end: mem<f64>, %s: f64 = for {step: 1} %zero, %n, %start, %x { (%i: i32, %m: mem<f64>, %t: f64)
    %other = alloc mem<f64> %k
    %next = alloc mem<f64> %k
    for {step: 1} %zero, %k { (%j: i32)
      %a: f64 = load %m, %j
      %b: f64 = mul %a, %t
      %c: f64 = add %b, %x
      store %next, %j, %c
      yield
    }
    %rest = alloc mem<f64> %k
    fill %other, %t
    copy %rest, %other
    %u: f64 = load %rest, %one
    yield %next, %u
  }
  return %end, %s
}`;
    expect(used(text, 100_000)).toBeLessThan(5000);
  });

  test("with several that overlap, turn about, are empty or from before the loop", () => {
    const text = `
func @f(%n: i32) -> (mem<f64>, mem<f64>, mem<f64>, mem<f64>) {${constants}
  %p = alloc mem<f64> %k
  %e = alloc mem<f64> %zero
  %a: mem<f64>, %b: mem<f64>, %c: mem<f64>, %d: mem<f64> = for {step: 1} %zero, %n, %p, %p, %e, %p { (%i: i32, %q: mem<f64>, %r: mem<f64>, %s: mem<f64>, %t: mem<f64>)
    %new = alloc mem<f64> %k
    %y: f64 = to_f64 %i
    fill %new, %y
    %w: mem<f64> = view %new, %one, %one
    %nothing: mem<f64> = view %new, %one, %zero
    %two = const i32 2
    %h: i32 = and %i, %two
    %odd: bool = eq %h, %zero
    %keep: mem<f64> = select %odd, %r, %w
    %last: mem<f64> = select %odd, %new, %t
    yield %r, %keep, %nothing, %last
  }
  return %a, %b, %c, %d
}`;
    expect(used(text, 100_000)).toBeLessThan(5000);
  });

  test("in a loop with several ends", () => {
    const text = `
func @f(%n: i32) -> (mem<f64>) {${constants}
  %p = alloc mem<f64> %k
  %a: mem<f64>, %b: i32 = loop %p, %zero { (%q: mem<f64>, %i: i32)
    %go: bool = lt %i, %n
    %again: bool, %m: mem<f64>, %j: i32 = if %go {
      %new = alloc mem<f64> %k
      %y: f64 = load %q, %one
      %z: f64 = add %y, %x
      store %new, %one, %z
      %next: i32 = add %i, %one
      yield %go, %new, %next
    } {
      yield %go, %q, %i
    }
    yield %again, %m, %j
  }
  return %a
}`;
    expect(used(text, 100_000)).toBeLessThan(3000);
  });

  test("when a function returns, that it needed", () => {
    const text = `
func @g(%d: i32) -> (f64) {${constants}
  %m = alloc mem<f64> %k
  fill %m, %x
  %deep: bool = gt %d, %zero
  %r: f64 = if %deep {
    %less: i32 = sub %d, %one
    %p: f64 = call @g %less
    %q: f64 = call @g %less
    %sum: f64 = add %p, %q
    yield %sum
  } {
    %y: f64 = load %m, %one
    yield %y
  }
  return %r
}
func @f(%n: i32) -> (f64) {
  %r: f64 = call @g %n
  return %r
}`;
    expect(used(text, 15)).toBe(0);
    // also where the calls that wait are in memory
    expect(usedBy(deepen(parseModule(text, ops), ["f"]), 12)).toBe(0);
  });

  test("with records that refer to one another, of a type that is not known outside", () => {
    const text = `
record link { before: ref<link>, m: mem<f64> }
func @f(%n: i32) -> (f64) {${constants}
  %s: f64 = for {step: 1} %zero, %n, %x { (%i: i32, %t: f64)
    %none = null ref<link>
    %m = alloc mem<f64> %k
    %first = record ref<link> %none, %m
    %second = record ref<link> %first, %m
    %at: ref<link> = get {field: "before"} %second
    set {field: "before"} %at, %second
    %round: ref<link> = get {field: "before"} %at
    %same: mem<f64> = get {field: "m"} %round
    store %same, %one, %t
    %v: f64 = load %m, %one
    yield %v
  }
  return %s
}`;
    expect(used(text, 10_000)).toBe(0);
  });
});

describe("memory is kept", () => {
  test.each([
    ["in an array of arrays", "store %all, %i, %m", "mem<mem<f64>>"],
    [
      "in an array that is in an array",
      "%box = alloc mem<mem<f64>> %k\n store %box, %one, %m\n %in: mem<f64> = load %box, %one\n store %all, %i, %in",
      "mem<mem<f64>>",
    ],
    ["through a function", "call @put %all, %i, %m", "mem<mem<f64>>"],
  ])("%s", (_, keep, type) => {
    const text = `
func @put(%a: mem<mem<f64>>, %i: i32, %m: mem<f64>) -> () {
  store %a, %i, %m
  return
}
func @f(%n: i32) -> (${type}) {${constants}
  %all = alloc mem<mem<f64>> %n
  for {step: 1} %zero, %n { (%i: i32)
    %m = alloc mem<f64> %k
    %y: f64 = to_f64 %i
    fill %m, %y
    ${keep}
    yield
  }
  return %all
}`;
    expect(used(text, 100)).toBeGreaterThan(100 * 800);
  });

  test("in a record from before the loop that is found through another", () => {
    const text = `
record box { m: mem<f64> }
record cell { of: ref<box> }
func @f(%n: i32) -> (mem<f64>) {${constants}
  %first = alloc mem<f64> %one
  %keeper = record ref<box> %first
  for {step: 1} %zero, %n { (%i: i32)
    %m = alloc mem<f64> %k
    %y: f64 = to_f64 %i
    fill %m, %y
    %cell = record ref<cell> %keeper
    %at: ref<box> = get {field: "of"} %cell
    set {field: "m"} %at, %m
    yield
  }
  %last: mem<f64> = get {field: "m"} %keeper
  return %last
}`;
    expect(used(text, 100)).toBeGreaterThan(100 * 800);
  });
});
