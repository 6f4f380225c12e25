import fc from "fast-check";
import { expect, test } from "vitest";
import { NablaError } from "../../src/diagnostics/error.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { derivativeOf, expectDual } from "./duality.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 60);

const kinds: readonly [string, RandomOptions][] = [
  ["numbers", { smooth: true, memory: false, calls: false }],
  ["memory", { smooth: true, records: false, calls: false }],
  ["records", { smooth: true, calls: false }],
  ["calls", { smooth: true, records: false }],
  ["everything", { smooth: true }],
  ["shared arguments", { smooth: true, aliases: true }],
];

for (const [kind, options] of kinds) {
  test(`both modes agree on random programs: ${kind}`, () => {
    fc.assert(
      fc.property(arbitrarySample(options), ({ module, name, args }) => {
        expectDual(module, name, { args });
      }),
      { numRuns: runs, seed: 1 },
    );
  });
}

for (const save of ["all", "recompute"] as const) {
  test(`what is kept makes no difference: ${save}`, () => {
    fc.assert(
      fc.property(arbitrarySample({ smooth: true }), ({ module, name, args }) => {
        const gradient = expectDual(module, name, { args, options: { save } });
        expect(expectDual(module, name, { args })).toEqual(gradient);
      }),
      { numRuns: runs, seed: 4 },
    );
  });
}

test("derivatives of optimised functions agree too", () => {
  fc.assert(
    fc.property(arbitrarySample({ smooth: true, aliases: true }), ({ module, name, args }) => {
      expectDual(optimise(module, [name]), name, { args });
    }),
    { numRuns: runs, seed: 5 },
  );
});

test("activity leaves out zeros only", () => {
  fc.assert(
    fc.property(arbitrarySample({ smooth: true }), ({ module, name, args }) => {
      // a chain is one of what varies: to the bit, they are the same without chains
      const options = { preaccumulate: false };
      const all = expectDual(module, name, { args, options: { ...options, allActive: true } });
      expect(expectDual(module, name, { args, options })).toEqual(all);
    }),
    { numRuns: runs, seed: 2 },
  );
});

// whatever is kept and made again, the checks stand in the forward sweep and change nothing
for (const save of ["mincut", "recompute"] as const) {
  test(`strict derivatives are the same, or none: ${save}`, () => {
    let smooth = 0;
    fc.assert(
      fc.property(arbitrarySample({ smooth: true }), ({ module, name, args }) => {
        const plain = expectDual(module, name, { args, options: { save } });
        try {
          expect(expectDual(module, name, { args, options: { save, strict: true } })).toEqual(
            plain,
          );
          smooth++;
        } catch (error) {
          if (!(error instanceof NablaError) || error.code !== "NB4008") throw error;
        }
      }),
      { numRuns: runs, seed: 6 },
    );
    expect(smooth).toBeGreaterThan(0);
  });
}

for (const inner of ["jvp", "vjp"] as const) {
  test(`derivatives of ${inner} are derivatives`, () => {
    fc.assert(
      fc.property(arbitrarySample({ smooth: true }, 200), (sample) => {
        const { module, name, args } = derivativeOf(inner, sample);
        expectDual(module, name, { args, tolerance: 1e-11 });
      }),
      { numRuns: runs, seed: 3 },
    );
  });
}

// Rounding to f32 and the edges of operations leave no identity to test, but primals stay exact.
test("programs with every operation and type are differentiated", () => {
  fc.assert(
    fc.property(
      arbitrarySample({ special: true, aliases: true, allTypes: true }),
      ({ module, name, args }) => {
        expectDual(module, name, { args, tolerance: Infinity });
        expectDual(module, name, { args, tolerance: Infinity, options: { save: "recompute" } });
      },
    ),
    { numRuns: runs, seed: 8, endOnFailure: true },
  );
});
