import { expect } from "vitest";
import { interpret, type Datum } from "../../src/backends/interp/index.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { tangentType } from "../../src/ir/tangent.ts";
import { isReference } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { jvp, jvpMany } from "../../src/transforms/jvp.ts";
import { text, type Sample } from "./duality.ts";
import { Interleaved, tangentsFor, wideTangents } from "./interleaved.ts";

/** A derivative in several directions at once gives what as many runs in one do. */
export function expectSame(sample: Sample, directions: readonly boolean[][]): void {
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
