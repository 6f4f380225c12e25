// Derivatives of programs with arrays do lowered what they do.
import fc from "fast-check";
import { test } from "vitest";
import { optimise } from "../../../src/passes/pipeline.ts";
import { arraySample } from "../../ir/random-arrays.ts";
import { arrayPrograms } from "../../transforms/array-programs.ts";
import { derivativeOf, type Sample } from "../../transforms/duality.ts";
import { outcome, lowered, loweredDatum, typesOf } from "./run.ts";

function expectSame(sample: Sample): void {
  for (const mode of ["jvp", "vjp"] as const) {
    const { module, name, args } = derivativeOf(mode, sample);
    const made = optimise(module, [name]);
    const types = typesOf(made, name);
    const wanted = outcome(made, name, args(), types);
    const [, better] = lowered(made, name);
    const found = outcome(better, name, args().map(loweredDatum), types);
    // sums are made in another order
    const size = wanted.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
    wanted.forEach((x, i) => {
      const same = Object.is(x, found[i]) || Math.abs(x - found[i]!) <= 1e-12 * size;
      if (!same) throw new Error(`number ${i} is ${found[i]}, not ${x}`);
    });
    if (found.length !== wanted.length) throw new Error(`${found.length} numbers`);
  }
}

test.each(Object.entries(arrayPrograms))("%s", (_, sample) => expectSame(sample));

test("random programs", () => {
  fc.assert(
    fc.property(fc.gen(), (g) => expectSame(arraySample(g))),
    { numRuns: Number(process.env["NABLA_RUNS"] ?? 25) },
  );
});
