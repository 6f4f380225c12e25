import fc from "fast-check";
import { test } from "vitest";
import { funcNamed } from "../../../src/ir/func.ts";
import { jvpMany } from "../../../src/transforms/jvp.ts";
import { jvpVector } from "../../../src/transforms/jvp-vector.ts";
import { withoutMarks } from "../../../src/transforms/narrowing.ts";
import { vectorTangents, wideTangents } from "../../transforms/interleaved.ts";
import { optimise } from "../../../src/passes/pipeline.ts";
import { derivativeOf } from "../../transforms/duality.ts";
import { arbitrarySample, type RandomOptions } from "../../ir/arbitrary.ts";
import { Heap } from "../../../src/runtime/heap.ts";
import { withoutElementary } from "./exact.ts";
import { compare, compiledInto } from "./run.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 150);

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

// The derivative of a derivative has what moves records and rows, and zeros like them, of several directions.
test("and derivatives in several directions", () => {
  fc.assert(
    fc.property(arbitrarySample({ smooth: true }), ({ module, name, args }) => {
      const sample = { module: withoutElementary(module), name, args };
      for (const one of [sample, derivativeOf("vjp", sample)]) {
        const active = funcNamed(one.module, one.name).region.params.map(() => true);
        const directions = [active, active, active];
        const made = jvpMany(one.module, one.name, directions);
        compare(optimise(made.module, [made.name], { final: true }), made.name, () => {
          const given = one.args();
          return [...given, ...wideTangents(one, given, directions)];
        });
      }
    }),
    { numRuns: runs / 10 },
  );
});

test("and derivatives in vectors", () => {
  fc.assert(
    fc.property(arbitrarySample({ smooth: true, records: false }), ({ module, name, args }) => {
      const sample = { module: withoutElementary(module), name, args };
      const active = funcNamed(module, name).region.params.map(() => true);
      const made = jvpVector(sample.module, name, { active, width: 6 });
      const settled = withoutMarks(made.module);
      compare(optimise(settled, [made.name], { final: true }), made.name, () => {
        const given = args();
        return [...given, ...vectorTangents(sample, given, [0, 1, 0, 1, 0, 0]), 0, 6];
      });
    }),
    { numRuns: runs / 5 },
  );
});
