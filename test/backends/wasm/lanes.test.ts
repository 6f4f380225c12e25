import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Memory } from "../../../src/backends/interp/index.ts";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf, type Module, type Value } from "../../../src/ir/func.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { memOf } from "../../../src/ir/types.ts";
import { elementaryFuncs } from "../../../src/lower/elementary/index.ts";
import * as o from "../../../src/ops/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import { instantiate } from "../../../src/runtime/instance.ts";
import { callFlat, Writer } from "./data.ts";
import { compare, heap } from "./run.ts";

const special = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  -2.5,
  2 ** 31,
  2 ** -1074,
  1e-310,
  709,
  711,
  -745,
  -800,
  22,
  50_001,
  1e22,
  1e300,
  -1e300,
  Infinity,
  -Infinity,
  NaN,
  Math.PI,
  -Math.PI / 2,
];
const number = fc.oneof(
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.double(),
  fc.constantFrom(...special),
);

const memory = (values: readonly number[]): Memory => ({
  kind: "memory",
  elem: memOf("f64").elem,
  data: Float64Array.from(values),
  start: 0,
  length: values.length,
});

/** Whether code for `module` has vectors in it. */
function usesVectors(module: Module, vectors: Vectors = "ordered"): boolean {
  const plain = emitWasm(module, ["f"], { vectors: "none" }).bytes;
  return emitWasm(module, ["f"], { vectors }).bytes.length !== plain.length;
}

type Formula = (b: Builder, x: Value, y: Value, i: Value) => Value;

/** r[i] = formula(x[i], y[i], i) */
function elementwise(formula: Formula, step: 1 | -1): Module {
  const b = new Builder();
  const [x, y] = [b.param(memOf("f64")), b.param(memOf("f64"))];
  const n = o.length(b, x);
  const r = b.emit1(o.alloc, [n], { type: memOf("f64") });
  const [zero, one] = [o.int(b, 0), o.int(b, 1)];
  const ends: [Value, Value] = step > 0 ? [zero, n] : [o.sub(b, n, one), o.int(b, -1)];
  o.forRange(b, [...ends, step], [], (c, i) => {
    o.storeTo(c, r, i, formula(c, o.load(c, x, i), o.load(c, y, i), i));
    return [];
  });
  return moduleOf({ name: "f", region: b.finish([r]), disjoint: true });
}

const unary = ["abs", "neg", "sqrt", "floor", "ceil", "trunc", "round", "sign"];
const binary = ["add", "sub", "mul", "div", "strong_mul", "strong_div", "min", "max"];
const comparisons = ["lt", "le", "gt", "ge", "eq", "ne"];
const one =
  (name: string): Formula =>
  (b, x) =>
    b.emit1(ops.get(name)!, [x]);
const two =
  (name: string): Formula =>
  (b, x, y) =>
    b.emit1(ops.get(name)!, [x, y]);

const formulas: Record<string, Formula> = {
  ...Object.fromEntries(unary.map((name) => [name, one(name)])),
  ...Object.fromEntries(binary.map((name) => [name, two(name)])),
  ...Object.fromEntries(
    comparisons.map((name): [string, Formula] => [
      name,
      (b, x, y) => o.select(b, b.emit1(ops.get(name)!, [x, y]), x, o.num(b, 7)),
    ]),
  ),
  "truth values": (b, x, y) => {
    const [p, q] = [o.isTrue(b, x), o.lt(b, x, y)];
    const all = o.or(b, o.and(b, p, o.not(b, q)), o.xor(b, p, q));
    return o.add(b, o.toF64(b, all), o.toF64(b, o.select(b, q, p, all)));
  },
  "a branch": (b, x, y) => {
    const [a, c] = o.ifElse(
      b,
      o.lt(b, x, y),
      (then) => [o.mul(then, x, y), o.lt(then, x, o.num(then, 0))],
      (other) => [o.num(other, 0.5), o.flag(other, true)],
    );
    return o.select(b, c!, a!, o.neg(b, a!));
  },
  "the index": (b, x, _, i) => o.mul(b, x, o.toF64(b, o.sub(b, i, o.int(b, 3)))),
};

type Vectors = "none" | "ordered" | "any";

/** What `f` gives for arrays: the components of its result, or the bits of the elements of one. */
function runner(module: Module, vectors: Vectors): (...arrays: number[][]) => unknown {
  const instance = instantiate(emitWasm(module, ["f"], { vectors }), heap);
  return (...arrays) => {
    heap.reset();
    const writer = new Writer(heap);
    const args = arrays.flatMap((values) => writer.flat(memory(values), memOf("f64")));
    const [start, length] = callFlat(instance, "f", args)[0]!;
    if (length === undefined) return start;
    return [...new BigUint64Array(heap.memory.buffer, Number(start), Number(length))];
  };
}

describe("two iterations at once give the same bits", () => {
  test.each(Object.entries(formulas))("%s", (_, formula) => {
    for (const step of [1, -1] as const) {
      const module = elementwise(formula, step);
      expect(usesVectors(module)).toBe(true);
      fc.assert(
        fc.property(fc.array(fc.tuple(number, number), { maxLength: 21 }), (pairs) => {
          compare(module, "f", () => [
            memory(pairs.map(([x]) => x)),
            memory(pairs.map(([, y]) => y)),
          ]);
        }),
        { numRuns: 60 },
      );
    }
  });

  const names = [...elementaryFuncs.keys()];
  test.each(names)("%s", (name) => {
    const arity = ops.get(name)!.samples[0]!.length;
    const module = elementwise(arity === 1 ? one(name) : two(name), 1);
    const [plain, vectors] = [runner(module, "none"), runner(module, "ordered")];
    const values = fc.array(fc.tuple(number, number), { minLength: 4, maxLength: 13 });
    fc.assert(
      fc.property(values, (pairs) => {
        const args = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        expect(vectors(...args)).toEqual(plain(...args));
      }),
      { numRuns: 200 },
    );
  });

  test("every elementary function has a form for two numbers", () => {
    const without = names.filter((name) => {
      const arity = ops.get(name)!.samples[0]!.length;
      return !usesVectors(elementwise(arity === 1 ? one(name) : two(name), 1));
    });
    expect(without).toEqual([]);
  });
});

describe("what a loop adds up", () => {
  const loop = (step: string): Module =>
    parseModule(
      `func @f(%x: mem<f64>) -> (f64) {
  %zero = const i32 0
  %a = const f64 0.5
  %n: i32 = length %x
  %r: f64 = for {step: 1} %zero, %n, %a { (%i: i32, %s: f64)
    %v: f64 = load %x, %i
    ${step}
    yield %t
  }
  return %r
}`,
      ops,
    );
  const sum = loop("%t: f64 = add %s, %v");
  const twice = loop("%u: f64 = sub %s, %v\n    %w: f64 = mul %v, %v\n    %t: f64 = add %w, %u");

  test("stays in order unless that is left open", () => {
    expect(usesVectors(sum)).toBe(false);
    expect(usesVectors(sum, "any")).toBe(true);
  });

  test.each([
    ["a sum", sum],
    ["a sum of differences", twice],
  ])("%s is the same but for its order", (_, module) => {
    const [none, any] = [runner(module, "none"), runner(module, "any")];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 40 }), (values) => {
        expect(any(values)).toBe(none(values));
      }),
      { numRuns: 60 },
    );
  });

  test.each(["min", "max"])("%s does not depend on the order", (name) => {
    const module = loop(`%t: f64 = ${name} %v, %s`);
    expect(usesVectors(module)).toBe(true);
    fc.assert(
      fc.property(fc.array(number, { maxLength: 40 }), (values) => {
        compare(module, "f", () => [memory(values)]);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ["what is added is needed on the way", "%t: f64 = add %s, %v\n    store %x, %i, %t"],
    ["it is multiplied too", "%u: f64 = mul %s, %v\n    %t: f64 = add %u, %v"],
    ["it is there twice", "%t: f64 = add %s, %s"],
  ])("not in pairs if %s", (_, step) => {
    expect(usesVectors(loop(step), "any")).toBe(false);
  });
});

describe("places", () => {
  const loop = (body: string, params = "%x: mem<f64>, %y: mem<f64>"): Module =>
    parseModule(
      `func @f(${params}) -> () disjoint {
  %zero = const i32 0
  %one = const i32 1
  %half = const f64 0.5
  %n: i32 = length %x
  %m: i32 = sub %n, %one
  for {step: 1} %zero, %m { (%i: i32)
    ${body}
    yield
  }
  return
}`,
      ops,
    );

  test.each([
    [
      "backwards",
      "%j: i32 = sub %m, %i\n%v: f64 = load %x, %j\n%w: f64 = mul %v, %v\nstore %y, %j, %w",
    ],
    ["from the other end", "%j: i32 = sub %m, %i\n%v: f64 = load %x, %j\nstore %y, %i, %v"],
    [
      "beside it",
      "%j: i32 = add %i, %one\n%v: f64 = load %x, %j\n%w: f64 = add %v, %half\nstore %y, %i, %w",
    ],
    ["where it was read", "%v: f64 = load %x, %i\n%w: f64 = mul %v, %half\nstore %x, %i, %w"],
  ])("%s", (_, body) => {
    const module = loop(body);
    expect(usesVectors(module)).toBe(true);
    for (let n = 1; n < 20; n++) {
      const values = Array.from({ length: n }, (__, i) => i + 0.25);
      compare(module, "f", () => [memory(values), memory(values.map((v) => -v))]);
    }
  });

  test.each([
    ["all write", "%v: f64 = load %x, %i\nstore %y, %zero, %v"],
    [
      "are not side by side",
      "%j: i32 = mul %i, %i\n%k: i32 = sub %j, %j\n%v: f64 = load %x, %k\nstore %y, %i, %v",
    ],
  ])("that %s are left alone", (_, body) => {
    expect(usesVectors(loop(body))).toBe(false);
  });

  test("of one array that are read and written in step may be any distance apart", () => {
    const module = parseModule(
      `func @f(%x: mem<f64>, %a: i32, %b: i32, %n: i32) -> () {
  %zero = const i32 0
  %half = const f64 0.5
  for {step: 1} %zero, %n { (%i: i32)
    %j: i32 = add %i, %a
    %k: i32 = add %i, %b
    %v: f64 = load %x, %j
    %u: f64 = load %x, %k
    %w: f64 = mul %v, %half
    %t: f64 = add %u, %w
    store %x, %k, %t
    yield
  }
  return
}`,
      ops,
    );
    expect(usesVectors(module)).toBe(true);
    const values = Array.from({ length: 24 }, (_, i) => 1 + i * i);
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 6; b++) {
        for (const n of [3, 4, 9, 18]) compare(module, "f", () => [memory(values), a, b, n]);
      }
    }
  });

  test("of floats of 32 bits", () => {
    const module = parseModule(
      `func @f(%x: mem<f32>, %y: mem<f32>, %a: i32, %n: i32) -> () {
  %zero = const i32 0
  %half = const f64 0.5
  %c = const f32 3.5
  for {step: 1} %zero, %n { (%i: i32)
    %j: i32 = add %i, %a
    %v: f32 = load %x, %i
    %u: f64 = widen %v
    %w: f64 = mul %u, %u
    %t: f64 = add %w, %half
    %r: f32 = to_f32 %t
    store %y, %j, %c
    store %x, %j, %r
    yield
  }
  return
}`,
      ops,
    );
    expect(usesVectors(module)).toBe(true);
    const floats = (): Memory => ({
      ...memory([]),
      elem: memOf("f32").elem,
      data: Float32Array.from({ length: 16 }, (_, i) => i / 3),
      length: 16,
    });
    for (const a of [0, 1, 2, 3]) compare(module, "f", () => [floats(), floats(), a, 11]);
  });

  test("of two arrays that may be one", () => {
    const body = "%v: f64 = load %x, %i\n%j: i32 = add %i, %one\nstore %y, %j, %v";
    const module = moduleOf({ ...loop(body).funcs.get("f")!, disjoint: false });
    expect(usesVectors(module)).toBe(true);
    for (const at of [0, 1, 2, 3]) {
      compare(module, "f", () => {
        const whole = memory(Array.from({ length: 20 }, (_, i) => i));
        return [
          { ...whole, length: 12 },
          { ...whole, start: at, length: 16 },
        ];
      });
    }
  });

  test("of two arrays that may be one, one backwards, are left alone", () => {
    const body = "%v: f64 = load %x, %i\n%j: i32 = sub %m, %i\nstore %y, %j, %v";
    const apart = loop(body);
    const func = { ...apart.funcs.get("f")!, disjoint: false };
    expect(usesVectors(apart)).toBe(true);
    expect(usesVectors(moduleOf(func))).toBe(false);
  });
});
