// Tangents of any data in several directions at once.
import {
  isMemory,
  isTensor,
  newMemory,
  readElement,
  writeElement,
  type Cell,
  type Datum,
  type Memory,
} from "../../src/backends/interp/index.ts";
import { vectorType } from "../../src/ir/derivative.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { tangentType } from "../../src/ir/tangent.ts";
import {
  isFlatMemory,
  isReference,
  loadedType,
  type MemType,
  type Type,
} from "../../src/ir/types.ts";
import { randoms, Shadows, type Sample } from "./duality.ts";

/** Tangents in several directions, one after the other, as one that has them side by side. */
export class Interleaved {
  readonly #known = new Map<unknown, Datum>();

  of(tangents: readonly Datum[], type: Type): Datum {
    const k = tangents.length;
    const [first] = tangents;
    if (typeof first !== "object" || first === null || isTensor(first)) return first as Datum;
    const wide = tangentType(type, k) as Type;
    return isMemory(first)
      ? this.#memory(tangents as Memory[], type as MemType, wide as MemType)
      : this.#cell(tangents as Cell[], type, wide);
  }

  #memory(tangents: readonly Memory[], type: MemType, wide: MemType): Memory {
    const [first] = tangents as [Memory];
    if (first.data.length === 0) return first; // all empty memories are one
    const times = isFlatMemory(wide) ? tangents.length : 1;
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

/** For each parameter its tangent in direction `d`, if there is one. */
export function tangentsFor(
  { module, name }: Sample,
  args: readonly Datum[],
  active: readonly boolean[],
  d: number,
): (Datum | undefined)[] {
  const number = randoms(d + 1);
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

/** The tangents that a derivative in these directions takes after `args`. */
export function wideTangents(
  sample: Sample,
  args: readonly Datum[],
  directions: readonly (readonly boolean[])[],
): Datum[] {
  const wide = new Interleaved();
  return funcNamed(sample.module, sample.name).region.params.flatMap((p, i): Datum[] => {
    const tangents = directions.map((active, d) => tangentsFor(sample, args, active, d)[i]);
    const there = tangents.filter((t) => t !== undefined);
    if (!isReference(p.type)) return there;
    return there.length === 0 ? [] : [wide.of(there, p.type)];
  });
}

/** Tangents of all that can have one: in direction `d` of `some`, or zero. */
export function tangentsIn(
  { module, name }: Sample,
  args: readonly Datum[],
  d: number,
  some: boolean,
): Datum[] {
  const number = some ? randoms(d + 1) : (): number => 0;
  const shadows = new Shadows();
  return funcNamed(module, name).region.params.flatMap((p, i) =>
    tangentType(p.type) === undefined ? [] : [shadows.of(args[i] as Datum, p.type, number)],
  );
}

/** One datum for the tangents in all directions: of a number, a memory. */
export function together(wide: Interleaved, tangents: readonly Datum[], type: Type): Datum {
  if (isReference(type)) return wide.of(tangents, type);
  const made = newMemory(vectorType(type), tangents.length);
  tangents.forEach((x, d) => writeElement(made, d, x));
  return made;
}

/** What a derivative in vectors takes after `args`, with tangents in the directions that `some` says. */
export function vectorTangents(
  sample: Sample,
  args: readonly Datum[],
  some: readonly (boolean | number)[],
): Datum[] {
  const wide = new Interleaved();
  const apart = some.map((is, d) => tangentsIn(sample, args, d, Boolean(is)));
  return funcNamed(sample.module, sample.name)
    .region.params.filter((p) => tangentType(p.type) !== undefined)
    .map((p, i) =>
      together(
        wide,
        apart.map((one) => one[i] as Datum),
        p.type,
      ),
    );
}
