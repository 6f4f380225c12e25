import fc from "fast-check";
import { test } from "vitest";
import { compareLowered } from "./run.ts";
import { gradientOf, programOf } from "./programs.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 40);
const bytes = fc.array(fc.nat(255), { minLength: 8, maxLength: 80 });

test("random programs on arrays do lowered what they do", () => {
  fc.assert(
    fc.property(bytes, (decisions) => {
      const { module, name, args } = programOf(decisions);
      compareLowered(module, name, args);
    }),
    { numRuns: runs },
  );
});

test("and so do their gradients", () => {
  fc.assert(
    fc.property(bytes, (decisions) => {
      const { module, name, args } = gradientOf(programOf(decisions, { smooth: true, steps: 6 }));
      compareLowered(module, name, args, 1e-9);
    }),
    { numRuns: runs / 2 },
  );
});
