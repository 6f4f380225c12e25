import fc from "fast-check";
import { expect, test } from "vitest";
import type { Memory } from "../../../src/backends/interp/index.ts";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import type { Module } from "../../../src/ir/func.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { memOf } from "../../../src/ir/types.ts";
import { ops } from "../../../src/ops/registry.ts";
import { compare } from "./run.ts";

type Dtype = "f64" | "f32";

function extreme(dtype: Dtype, step: string, start: number): Module {
  return parseModule(
    `func @f(%x: mem<${dtype}>, %y: mem<${dtype}>) -> (${dtype}) {
  %zero = const i32 0
  %a = const ${dtype} ${Object.is(start, -0) ? "-0" : start}
  %n: i32 = length %x
  %r: ${dtype} = for {step: 1} %zero, %n, %a { (%i: i32, %s: ${dtype})
    %v: ${dtype} = load %x, %i
    %w: ${dtype} = load %y, %i
    ${step}
    yield %t
  }
  return %r
}`,
    ops,
  );
}

const memory = (dtype: Dtype, values: readonly number[]): Memory => ({
  kind: "memory",
  elem: memOf(dtype).elem,
  data: (dtype === "f64" ? Float64Array : Float32Array).from(values),
  start: 0,
  length: values.length,
});

const cases = (["f64", "f32"] as const).flatMap((dtype) =>
  (["min", "max"] as const).map((name) => [name, dtype] as const),
);

// values few enough for arrays of nothing but zeros, and for NaN in any lane
const values = [
  fc.constantFrom(0, -0),
  fc.constantFrom(0, -0, -1),
  fc.constantFrom(0, -0, 1),
  fc.constantFrom(0, -0, 1, -1, NaN, Infinity, -Infinity),
];

test.each(cases)("%s of %s is right for NaN and for zeros of both signs", (name, dtype) => {
  const worst = name === "min" ? Infinity : -Infinity;
  for (const start of [worst, 0, -0]) {
    const once = extreme(dtype, `%t: ${dtype} = ${name} %s, %v`, start);
    const twice = extreme(
      dtype,
      `%u: ${dtype} = ${name} %w, %s\n    %t: ${dtype} = ${name} %u, %v`,
      start,
    );
    for (const module of [once, twice]) {
      let why: string | undefined = "no loop";
      emitWasm(module, ["f"], { onLoop: (_, reason) => (why = reason) });
      expect(why).toBe(undefined);
      for (const value of values) {
        const pairs = fc.array(fc.tuple(value, value), { maxLength: 26 });
        fc.assert(
          fc.property(pairs, (all) => {
            compare(module, "f", () => [
              memory(
                dtype,
                all.map(([x]) => x),
              ),
              memory(
                dtype,
                all.map(([, y]) => y),
              ),
            ]);
          }),
          { numRuns: 25 },
        );
      }
    }
  }
});
