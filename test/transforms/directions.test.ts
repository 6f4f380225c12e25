// Forward mode in several directions at once, against as many runs in one.
import fc from "fast-check";
import { expect, test } from "vitest";
import { interpret, type Datum } from "../../src/backends/interp/index.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { tangentType } from "../../src/ir/tangent.ts";
import { isReference } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { jvp, jvpMany } from "../../src/transforms/jvp.ts";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { derivativeOf, text, type Sample } from "./duality.ts";
import { Interleaved, tangentsFor, wideTangents } from "./interleaved.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 60);

function expectSame(sample: Sample, directions: readonly boolean[][]): void {
  const { module, name, args } = sample;
  const { params, yields } = funcNamed(module, name).region;
  const singles = directions.map((active, d) => {
    const made = jvp(module, name, active);
    const given = args();
    const tangents = tangentsFor(sample, given, active, d);
    const out = interpret(made.module, made.name, [
      ...given,
      ...tangents.filter((t) => t !== undefined),
    ]);
    return { tangents, out };
  });
  const given = args();
  const inputs = wideTangents(sample, given, directions);
  const made = jvpMany(module, name, directions);
  verifyModule(made.module);
  const out = interpret(made.module, made.name, [...given, ...inputs]);

  const after = new Interleaved();
  const seen: Datum[] = params.flatMap((p, i): Datum[] => {
    const tangents = singles.flatMap(({ tangents: t }) => (t[i] === undefined ? [] : [t[i]]));
    return isReference(p.type) && tangents.length > 0 ? [after.of(tangents, p.type)] : tangents;
  });
  const primal = singles[0]!.out.slice(0, yields.length);
  let next = yields.length;
  const results = yields.flatMap((y): Datum[] => {
    if (tangentType(y.type) === undefined) return [];
    const all = singles.map((s) => s.out[next] as Datum);
    next++;
    return isReference(y.type) ? [after.of(all, y.type)] : all;
  });
  expect(text([...out, ...inputs])).toEqual(text([...primal, ...results, ...seen]));
}

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
