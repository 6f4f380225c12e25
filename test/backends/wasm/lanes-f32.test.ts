import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Memory } from "../../../src/backends/interp/index.ts";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf, type Module, type Value } from "../../../src/ir/func.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { f32, memOf } from "../../../src/ir/types.ts";
import * as o from "../../../src/ops/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import { instantiate } from "../../../src/runtime/instance.ts";
import { callFlat, Writer } from "./data.ts";
import { compare, heap } from "./run.ts";

const special = [0, -0, 1, -1, 0.5, -2.5, 1e-45, -1e-40, 3e38, -3e38, Infinity, -Infinity, NaN];
const number = fc.oneof(
  fc.float({ min: -4, max: 4, noNaN: true }),
  fc.float(),
  fc.constantFrom(...special.map((x) => Math.fround(x))),
);

const memory = (values: readonly number[]): Memory => ({
  kind: "memory",
  elem: memOf("f32").elem,
  data: Float32Array.from(values),
  start: 0,
  length: values.length,
});

type Vectors = "none" | "ordered" | "any";

/** Whether four floats are written at once: `v128.store` of elements of 4 bytes. */
function storesFour(module: Module): boolean {
  const { bytes } = emitWasm(module, ["f"], { vectors: "ordered", names: false });
  return bytes.some((x, i) => x === 0xfd && bytes[i + 1] === 0x0b && bytes[i + 2] === 2);
}

function whyNot(module: Module, vectors: Vectors = "any"): string | undefined {
  let found: string | undefined = "no loop";
  emitWasm(module, ["f"], { vectors, onLoop: (_, why) => (found = why) });
  return found;
}

type Formula = (b: Builder, x: Value, y: Value) => Value;

const single = (b: Builder, x: number): Value =>
  b.emit1(ops.get("const")!, [], { type: f32, value: x });

/** r[i] = formula(x[i], y[i]) */
function elementwise(formula: Formula, step: 1 | -1): Module {
  const b = new Builder();
  const [x, y] = [b.param(memOf("f32")), b.param(memOf("f32"))];
  const n = o.length(b, x);
  const r = b.emit1(o.alloc, [n], { type: memOf("f32") });
  const [zero, one] = [o.int(b, 0), o.int(b, 1)];
  const ends: [Value, Value] = step > 0 ? [zero, n] : [o.sub(b, n, one), o.int(b, -1)];
  o.forRange(b, [...ends, step], [], (c, i) => {
    o.storeTo(c, r, i, formula(c, o.load(c, x, i), o.load(c, y, i)));
    return [];
  });
  return moduleOf({ name: "f", region: b.finish([r]), disjoint: true });
}

const apply =
  (name: string, count: number): Formula =>
  (b, ...x) =>
    b.emit1(ops.get(name)!, x.slice(0, count));

const unary = ["abs", "neg", "sqrt", "floor", "ceil", "trunc", "round", "sign"];
const binary = ["add", "sub", "mul", "div", "strong_mul", "strong_div", "min", "max"];
const comparisons = ["lt", "le", "gt", "ge", "eq", "ne"];

const formulas: Record<string, Formula> = {
  ...Object.fromEntries(unary.map((name) => [name, apply(name, 1)])),
  ...Object.fromEntries(binary.map((name) => [name, apply(name, 2)])),
  ...Object.fromEntries(
    comparisons.map((name): [string, Formula] => [
      name,
      (b, x, y) => o.select(b, b.emit1(ops.get(name)!, [x, y]), x, single(b, 7)),
    ]),
  ),
  "truth values": (b, x, y) => {
    const [p, q] = [o.gt(b, x, single(b, 0)), o.lt(b, x, y)];
    const all = o.or(b, o.and(b, p, o.not(b, q)), o.xor(b, p, q));
    return o.select(b, o.select(b, q, p, all), x, y);
  },
  "a branch": (b, x, y) => {
    const [a, c] = o.ifElse(
      b,
      o.lt(b, x, y),
      (then) => [o.mul(then, x, y), o.lt(then, x, single(then, 0))],
      (other) => [single(other, 0.5), o.flag(other, true)],
    );
    return o.select(b, c!, a!, o.neg(b, a!));
  },
};

describe("four iterations at once give the same bits", () => {
  test.each(Object.entries(formulas))("%s", (_, formula) => {
    for (const step of [1, -1] as const) {
      const module = elementwise(formula, step);
      expect(storesFour(module)).toBe(true);
      fc.assert(
        fc.property(fc.array(fc.tuple(number, number), { maxLength: 37 }), (pairs) => {
          compare(module, "f", () => [
            memory(pairs.map(([x]) => x)),
            memory(pairs.map(([, y]) => y)),
          ]);
        }),
        { numRuns: 60 },
      );
    }
  });

  test("a loop that computes in 64 bits makes two", () => {
    const module = elementwise((b, x, y) => o.toF32(b, o.mul(b, o.widen(b, x), o.widen(b, y))), 1);
    expect(storesFour(module)).toBe(false);
    expect(whyNot(module)).toBe(undefined);
  });

  test.each(["exp", "log", "tanh", "sin", "pow"])("%s", (name) => {
    const module = elementwise(apply(name, ops.get(name)!.samples[0]!.length), 1);
    expect(storesFour(module)).toBe(true);
    const run = (vectors: Vectors) => {
      const instance = instantiate(emitWasm(module, ["f"], { vectors }), heap);
      return (...arrays: number[][]): number[] => {
        heap.reset();
        const writer = new Writer(heap);
        const args = arrays.flatMap((values) => writer.flat(memory(values), memOf("f32")));
        const [start, length] = callFlat(instance, "f", args)[0]!;
        return [...new Uint32Array(heap.memory.buffer, Number(start), Number(length))];
      };
    };
    const [none, ordered] = [run("none"), run("ordered")];
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 4, maxLength: 21 }), (pairs) => {
        const arrays = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        expect(ordered(...arrays)).toEqual(none(...arrays));
      }),
      { numRuns: 200 },
    );
  });
});

describe("what a loop of floats of 32 bits adds up", () => {
  const loop = (step: string): Module =>
    parseModule(
      `func @f(%x: mem<f32>) -> (f32) {
  %zero = const i32 0
  %a = const f32 0.5
  %n: i32 = length %x
  %r: f32 = for {step: 1} %zero, %n, %a { (%i: i32, %s: f32)
    %v: f32 = load %x, %i
    ${step}
    yield %t
  }
  return %r
}`,
      ops,
    );

  test("stays in order unless that is left open", () => {
    const sum = loop("%t: f32 = add %s, %v");
    expect(whyNot(sum, "ordered")).toMatch("a sum");
    expect(whyNot(sum, "any")).toBe(undefined);
  });

  test("is the same but for its order", () => {
    const module = loop("%u: f32 = sub %s, %v\n    %w: f32 = mul %v, %v\n    %t: f32 = add %w, %u");
    const instance = instantiate(emitWasm(module, ["f"], { vectors: "any" }), heap);
    const integers = fc.array(fc.integer({ min: -100, max: 100 }), { maxLength: 70 });
    fc.assert(
      fc.property(integers, (values) => {
        compare(module, "f", () => [memory(values)], instance);
      }),
      { numRuns: 60 },
    );
  });

  test.each(["min", "max"])("%s does not depend on the order", (name) => {
    const module = loop(`%t: f32 = ${name} %v, %s`);
    expect(whyNot(module, "ordered")).toBe(undefined);
    fc.assert(
      fc.property(fc.array(number, { maxLength: 70 }), (values) => {
        compare(module, "f", () => [memory(values)]);
      }),
      { numRuns: 100 },
    );
  });
});

test("places of one array that are read and written in step may be any distance apart", () => {
  const module = parseModule(
    `func @f(%x: mem<f32>, %a: i32, %b: i32, %n: i32) -> () {
  %zero = const i32 0
  %half = const f32 0.5
  for {step: 1} %zero, %n { (%i: i32)
    %j: i32 = add %i, %a
    %k: i32 = add %i, %b
    %v: f32 = load %x, %j
    %u: f32 = load %x, %k
    %w: f32 = mul %v, %half
    %t: f32 = add %u, %w
    store %x, %k, %t
    yield
  }
  return
}`,
    ops,
  );
  expect(storesFour(module)).toBe(true);
  const values = Array.from({ length: 40 }, (_, i) => 1 + i * i);
  for (let a = 0; a < 9; a++) {
    for (let b = 0; b < 9; b++) {
      for (const n of [3, 4, 9, 30]) compare(module, "f", () => [memory(values), a, b, n]);
    }
  }
});
