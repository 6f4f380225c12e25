import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Budget } from "../../src/ir/budget.ts";
import { interpret, measure } from "../../src/backends/interp/index.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { ops } from "../../src/ops/registry.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { arbitraryDense } from "../passes/dense.ts";
import { expectDual, fails, type Sample } from "./duality.ts";
import { programs } from "./programs.ts";
import { arrayPrograms } from "./array-programs.ts";
import { arbitraryScratch } from "./scratch.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 15);

const budgets: readonly Budget[] = [
  { kind: "snapshots", most: 1 },
  { kind: "snapshots", most: 3 },
  { kind: "memory", bytes: 100 },
];

describe.each(Object.entries({ ...programs, ...arrayPrograms }))("%s", (_, sample: Sample) => {
  test("a budget makes no difference", () => {
    const backwards = { ...sample, options: { atOnce: false, winners: false } };
    const plain = expectDual(sample.module, sample.name, backwards);
    for (const budget of budgets) {
      const options = { budget };
      expect(expectDual(sample.module, sample.name, { ...sample, options })).toEqual(plain);
    }
    const sums = expectDual(sample.module, sample.name, sample);
    sums.forEach((x, i) => {
      expect(Math.abs(x - plain[i]!)).toBeLessThan(1e-14 * (1 + Math.abs(x)));
    });
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
        const backwards = { args, tolerance: Infinity, options: { atOnce: false } };
        const plain = expectDual(module, name, backwards);
        for (const budget of budgets) {
          const check = { args, options: { budget } };
          expect(expectDual(module, name, check)).toEqual(plain);
        }
      }),
      { numRuns: runs, seed: 1 },
    );
  });
}

describe("how often an iteration is run", () => {
  const counted = `
    func @main(%x: f64, %n: i32) -> (f64) {
      %lo = const i32 0
      %y: f64 = for {step: 1} %lo, %n, %x { (%i: i32, %at: f64)
        %next: f64 = atan %at
        yield %next
      }
      return %y
    }`;
  const open = `
    func @main(%x: f64, %n: i32) -> (f64) {
      %one = const i32 1
      %k: i32, %y: f64 = loop %n, %x { (%left: i32, %at: f64)
        %next: f64 = atan %at
        %less: i32 = sub %left, %one
        %more: bool = gt %less, %one
        %again: bool = ge %less, %one
        yield %again, %less, %next
      }
      return %y
    }`;

  // forward runs in the first sweep and those that repeat; the reverse sweep's own come beside
  const advances = (text: string, n: number, most: number): number => {
    const module = parseModule(text, ops);
    const budget: Budget = { kind: "snapshots", most };
    const made = vjp(module, "main", [true, false], { budget });
    const { results, counts } = measure(made.module, made.name, [0.9, n, 1]);
    const plain = vjp(module, "main", [true, false]);
    expect(results).toEqual(interpret(plain.module, plain.name, [0.9, n, 1]));
    return (counts.operations.get("atan") ?? 0) - n;
  };

  /** β(s, r), the most iterations that s snapshots reverse with r repetitions of each. */
  const reach = (s: number, r: number): number => {
    let beta = 1;
    for (let k = 1; k <= r; k++) beta = (beta * (s + k)) / k;
    return beta;
  };

  const repetitions = (n: number, s: number): number => {
    let r = 0;
    while (reach(s, r) < n) r++;
    return r;
  };

  /** The least number of forward steps: r l - β(s + 1, r - 1) (Griewank & Walther 2000). */
  const least = (n: number, s: number): number => {
    const r = repetitions(n, s);
    return r * n - (r === 0 ? 0 : reach(s + 1, r - 1));
  };

  test.each([
    [1, 1],
    [2, 1],
    [7, 1],
    [5, 2],
    [6, 2],
    [7, 2],
    [30, 3],
    [56, 3],
    [57, 3],
    [100, 4],
    [127, 5],
    [333, 6],
    [10, 20],
    [1000, 8],
  ])("%i iterations with %i snapshots: the optimum, and the one for the value", (n, s) => {
    expect(advances(counted, n, s)).toBe(least(n, s) + 1);
  });

  test.each([
    [1, 1],
    [7, 1],
    [7, 2],
    [30, 3],
    [57, 3],
    [127, 5],
    [333, 6],
    [10, 20],
    [1000, 8],
    [3003, 8],
    [3004, 8],
  ])("%i iterations, not known beforehand, with %i snapshots: no more repetitions", (n, s) => {
    expect(advances(open, n, s)).toBeLessThanOrEqual((repetitions(n, s) + 1) * n);
  });
});
