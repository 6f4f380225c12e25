import fc from "fast-check";
import { expect, test } from "vitest";
import { printModule } from "../../src/ir/print.ts";
import { passes } from "../../src/passes/index.ts";
import { arbitrarySample, sampleFrom, type RandomOptions } from "../ir/arbitrary.ts";
import { expectSame } from "./laws.ts";

const options: RandomOptions = { special: true, aliases: true, traps: true };
const runs = Number(process.env["RUNS"] ?? 150);
const only = process.env["PASS"];

test.each(
  passes.filter((p) => only === undefined || p.name === only).map((p) => [p.name, p] as const),
)("%s keeps results, memory and errors, and makes no program slower", (_, pass) => {
  fc.assert(
    fc.property(arbitrarySample(options), (sample) => {
      const after = pass.run(sample.module);
      expectSame(sample.module, after, sample);
      expectSame(sample.module, pass.run(after), sample);
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
  for (const pass of passes) pass.run(sample.module);
  expect(printModule(sample.module)).toBe(text);
});
