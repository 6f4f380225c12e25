// Forward mode in several directions at once, against as many runs in one.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  interpret,
  isMemory,
  newMemory,
  readElement,
  writeElement,
  type Cell,
  type Datum,
  type Memory,
} from "../../src/backends/interp/index.ts";
import { funcNamed, type Module } from "../../src/ir/func.ts";
import { tangentType } from "../../src/ir/tangent.ts";
import { isReference, loadedType, type MemType, type Type } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { jvp, jvpMany } from "../../src/transforms/jvp.ts";
import { arbitrarySample, type RandomOptions } from "../ir/arbitrary.ts";
import { derivativeOf, randoms, Shadows, text, type Sample } from "./duality.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 60);

/** Tangents in several directions, one after the other, as one that has them side by side. */
class Interleaved {
  readonly #known = new Map<unknown, Datum>();

  of(tangents: readonly Datum[], type: Type): Datum {
    const k = tangents.length;
    const [first] = tangents;
    if (typeof first !== "object" || first === null) return first as Datum;
    const wide = tangentType(type, k) as Type;
    return isMemory(first)
      ? this.#memory(tangents as Memory[], type as MemType, wide as MemType)
      : this.#cell(tangents as Cell[], type, wide);
  }

  #memory(tangents: readonly Memory[], type: MemType, wide: MemType): Memory {
    const [first] = tangents as [Memory];
    if (first.data.length === 0) return first; // all empty memories are one
    const times = wide.elem.kind === "store" ? tangents.length : 1;
    let whole = this.#known.get(first.data) as Memory | undefined;
    if (whole === undefined) {
      const n = first.data.length;
      whole = newMemory(wide, times * n);
      this.#known.set(first.data, whole);
      for (let i = 0; i < n; i++) {
        const all = tangents.map((t) => readElement({ ...t, start: 0, length: n }, i));
        if (times === 1) writeElement(whole, i, this.of(all, loadedType(type.elem)));
        else all.forEach((x, d) => writeElement(whole as Memory, times * i + d, x));
      }
    }
    return { ...whole, start: times * first.start, length: times * first.length };
  }

  #cell(tangents: readonly Cell[], type: Type, wide: Type): Cell {
    const [first] = tangents as [Cell];
    const known = this.#known.get(first);
    if (known !== undefined) return known as Cell;
    if (type.kind !== "ref" || wide.kind !== "ref") throw new Error("no record");
    const made: Cell = { kind: "cell", record: wide.record, fields: [] };
    this.#known.set(first, made);
    const fields = type.record.fields.filter((f) => tangentType(f.type) !== undefined);
    fields.forEach((f, i) => {
      const all = tangents.map((t) => t.fields[i] as Datum);
      made.fields.push(...(isReference(f.type) ? [this.of(all, f.type)] : all));
    });
    return made;
  }
}

function tangentsFor(
  module: Module,
  name: string,
  args: readonly Datum[],
  active: readonly boolean[],
  seed: number,
): (Datum | undefined)[] {
  const number = randoms(seed);
  const shadows = new Shadows();
  const { params } = funcNamed(module, name).region;
  const made = params.map((): Datum | undefined => undefined);
  // what inactive parameters lead to does not vary, and comes first, as parts may be shared
  for (const wanted of [false, true]) {
    params.forEach((p, i) => {
      if (tangentType(p.type) === undefined || active[i] !== wanted) return;
      if (!isReference(p.type) && !wanted) return;
      made[i] = shadows.of(args[i] as Datum, p.type, wanted ? number : () => 0);
    });
  }
  return made;
}

function expectSame({ module, name, args }: Sample, directions: readonly boolean[][]): void {
  const { params, yields } = funcNamed(module, name).region;
  const singles = directions.map((active, d) => {
    const made = jvp(module, name, active);
    const given = args();
    const tangents = tangentsFor(module, name, given, active, d + 1);
    const out = interpret(made.module, made.name, [
      ...given,
      ...tangents.filter((t) => t !== undefined),
    ]);
    return { tangents, out };
  });
  const before = new Interleaved();
  const given = args();
  const inputs = params.flatMap((p, i): Datum[] => {
    const tangents = directions.map(
      (active, d) => tangentsFor(module, name, given, active, d + 1)[i],
    );
    const there = tangents.filter((t) => t !== undefined);
    if (!isReference(p.type)) return there;
    return there.length === 0 ? [] : [before.of(there, p.type)];
  });
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
