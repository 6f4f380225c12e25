// Forward mode in several directions at once, against as many runs in one.
import fc from "fast-check";
import { test } from "vitest";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { arrayPrograms } from "./array-programs.ts";
import { derivativeOf } from "./duality.ts";
import { expectSame } from "./many.ts";
import { funcNamed } from "../../src/ir/func.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 60);

const kinds: readonly [string, RandomOptions][] = [
  ["numbers", { smooth: true, memory: false, calls: false }],
  ["memory", { smooth: true, records: false, calls: false }],
  ["records", { smooth: true, calls: false }],
  ["calls", { smooth: true, records: false }],
  ["everything", { smooth: true }],
  ["every operation and type", { special: true, allTypes: true }],
];

for (const [kind, options] of kinds) {
  test(`three directions at once are three runs: ${kind}`, () => {
    fc.assert(
      fc.property(arbitrarySample(options), (sample) => {
        const { params } = funcNamed(sample.module, sample.name).region;
        const all = params.map(() => true);
        expectSame(sample, [all, all, all]);
      }),
      { numRuns: runs, seed: 11 },
    );
  });

  test(`directions with parameters of their own: ${kind}`, () => {
    fc.assert(
      fc.property(arbitrarySample(options), fc.infiniteStream(fc.boolean()), (sample, bits) => {
        const { params } = funcNamed(sample.module, sample.name).region;
        const some = (): boolean[] => params.map(() => bits.next().value as boolean);
        expectSame(sample, [some(), some()]);
      }),
      { numRuns: runs, seed: 12 },
    );
  });
}

for (const inner of ["jvp", "vjp"] as const) {
  test(`of ${inner}`, () => {
    fc.assert(
      fc.property(arbitrarySample({ smooth: true }, 200), (sample) => {
        const derivative = derivativeOf(inner, sample);
        const { params } = funcNamed(derivative.module, derivative.name).region;
        const all = params.map(() => true);
        expectSame(derivative, [all, all]);
      }),
      { numRuns: runs, seed: 13 },
    );
  });
}

test.each(Object.entries(arrayPrograms))("of programs with arrays: %s", (_, sample) => {
  const all = funcNamed(sample.module, sample.name).region.params.map(() => true);
  expectSame(sample, [all, all, all]);
  const gradient = derivativeOf("vjp", sample);
  const also = funcNamed(gradient.module, gradient.name).region.params.map(() => true);
  expectSame(gradient, [also, also]);
});
