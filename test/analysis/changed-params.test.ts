import { expect, test } from "vitest";
import { changedParams } from "../../src/analysis/changed-params.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { ops } from "../../src/ops/registry.ts";

const changed = (text: string, name = "f"): number[] => {
  const module = parseModule(text, ops);
  return [...changedParams(module, funcNamed(module, name))].toSorted();
};

test("a store, also through a view, changes the parameter", () => {
  expect(
    changed(`func @f(%a: mem<f64>, %b: mem<f64>, %x: f64) -> () {
  %0 = const i32 0
  %1 = const i32 1
  %v: mem<f64> = view %b, %0, %1
  store %v, %0, %x
  return
}
`),
  ).toEqual([1]);
});

test("a variable that holds a parameter first and new memory later does not tell on it", () => {
  expect(
    changed(`func @f(%a: mem<f64>, %x: f64) -> (mem<f64>) {
  %0 = const i32 0
  %1 = const i32 3
  %r: mem<f64> = for {step: 1} %0, %1, %a { (%i: i32, %c: mem<f64>)
    %n: mem<f64> = alloc mem<f64> %1
    store %n, %0, %x
    yield %n
  }
  return %r
}
`),
  ).toEqual([]);
});

test("rows lead back to what holds them", () => {
  expect(
    changed(`func @f(%a: mem<mem<f64>>, %x: f64) -> () {
  %0 = const i32 0
  %r: mem<f64> = load %a, %0
  store %r, %0, %x
  return
}
`),
  ).toEqual([0]);
});

test("mutual recursion is followed all the way round", () => {
  const text = `func @f(%a: mem<f64>, %b: mem<f64>, %c: bool, %x: f64) -> () {
  if %c {
    call @g %b, %a, %c, %x
    yield
  } {
    yield
  }
  return
}

func @g(%p: mem<f64>, %q: mem<f64>, %c: bool, %x: f64) -> () {
  %0 = const i32 0
  store %p, %0, %x
  call @f %p, %q, %c, %x
  return
}
`;
  expect(changed(text, "f")).toEqual([0, 1]);
  expect(changed(text, "g")).toEqual([0, 1]);
});

test("a call changes what has been put into the record that it is given", () => {
  const text = `record node { v: f64, next: ref<node> }

func @f(%a: ref<node>, %b: ref<node>, %x: f64) -> (f64) {
  %p: ref<node> = record ref<node> %x, %a
  call @g %p, %x
  %v: f64 = get {field: "v"} %b
  return %v
}

func @g(%n: ref<node>, %x: f64) -> () {
  %m: ref<node> = get {field: "next"} %n
  set {field: "v"} %m, %x
  return
}
`;
  expect(changed(text, "f")).toEqual([0]);
});
