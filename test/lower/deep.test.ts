// Code that keeps its calls in memory does what calls do, to the bit.
import fc from "fast-check";
import { test } from "vitest";
import type { Module } from "../../src/ir/func.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { deepen } from "../../src/lower/deep/index.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { withoutElementary } from "../backends/wasm/exact.ts";
import { compare, compiled } from "../backends/wasm/run.ts";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { derivativeOf } from "../transforms/duality.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 90);

function deep(module: Module, name: string): Module {
  const made = deepen(module, [name], { all: true });
  verifyModule(made);
  return made;
}

const kinds: Record<string, RandomOptions> = {
  scalars: { memory: false, special: true },
  memory: { records: false, aliases: true },
  records: { aliases: true },
  traps: { traps: true, special: true, aliases: true },
};

test.each(Object.entries(kinds))("random programs: %s", (_, options) => {
  fc.assert(
    fc.property(arbitrarySample(options), ({ module, name, args }) => {
      const exact = withoutElementary(module);
      compare(exact, name, args, compiled(deep(exact, name), name));
    }),
    { numRuns: runs },
  );
});

test.each(["jvp", "vjp"] as const)("what %s makes of them", (mode) => {
  fc.assert(
    fc.property(arbitrarySample({ smooth: true }), ({ module, name, args }) => {
      const made = derivativeOf(mode, { module: withoutElementary(module), name, args });
      const better = optimise(made.module, [made.name], { final: true });
      compare(better, made.name, made.args, compiled(deep(better, made.name), made.name));
    }),
    { numRuns: runs / 3 },
  );
});
