import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Budget } from "../../src/ir/budget.ts";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { arbitraryDense } from "../passes/dense.ts";
import { expectDual, fails, type Sample } from "./duality.ts";
import { programs } from "./programs.ts";
import { arbitraryScratch } from "./scratch.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 40);

const budgets: readonly Budget[] = [
  { kind: "snapshots", most: 1 },
  { kind: "snapshots", most: 3 },
  { kind: "memory", bytes: 100 },
];

describe.each(Object.entries(programs))("%s", (_, sample: Sample) => {
  test("a budget makes no difference", () => {
    const plain = expectDual(sample.module, sample.name, sample);
    for (const budget of budgets) {
      const options = { budget };
      expect(expectDual(sample.module, sample.name, { ...sample, options })).toEqual(plain);
    }
  });
});

const kinds: readonly [string, RandomOptions][] = [
  ["numbers", { smooth: true, memory: false, calls: false }],
  ["memory", { smooth: true, records: false, calls: false }],
  ["records", { smooth: true, calls: false }],
  ["everything", { smooth: true }],
  ["shared arguments", { smooth: true, aliases: true }],
];

for (const [kind, samples] of [
  ...kinds.map(([kind, options]) => [kind, arbitrarySample(options)] as const),
  ["scratch", arbitraryScratch()] as const,
  ["few cells", arbitraryDense()] as const,
]) {
  test(`a budget makes no difference to random programs: ${kind}`, () => {
    fc.assert(
      fc.property(samples, ({ module, name, args }) => {
        if (fails(module, name, args())) return;
        const plain = expectDual(module, name, { args, tolerance: Infinity });
        for (const budget of budgets) {
          const check = { args, options: { budget } };
          expect(expectDual(module, name, check)).toEqual(plain);
        }
      }),
      { numRuns: runs, seed: 1 },
    );
  });
}
