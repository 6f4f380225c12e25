import fc from "fast-check";
import { expect, test } from "vitest";
import { printModule } from "../../src/ir/print.ts";
import { passes } from "../../src/passes/registry.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { arbitrarySample, sampleFrom, type RandomOptions } from "../ir/arbitrary.ts";
import { expectSame } from "./laws.ts";

const options: RandomOptions = { special: true, aliases: true, traps: true };
const runs = Number(process.env["RUNS"] ?? 150);
// passes that bet on loops to run, and to run more than once
const factors: Record<string, number> = {
  licm: 1.5,
  "licm-final": 1.5,
  carry: 1.5,
  leaves: 1.5,
  sizes: 1.5,
  version: 8,
};
const only = process.env["PASS"];

test.each(
  passes.filter((p) => only === undefined || p.name === only).map((p) => [p.name, p] as const),
)("%s keeps results, memory and errors, and makes no program slower", (_, pass) => {
  const factor = factors[pass.name] ?? 1;
  fc.assert(
    fc.property(arbitrarySample(options), (sample) => {
      const after = pass.run(sample.module, ["main"]);
      expectSame(sample.module, after, sample, factor);
      expectSame(sample.module, pass.run(after, ["main"]), sample, factor);
    }),
    { numRuns: runs },
  );
});

test("passes leave the module they are given as it was", () => {
  const sample = sampleFrom(
    Array.from({ length: 300 }, (_, i) => (i * 89 + 7) % 256),
    options,
  );
  const text = printModule(sample.module);
  for (const pass of passes) pass.run(sample.module, ["main"]);
  expect(printModule(sample.module)).toBe(text);
});

test.each([false, true])("the pipeline keeps the meaning of programs, final: %s", (final) => {
  fc.assert(
    fc.property(arbitrarySample(options), (sample) => {
      const after = optimise(sample.module, ["main"], { final, verify: true });
      expectSame(sample.module, after, sample, final ? 8 : 1.5);
    }),
    { numRuns: runs },
  );
});
