// Derivatives of random programs with N-d arrays.
import fc from "fast-check";
import { expect, test } from "vitest";
import { interpret } from "../../src/backends/interp/index.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import type { AdOptions } from "../../src/transforms/family.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { arraySample } from "../ir/random-arrays.ts";
import { derivativeOf, expectDual, text, type Sample } from "./duality.ts";
import { expectSame } from "./many.ts";

const numRuns = Number(process.env["NABLA_RUNS"] ?? 60);

const check = (law: (sample: Sample) => void): void =>
  fc.assert(
    fc.property(fc.gen(), (g) => law(arraySample(g))),
    { numRuns, seed: Number(process.env["NABLA_SEED"] ?? 1) },
  );

test("both modes agree, whatever is kept", () => {
  check((sample) => {
    const gradient = (options: AdOptions): readonly number[] =>
      expectDual(sample.module, "main", { ...sample, options, tolerance: 1e-12 });
    const plain = gradient({});
    for (const options of [
      { save: "all" },
      { save: "recompute" },
      { allActive: true },
      { budget: { kind: "snapshots", most: 2 } },
    ] as const) {
      gradient(options).forEach((x, i) => {
        expect(Math.abs(x - plain[i]!)).toBeLessThan(1e-11 * (1 + Math.abs(x)));
      });
    }
  });
});

test("to second order", () => {
  check((sample) => {
    for (const mode of ["jvp", "vjp"] as const) {
      const { module, name, args } = derivativeOf(mode, sample);
      expectDual(module, name, { args, tolerance: 1e-11 });
    }
  });
});

test("in several directions", () => {
  check((sample) => {
    const some = [true, false, true, true];
    expectSame(sample, [some, some.map((x) => !x), some.map(() => true)]);
  });
});

test("of optimised programs, and optimised", () => {
  check((sample) => {
    const before = optimise(sample.module, ["main"]);
    expectDual(before, "main", { ...sample, tolerance: 1e-12 });
    const made = vjp(before, "main", [true, true, true, true]);
    const after = optimise(made.module, [made.name], { final: true, verify: true });
    const { args } = derivativeOf("vjp", sample);
    const plain = interpret(made.module, made.name, args());
    expect(text(interpret(after, made.name, args()))).toBe(text(plain));
  });
});
