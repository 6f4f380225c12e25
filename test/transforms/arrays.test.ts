// Programs that mix loops, branches and N-d arrays.
import { describe, expect, test } from "vitest";
import {
  interpret,
  isMemory,
  isTensor,
  measure,
  readElement,
  writeElement,
  type Datum,
} from "../../src/backends/interp/index.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { tangentType } from "../../src/ir/tangent.ts";
import { tensorOf } from "../../src/ir/tensor.ts";
import { arrayOf } from "../../src/ir/types.ts";
import { ops } from "../../src/ops/registry.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { jvp } from "../../src/transforms/jvp.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import type { AdOptions } from "../../src/transforms/family.ts";
import { arrayPrograms } from "./array-programs.ts";
import { derivativeOf, expectDual, type Sample } from "./duality.ts";
import { tangentsIn } from "./interleaved.ts";

const isMemoryOrRecord = (x: Datum): boolean => typeof x === "object" && x !== null && !isTensor(x);

const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** All floats that `x` leads to, each path once; here all numbers in memory are floats. */
function floatsIn(x: Datum): number[] {
  if (typeof x === "number") return [x];
  if (isTensor(x)) return [...x.data];
  if (isMemory(x)) return indices(x.length).flatMap((i) => floatsIn(readElement(x, i)));
  return typeof x === "object" && x !== null ? x.fields.flatMap(floatsIn) : [];
}

/** x + t·d, in place where `x` is a reference. */
function plus(x: Datum, d: Datum, t: number): Datum {
  if (typeof x === "number") return x + t * (d as number);
  if (isTensor(x)) {
    const step = floatsIn(d);
    return { ...x, data: x.data.map((v, i) => v + t * step[i]!) };
  }
  if (isMemory(x) && isMemory(d)) {
    for (const i of indices(x.length)) {
      writeElement(x, i, plus(readElement(x, i), readElement(d, i), t));
    }
    return x;
  }
  if (typeof x !== "object" || x === null || isMemory(x)) throw new Error("not of one kind");
  const other = d as typeof x;
  x.fields.forEach((f, i) => (x.fields[i] = plus(f, other.fields[i]!, t)));
  return x;
}

describe.each(Object.entries(arrayPrograms))("%s", (_, sample: Sample) => {
  test("both modes agree, whatever is kept", () => {
    const gradient = (options: AdOptions): readonly number[] =>
      expectDual(sample.module, sample.name, { ...sample, options });
    const plain = gradient({});
    for (const options of [
      { save: "all" },
      { save: "recompute" },
      { budget: { kind: "snapshots", most: 2 } },
    ] as const) {
      const other = gradient(options);
      other.forEach((x, i) => expect(Math.abs(x - plain[i]!)).toBeLessThan(1e-13));
    }
  });
  test("forward mode gives slopes", () => {
    const { module, name, args } = sample;
    const active = funcNamed(module, name).region.params.map(() => true);
    const directions = (): Datum[] => tangentsIn(sample, args(), 0, true);
    const made = jvp(module, name, active);
    const given = args();
    const tangents = directions();
    const found = interpret(made.module, made.name, [...given, ...tangents]);
    const count = funcNamed(module, name).region.yields.length;
    // results, and what is written in place
    const got = [...found.slice(count), ...tangents.filter(isMemoryOrRecord)].flatMap(floatsIn);
    const h = 2 ** -12;
    const at = (t: number): number[] => {
      const there = args();
      let next = 0;
      const by = directions();
      const moved = funcNamed(module, name).region.params.map((p, i) =>
        tangentType(p.type) === undefined ? there[i]! : plus(there[i]!, by[next++]!, t),
      );
      const out = interpret(module, name, moved);
      return [...out, ...moved.filter(isMemoryOrRecord)].flatMap(floatsIn);
    };
    const [p, q, r, s] = [at(h), at(-h), at(2 * h), at(-2 * h)];
    expect(got.length).toBe(p!.length);
    got.forEach((v, i) => {
      const slope = (8 * (p![i]! - q![i]!) - (r![i]! - s![i]!)) / (12 * h);
      expect(Math.abs(v - slope)).toBeLessThan(1e-8 * Math.max(1, Math.abs(slope)));
    });
  });

  test("optimised", () => {
    expectDual(optimise(sample.module, [sample.name]), sample.name, sample);
  });
  test("to second order, in all pairs of modes", () => {
    for (const mode of ["jvp", "vjp"] as const) {
      const { module, name, args } = derivativeOf(mode, sample);
      expectDual(module, name, { args, tolerance: 1e-12 });
    }
  });
});

test("a budget of memory counts the elements of arrays", () => {
  const module = parseModule(
    `func @main(%x: f64[100], %n: i32) -> (f64) {
      %lo = const i32 0
      %r = for {step: 1} %lo, %n, %x { (%i: i32, %a: f64[100])
        %p = mul %a, %x
        %q = sin %p
        yield %q
      }
      %s = reduce_sum {axes: [0]} %r
      %v = item %s
      return %v
    }`,
    ops,
  );
  const cost = (bytes: number): number => {
    const made = vjp(module, "main", [true, false], { budget: { kind: "memory", bytes } });
    const x = tensorOf(arrayOf("f64", [100]), new Float64Array(100).fill(0.5));
    return measure(made.module, made.name, [{ kind: "tensor", ...x }, 30, 1]).counts.cost;
  };
  // one snapshot fits, and not more than one
  expect(cost(1700)).toBe(cost(100));
  expect(cost(20_000)).toBeLessThan(cost(100) / 2);
});
