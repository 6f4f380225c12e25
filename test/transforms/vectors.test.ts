// Forward mode in many directions, with tangents in memory, against as many runs in one.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  interpret,
  readElement,
  type Datum,
  type Memory,
} from "../../src/backends/interp/index.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { tangentType } from "../../src/ir/tangent.ts";
import { isReference } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import type { AdOptions } from "../../src/transforms/family.ts";
import { jvp } from "../../src/transforms/jvp.ts";
import { jvpVector } from "../../src/transforms/jvp-vector.ts";
import { withoutMarks } from "../../src/transforms/narrowing.ts";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { text, type Sample } from "./duality.ts";
import { Interleaved, tangentsIn, together, vectorTangents } from "./interleaved.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 60);

const WIDTH = 6;

function expectSame(sample: Sample, some: (d: number) => boolean, options?: AdOptions): void {
  const { module, name, args } = sample;
  const { params, yields } = funcNamed(module, name).region;
  const active = params.map(() => true);
  const all = Array.from({ length: WIDTH }, (_, d) => d);
  const varying = params.filter((p) => tangentType(p.type) !== undefined);
  const single = jvp(module, name, active);
  const singles = all.map((d) => {
    const given = args();
    const tangents = tangentsIn(sample, given, d, some(d));
    const out = interpret(single.module, single.name, [...given, ...tangents]);
    return { tangents, out };
  });
  const given = args();
  const inputs = vectorTangents(sample, given, all.map(some));
  const made = jvpVector(module, name, { active, width: WIDTH }, options);
  verifyModule(made.module);
  const settled = withoutMarks(made.module);
  const out = interpret(settled, made.name, [...given, ...inputs, 0, WIDTH]);

  const after = new Interleaved();
  const seen = varying.flatMap((p, i): Datum[] => {
    if (!isReference(p.type)) return [inputs[i] as Datum];
    return [
      after.of(
        singles.map((s) => s.tangents[i] as Datum),
        p.type,
      ),
    ];
  });
  let next = yields.length;
  const results = yields.flatMap((y): Datum[] => {
    if (tangentType(y.type) === undefined) return [];
    const each = singles.map((s) => s.out[next] as Datum);
    next++;
    return [together(after, each, y.type)];
  });
  const primal = singles[0]!.out.slice(0, yields.length);
  const wanted = [...primal, ...results, ...seen];
  // of numbers the elements count, not where they are
  const types = [...yields, ...yields.filter((y) => tangentType(y.type) !== undefined), ...varying];
  const spread = (data: readonly Datum[]): string => {
    const elements = data.flatMap((x, i) => {
      const isVector = i >= yields.length && !isReference(types[i]!.type);
      return isVector ? all.map((d) => readElement(x as Memory, d)) : [x];
    });
    // what is not computed is 0, where it might have been -0
    return text(elements).replaceAll(/-0(?![\d.e])/g, "0");
  };
  expect(spread([...out, ...inputs])).toEqual(spread(wanted));
}

const kinds: readonly [string, RandomOptions][] = [
  ["numbers", { smooth: true, memory: false, calls: false, records: false }],
  ["memory", { smooth: true, records: false, calls: false }],
  ["calls", { smooth: true, records: false }],
  ["every operation and type", { special: true, allTypes: true, records: false }],
];

for (const [kind, options] of kinds) {
  test(`six directions are six runs: ${kind}`, () => {
    fc.assert(
      fc.property(arbitrarySample(options), (sample) => expectSame(sample, () => true)),
      { numRuns: runs, seed: 21 },
    );
  });
  for (const narrowing of ["always", "never"] as const) {
    test(`so they are where some are zero: ${kind}, narrowing ${narrowing}`, () => {
      fc.assert(
        fc.property(arbitrarySample(options), (sample) =>
          expectSame(sample, (d) => d === 2, { narrowing }),
        ),
        { numRuns: runs, seed: 22 },
      );
    });
  }
}
