import fc from "fast-check";
import { test } from "vitest";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { expectDual } from "./duality.ts";

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
      { numRuns: Number(process.env["NABLA_RUNS"] ?? 150), seed: 1 },
    );
  });
}
