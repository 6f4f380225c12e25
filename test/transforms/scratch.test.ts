import fc from "fast-check";
import { expect, test } from "vitest";
import { optimise } from "../../src/passes/pipeline.ts";
import { arbitraryDense } from "../passes/dense.ts";
import { derivativeOf, expectDual, fails } from "./duality.ts";
import { arbitraryScratch } from "./scratch.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 40);

for (const [kind, samples] of [
  ["scratch memory in loops", arbitraryScratch()],
  ["reads and writes of few cells", arbitraryDense()],
] as const) {
  test(`what is kept makes no difference: ${kind}`, () => {
    fc.assert(
      fc.property(samples, ({ module, name, args }) => {
        if (fails(module, name, args())) return;
        const check = { args, tolerance: 1e-12 };
        const all = expectDual(module, name, { ...check, options: { save: "all" } });
        for (const save of ["mincut", "recompute"] as const) {
          expect(expectDual(module, name, { ...check, options: { save } })).toEqual(all);
        }
        expectDual(optimise(module, [name]), name, check);
      }),
      { numRuns: runs, seed: 6 },
    );
  });
}

test("derivatives of derivatives in scratch memory", () => {
  fc.assert(
    fc.property(arbitraryScratch(), (sample) => {
      for (const mode of ["jvp", "vjp"] as const) {
        const { module, name, args } = derivativeOf(mode, sample);
        expectDual(module, name, { args, tolerance: 1e-11 });
      }
    }),
    { numRuns: runs, seed: 7 },
  );
});
