import fc from "fast-check";
import { test } from "vitest";
import type { Module } from "../../../src/ir/func.ts";
import { rewriteModule } from "../../../src/ir/rewrite.ts";
import { abs, add, sqrt } from "../../../src/ops/index.ts";
import * as exponential from "../../../src/ops/exponential.ts";
import * as hyperbolic from "../../../src/ops/hyperbolic.ts";
import * as trig from "../../../src/ops/trig.ts";
import { optimise } from "../../../src/passes/pipeline.ts";
import { derivativeOf } from "../../transforms/duality.ts";
import { arbitrarySample, type RandomOptions } from "../../ir/arbitrary.ts";
import { Heap } from "../../../src/runtime/heap.ts";
import { compare, compiledInto } from "./run.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 150);

const elementary = new Set<unknown>(
  [exponential, hyperbolic, trig].flatMap((family) => Object.values(family)),
);
elementary.delete(sqrt);

/** Elementary functions are within an ulp of the interpreter's, not the same: others instead. */
function withoutElementary(module: Module): Module {
  return rewriteModule(module, ({ op, args: [x, y] }, b) => {
    if (!elementary.has(op)) return undefined;
    return [y === undefined ? sqrt(b, abs(b, x!)) : add(b, x!, y)];
  });
}

const kinds: Record<string, RandomOptions> = {
  "scalars and control": { memory: false, calls: false, special: true },
  calls: { memory: false, special: true },
  memory: { records: false },
  "shared memory": { records: false, aliases: true, special: true },
  records: { aliases: true },
  traps: { traps: true, special: true, aliases: true },
};

test.each(Object.entries(kinds))(
  "%s: random programs do what the interpreter does",
  (_, options) => {
    fc.assert(
      fc.property(arbitrarySample(options), ({ module, name, args }) =>
        compare(withoutElementary(module), name, args),
      ),
      { numRuns: runs },
    );
  },
);

test.each(Object.entries(kinds))("%s: so do their optimised forms", (_, options) => {
  fc.assert(
    fc.property(arbitrarySample(options), ({ module, name, args }) => {
      const better = optimise(withoutElementary(module), [name], { final: true });
      compare(better, name, args);
    }),
    { numRuns: runs / 3 },
  );
});

test("so do they in the upper half of the memory", () => {
  const high = new Heap();
  high.reserve(2 ** 31); // untouched, it costs nothing
  fc.assert(
    fc.property(arbitrarySample({ aliases: true }), ({ module, name, args }) => {
      const plain = withoutElementary(module);
      compare(plain, name, args, compiledInto(high, plain, name));
    }),
    { numRuns: runs / 3 },
  );
});

test.each(["jvp", "vjp"] as const)("and what %s makes of them", (mode) => {
  fc.assert(
    fc.property(arbitrarySample({ smooth: true }), ({ module, name, args }) => {
      const made = derivativeOf(mode, { module: withoutElementary(module), name, args });
      compare(optimise(made.module, [made.name], { final: true }), made.name, made.args);
    }),
    { numRuns: runs / 3 },
  );
});
