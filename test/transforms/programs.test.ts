import { describe, expect, test } from "vitest";
import { measure } from "../../src/backends/interp/index.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { jvpMany } from "../../src/transforms/jvp.ts";
import type { AdOptions } from "../../src/transforms/family.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { derivativeOf, expectDual, type Sample } from "./duality.ts";
import { wideTangents } from "./interleaved.ts";
import { programs } from "./programs.ts";
import { arrayPrograms } from "./array-programs.ts";

describe.each(Object.entries({ ...programs, ...arrayPrograms }))("%s", (_, sample: Sample) => {
  test("both modes agree, whatever is kept", () => {
    const gradient = (options: AdOptions): readonly number[] =>
      expectDual(sample.module, sample.name, { ...sample, options });
    const plain = gradient({});
    expect(gradient({ save: "all" })).toEqual(plain);
    expect(gradient({ save: "recompute" })).toEqual(plain);
    const apart = gradient({ preaccumulate: false });
    expect(gradient({ preaccumulate: false, allActive: true })).toEqual(apart);
    apart.forEach((x, i) =>
      expect(Math.abs(x - plain[i]!) / (1 + Math.abs(x))).toBeLessThan(1e-14),
    );
  });

  test("strict, they are the same, since all is smooth here", () => {
    const plain = expectDual(sample.module, sample.name, sample);
    const options = { strict: true };
    const strict = expectDual(sample.module, sample.name, { ...sample, options });
    // extremes over iterations are not taken apart, so that sums may be made in another order
    strict.forEach((x, i) =>
      expect(Math.abs(x - plain[i]!) / (1 + Math.abs(x))).toBeLessThan(1e-15),
    );
  });

  test("to second order, in all pairs of modes", () => {
    for (const mode of ["jvp", "vjp"] as const) {
      const { module, name, args } = derivativeOf(mode, sample);
      expectDual(module, name, { args, tolerance: 1e-12 });
    }
  });

  test("a gradient costs at most four times the function", () => {
    const before = optimise(sample.module, [sample.name]);
    const made = vjp(
      before,
      sample.name,
      before.funcs.get(sample.name)!.region.params.map(() => true),
    );
    const after = optimise(made.module, [made.name], { final: true });
    const { args } = derivativeOf("vjp", sample);
    const primal = measure(before, sample.name, sample.args()).counts;
    const gradient = measure(after, made.name, args()).counts;
    expect(gradient.cost).toBeLessThan(4 * primal.cost + 300);
  });

  test("a direction costs at most one and a half times the function, which runs once", () => {
    const { args } = sample;
    const before = optimise(sample.module, [sample.name]);
    const active = before.funcs.get(sample.name)!.region.params.map(() => true);
    const primal = measure(before, sample.name, args()).counts;
    for (const k of [1, 4, 8]) {
      const directions = Array.from({ length: k }, () => active);
      const made = jvpMany(before, sample.name, directions);
      const after = optimise(made.module, [made.name], { final: true });
      const given = args();
      const tangents = wideTangents(sample, given, directions);
      const { counts } = measure(after, made.name, [...given, ...tangents]);
      expect(counts.cost).toBeLessThan((1 + 1.5 * k) * primal.cost + 2 * k);
    }
  });
});
