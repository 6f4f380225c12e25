// Passes on programs with N-d arrays.
import fc from "fast-check";
import { test } from "vitest";
import { optimise } from "../../src/passes/pipeline.ts";
import { passes } from "../../src/passes/registry.ts";
import { arraySample } from "../ir/random-arrays.ts";
import { expectSame } from "./laws.ts";

const numRuns = Number(process.env["RUNS"] ?? 60);

test.each(passes.map((p) => [p.name, p] as const))("%s keeps results", (_, pass) => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const sample = arraySample(g);
      // the price of a branch around a loop is that of elements
      expectSame(sample.module, pass.run(sample.module, ["main"]), sample, 8);
    }),
    { numRuns },
  );
});

test.each([false, true])("the pipeline keeps the meaning of programs, final: %s", (final) => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const sample = arraySample(g);
      expectSame(
        sample.module,
        optimise(sample.module, ["main"], { final, verify: true }),
        sample,
        8,
      );
    }),
    { numRuns },
  );
});
