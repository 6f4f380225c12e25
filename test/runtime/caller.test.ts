import { describe, expect, test } from "vitest";
import { emitWasm } from "../../src/backends/wasm/index.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { ops } from "../../src/ops/registry.ts";
import { Caller, type CallerOptions } from "../../src/runtime/caller.ts";
import { Heap } from "../../src/runtime/heap.ts";
import { instantiate } from "../../src/runtime/instance.ts";
import { layoutOf } from "../../src/values/layout-of.ts";
import type { Result } from "../../src/values/result.ts";

const heap = new Heap();

function callerFor(text: string, roots: readonly unknown[], options: CallerOptions = {}): Caller {
  const made = emitWasm(parseModule(text, ops), ["f"]);
  return new Caller(instantiate(made, heap), "f", layoutOf(roots), options);
}

const number: Result = { kind: "number", result: 0 };
const all = (): boolean => true;

describe("arguments", () => {
  test("numbers and booleans", () => {
    const text = `
func @f(%x: f64, %c: bool, %y: f64) -> (f64) {
  %r: f64 = select %c, %x, %y
  return %r
}`;
    const caller = callerFor(text, [1, true, 2]);
    caller.run([1, true, 2]);
    expect(caller.result(number)).toBe(1);
    caller.run([1, false, 2]);
    expect(caller.result(number)).toBe(2);
  });

  const sum = `
func @f(%m: mem<f64>) -> (f64) {
  %lo = const i32 0
  %n: i32 = length %m
  %zero = const f64 0
  %s: f64 = for {step: 1} %lo, %n, %zero { (%i: i32, %t: f64)
    %x: f64 = load %m, %i
    %u: f64 = add %t, %x
    yield %u
  }
  return %s
}`;

  test.each([
    [Float64Array.of(1, 2, 3)],
    [[1, 2, 3]],
    [Float64Array.from({ length: 1000 }, (_, i) => i)],
    [Array.from({ length: 1000 }, (_, i) => i)],
    [[]],
    [new Float64Array(8).fill(1).subarray(2, 5)],
  ])("a run of numbers: case %#", (array) => {
    const caller = callerFor(sum, [array]);
    caller.run([array]);
    expect(caller.result(number)).toBe((array as number[]).reduce((a, b) => a + b, 0));
  });

  test("calls do not see what earlier ones left", () => {
    const caller = callerFor(sum, [[1, 2, 3]]);
    for (const array of [[1, 2, 3], [4], [], [5, 6]]) {
      caller.run([array]);
      expect(caller.result(number)).toBe(array.reduce((a, b) => a + b, 0));
    }
  });

  test("memory grows for them", () => {
    const large = new Float64Array(6e6).fill(0.5);
    const caller = callerFor(sum, [large]);
    caller.run([large]);
    expect(caller.result(number)).toBe(3e6);
    caller.run([Float64Array.of(1)]);
    expect(caller.result(number)).toBe(1);
  });
});

test("more numbers than engines take as parameters", () => {
  const points = Object.fromEntries(
    Array.from({ length: 700 }, (_, i) => [`p${i}`, { x: i, y: 2 * i, on: i % 2 === 0 }]),
  );
  const params = Object.keys(points).flatMap((_, i) => [
    `%x${i}: f64`,
    `%y${i}: f64`,
    `%c${i}: bool`,
  ]);
  const caller = callerFor(
    `func @f(${[...params, "%m: mem<f64>"].join(", ")}) -> (f64, bool, f64) {
  %one = const i32 1
  %z: f64 = load %m, %one
  return %y699, %c698, %z
}`,
    [points, [1, 7]],
  );
  caller.run([points, [1, 7]]);
  expect([caller.number(0), caller.number(1), caller.number(2)]).toEqual([1398, 1, 7]);
});

describe("changes", () => {
  const increment = `
func @f(%m: mem<f64>) -> () {
  %i = const i32 1
  %x: f64 = load %m, %i
  %one = const f64 1
  %y: f64 = add %x, %one
  store %m, %i, %y
  return
}`;

  test("go back into the array", () => {
    for (const array of [Float64Array.of(1, 2, 3), [1, 2, 3]]) {
      const caller = callerFor(increment, [array], { changes: all });
      caller.run([array]);
      caller.writeBack();
      expect([...array]).toEqual([1, 3, 3]);
    }
  });

  test("are not looked for where the program makes none", () => {
    const array = [1, 2, 3];
    const caller = callerFor(increment, [array]);
    caller.run([array]);
    caller.writeBack();
    expect(array).toEqual([1, 2, 3]);
  });

  test("an array passed twice is one memory", () => {
    const text = `
func @f(%m: mem<f64>) -> (f64) {
  %i = const i32 0
  %two = const f64 2
  store %m, %i, %two
  %x: f64 = load %m, %i
  return %x
}`;
    const array = [1];
    const caller = callerFor(text, [array, array], { changes: all });
    caller.run([array, array]);
    caller.writeBack();
    expect([caller.result(number), array]).toEqual([2, [2]]);
  });

  test("arrays over one buffer see each other's", () => {
    // parameters: start and length of either, then the buffer
    const text = `
func @f(%s: i32, %n: i32, %t: i32, %k: i32, %m: mem<f64>) -> (f64) {
  %a: mem<f64> = view %m, %s, %n
  %b: mem<f64> = view %m, %t, %k
  %i = const i32 0
  %nine = const f64 9
  store %b, %i, %nine
  %j = const i32 2
  %x: f64 = load %a, %j
  return %x
}`;
    const whole = Float64Array.of(0, 1, 2, 3, 4);
    const roots = [whole, whole.subarray(2)];
    const caller = callerFor(text, roots, { changes: all });
    caller.run(roots);
    caller.writeBack();
    expect(caller.result(number)).toBe(9);
    expect([...whole]).toEqual([0, 1, 9, 3, 4]);
  });

  test("rows are exchanged, replaced and changed", () => {
    const text = `
func @f(%m: mem<mem<f64>>) -> () {
  %i = const i32 0
  %j = const i32 1
  %k = const i32 2
  %a: mem<f64> = load %m, %i
  %b: mem<f64> = load %m, %j
  %new = alloc mem<f64> %k
  %x = const f64 7
  store %a, %i, %x
  store %new, %j, %x
  store %m, %i, %b
  store %m, %j, %a
  store %m, %k, %new
  return
}`;
    const rows = [[1], [2], [3]];
    const [first, second, third] = rows;
    const caller = callerFor(text, [rows], { changes: all });
    caller.run([rows]);
    caller.writeBack();
    expect(rows).toEqual([[2], [7], [0, 7]]);
    expect(rows[0]).toBe(second);
    expect(rows[1]).toBe(first);
    expect(third).toEqual([3]);
  });
});

describe("results", () => {
  const identity = "func @f(%m: mem<f64>) -> (mem<f64>) {\n  return %m\n}";
  const typed: Result = { kind: "typed", element: "Float64Array", result: 0 };
  const plain: Result = { kind: "array", id: 0, elem: { kind: "number" }, result: 0 };

  test("an argument is given back as itself", () => {
    const array = Float64Array.of(1, 2);
    const caller = callerFor(identity, [array]);
    caller.run([array]);
    expect(caller.result(typed)).toBe(array);
    const list = [1, 2];
    const other = callerFor(identity, [list]);
    other.run([list]);
    expect(other.result(plain)).toBe(list);
  });

  test("a part of an argument is a part of the array", () => {
    const text = `
func @f(%m: mem<f64>) -> (mem<f64>) {
  %i = const i32 1
  %n = const i32 2
  %v: mem<f64> = view %m, %i, %n
  return %v
}`;
    const array = Float64Array.of(1, 2, 3, 4);
    const caller = callerFor(text, [array]);
    caller.run([array]);
    const part = caller.result(typed) as Float64Array;
    expect(part.buffer).toBe(array.buffer);
    expect([...part]).toEqual([2, 3]);
  });

  test("new memory is a new array; objects and tuples are put together", () => {
    const text = `
func @f(%x: f64, %c: bool) -> (mem<f64>, f64, bool, i32) {
  %n = const i32 3
  %m = alloc mem<f64> %n
  fill %m, %x
  %k = const i32 2
  return %m, %x, %c, %k
}`;
    const caller = callerFor(text, [1.5, true]);
    caller.run([1.5, true]);
    const result: Result = {
      kind: "object",
      id: 0,
      prototype: Object.prototype,
      fields: [
        ["list", { kind: "array", id: 1, elem: { kind: "number" }, result: 0, length: 3 }],
        ["typed", { kind: "typed", element: "Float64Array", result: 0 }],
        [
          "pair",
          {
            kind: "tuple",
            id: 2,
            items: [
              { kind: "number", result: 1 },
              { kind: "boolean", result: 2 },
            ],
          },
        ],
        ["name", { kind: "static", value: "x" }],
        ["again", { kind: "shared", id: 1 }],
      ],
    };
    const value = caller.result(result) as Record<string, unknown>;
    expect(value).toEqual({
      list: [1.5, 1.5],
      typed: Float64Array.of(1.5, 1.5, 1.5),
      pair: [1.5, true],
      name: "x",
      again: [1.5, 1.5],
    });
    expect(value["again"]).toBe(value["list"]);
  });

  test("an argument's object is given back as itself", () => {
    const point = { x: 1 };
    const caller = callerFor("func @f(%x: f64) -> () {\n  return\n}", [point]);
    caller.run([point]);
    expect(caller.result({ kind: "given", id: 0 })).toBe(point);
  });
});

test("equal bytes are compiled once", () => {
  const text = "func @f(%x: f64) -> (f64) {\n  return %x\n}";
  const compile = (): WebAssembly.Module[] => {
    const seen: WebAssembly.Module[] = [];
    const { Instance: Real } = WebAssembly;
    WebAssembly.Instance = class extends Real {
      constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
        super(module, imports);
        seen.push(module);
      }
    };
    try {
      callerFor(text, [1]);
      callerFor(text, [2]);
    } finally {
      WebAssembly.Instance = Real;
    }
    return seen;
  };
  const [first, second] = compile();
  expect(first).toBeDefined();
  expect(second).toBe(first);
});
