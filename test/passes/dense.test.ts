import fc from "fast-check";
import { test } from "vitest";
import { bounds } from "../../src/passes/bounds.ts";
import { cse } from "../../src/passes/cse.ts";
import { fold } from "../../src/passes/fold.ts";
import { licm } from "../../src/passes/licm.ts";
import { passes } from "../../src/passes/registry.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { arbitraryDense } from "./dense.ts";
import { expectSame } from "./laws.ts";

const runs = Number(process.env["RUNS"] ?? 150);
const only = process.env["PASS"];

test.each(
  passes.filter((p) => only === undefined || p.name === only).map((p) => [p.name, p] as const),
)("%s keeps what programs do with memory", (_, pass) => {
  fc.assert(
    fc.property(arbitraryDense(), (sample) => {
      const after = pass.run(sample.module, ["main"]);
      expectSame(sample.module, after, sample, 8);
      expectSame(sample.module, pass.run(after, ["main"]), sample, 8);
      // equal places are one value then, so that there is more to do
      const ready = [fold, cse, bounds, licm].reduce((m, p) => p.run(m), sample.module);
      expectSame(sample.module, pass.run(ready, ["main"]), sample, 8);
    }),
    { numRuns: runs, endOnFailure: process.env["FAST"] === "1" },
  );
});

test.each([false, true])("the pipeline keeps what programs do with memory, final: %s", (final) => {
  fc.assert(
    fc.property(arbitraryDense(), (sample) => {
      const after = optimise(sample.module, ["main"], { final, verify: true });
      expectSame(sample.module, after, sample, 8);
    }),
    { numRuns: runs, endOnFailure: process.env["FAST"] === "1" },
  );
});

test.each(passes.map((p) => p.name))("the pipeline without %s keeps what programs do", (name) => {
  fc.assert(
    fc.property(arbitraryDense(), (sample) => {
      const after = optimise(sample.module, ["main"], { final: true, disable: [name] });
      expectSame(sample.module, after, sample, 8);
    }),
    { numRuns: Math.ceil(runs / 3), endOnFailure: process.env["FAST"] === "1" },
  );
});
