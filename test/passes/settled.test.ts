// Passes do not look again at what they have left as it is: rounds of passes cost what changes.
import { expect, test } from "vitest";
import { memoryOf } from "../../src/analysis/memory.ts";
import { funcNamed, withFuncs, type Func, type Module } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { ops } from "../../src/ops/registry.ts";
import { narrow } from "../../src/passes/narrow.ts";
import { funcPass, memoryPass } from "../../src/passes/pass.ts";

const calls = `
func @leaf(%m: mem<f64>, %x: f64) -> () {
  %0 = const i32 0
  store %m, %0, %x
  return
}

func @other(%x: f64) -> (f64) {
  %1 = sin %x
  return %1
}

func @main(%m: mem<f64>, %x: f64) -> (f64) {
  call @leaf %m, %x
  %1: f64 = call @other %x
  return %1
}
`;

/** Nothing is stored any more. */
const quiet = `
func @leaf(%m: mem<f64>, %x: f64) -> () {
  return
}
`;

const read = (text: string): Module => parseModule(text, ops);
const changedLeaf = (module: Module): Module => withFuncs(module, funcNamed(read(quiet), "leaf"));

test("a pass that looks at functions alone sees each once", () => {
  const seen: string[] = [];
  const pass = funcPass("look", "looks", (func) => {
    seen.push(func.name);
    return func;
  });
  const module = read(calls);
  expect(pass.run(module)).toBe(module);
  pass.run({ funcs: new Map(module.funcs) });
  expect(seen).toEqual(["leaf", "other", "main"]);
  pass.run(changedLeaf(module));
  expect(seen).toEqual(["leaf", "other", "main", "leaf"]);
});

test("a pass that looks at memory sees callers again when what they call has changed", () => {
  const seen: string[] = [];
  const pass = memoryPass("look", "looks", (func) => {
    seen.push(func.name);
    return func;
  });
  const module = read(calls);
  pass.run(module);
  pass.run({ funcs: new Map(module.funcs) });
  expect(seen).toEqual(["leaf", "other", "main"]);
  pass.run(changedLeaf(module));
  expect(seen).toEqual(["leaf", "other", "main", "leaf", "main"]);
});

test("a function that a pass changes is seen until it is left as it is", () => {
  let left = 3;
  const seen: Func[] = [];
  const pass = funcPass("count", "counts", (func) => {
    seen.push(func);
    return left-- > 0 ? { ...func } : func;
  });
  let module = read(quiet);
  for (let k = 0; k < 8; k++) module = pass.run(module);
  expect(seen.length).toBe(4);
});

test("what is known of memory is kept with a function and what it calls", () => {
  const module = read(calls);
  const before = memoryOf(module, "main");
  expect(before.effectsOf(funcNamed(module, "main").region).writes.size).toBe(1);
  expect(memoryOf({ funcs: new Map(module.funcs) }, "main")).toBe(before);
  const changed = changedLeaf(module);
  expect(memoryOf(changed, "other")).toBe(memoryOf(module, "other"));
  expect(memoryOf(changed, "main")).not.toBe(before);
  expect(memoryOf(changed, "main").effectsOf(funcNamed(changed, "main").region).writes.size).toBe(
    0,
  );
});

test("recursive functions are known together", () => {
  const module = read(`
func @even(%m: mem<f64>, %x: f64) -> () {
  call @odd %m, %x
  return
}

func @odd(%m: mem<f64>, %x: f64) -> () {
  call @even %m, %x
  call @leaf %m, %x
  return
}
${quiet}`);
  const writes = (of: Module): number =>
    memoryOf(of, "even").effectsOf(funcNamed(of, "even").region).writes.size;
  expect(writes(module)).toBe(0);
  const storing = withFuncs(module, funcNamed(read(calls), "leaf"));
  expect(writes(storing)).toBe(1);
  expect(memoryOf({ funcs: new Map(storing.funcs) }, "odd")).toBe(memoryOf(storing, "odd"));
});

test("an attempt at integers that fails leaves nothing behind", () => {
  // the constant could become an integer, the smaller of two lengths is not made one
  const module = read(`
func @f(%a: mem<f64>, %b: mem<f64>, %c: bool) -> (i32) {
  %0 = const f64 3
  %1 = length %a
  %2 = length %b
  %3 = to_f64 %1
  %4 = to_f64 %2
  %5 = min %3, %4
  %6 = select %c, %0, %5
  %7 = to_index %6
  return %7
}
`);
  expect(narrow.run(module)).toBe(module);
});
