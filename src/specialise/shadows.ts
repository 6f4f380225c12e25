// The shadows of what a call that is differentiated is given.
import type { Value } from "../ir/func.ts";
import { linksOf } from "../ir/links.ts";
import { tangentType } from "../ir/tangent.ts";
import {
  isReference,
  referencesFrom,
  sameType,
  showType,
  type MemType,
  type RecordType,
  type RefType,
  type Type,
} from "../ir/types.ts";
import { mul } from "../ops/arith.ts";
import { same } from "../ops/compare.ts";
import { int } from "../ops/constant.ts";
import { ifElse } from "../ops/control.ts";
import { recordGet, recordNew, zerosFor } from "../ops/memory.ts";
import { skeleton } from "../ops/skeleton.ts";
import type { Compiled } from "./compiled.ts";
import type { Machine } from "./machine.ts";
import { copyInto, deepCopy, mayOverlap, partAt, partOf, writes } from "./memory.ts";

/** Whether a reference leads to records. */
export function holdsRecords(type: Type): boolean {
  if (type.kind === "mem") return type.elem.kind !== "store" && holdsRecords(type.elem);
  return type.kind === "ref";
}

/** References that may lead to common records, in one record, and the shadow of that. */
export interface Together {
  readonly values: readonly Value[];
  readonly all: Value;
  readonly shadows: Value;
}

function shadowsTogether(
  m: Machine,
  values: readonly Value[],
  directions: number,
): Together | undefined {
  const references = [...new Set(values)].filter(
    ({ type }) => isReference(type) && tangentType(type, directions) !== undefined,
  );
  const linked = references.filter(({ type }) => holdsRecords(type));
  // memory that no record leads to is none of their business
  const within = new Set(linked.flatMap(({ type }) => [...referencesFrom(type)]));
  const together = references.filter(({ type }) => within.has(showType(type)));
  if (together.length === 0) return undefined;
  const fields = together.map(({ type }, i) => ({ name: `${i}`, type }));
  const record: RecordType = { name: m.freshName("arguments"), fields };
  const all = m.b.emit1(recordNew, together, { type: { kind: "ref", record } });
  const type = tangentType(all.type, directions) as Type;
  return { values: together, all, shadows: zerosFor(m.b, all, type, directions) };
}

/** For each reference, what leads to the same place in `record`, which holds one for each. */
function fieldsFor(m: Machine, values: readonly Value[], record: Value): Map<Value, Value> {
  const get = (i: number): Value => m.b.emit1(recordGet, [record], { field: `${i}` });
  return new Map(values.map((value, i) => [value, get(i)]));
}

/** How what a call is given is linked when it begins: by its references. */
export interface EntryLinks {
  /** Structures like those, with integers and no numbers. */
  readonly structures: ReadonlyMap<Value, Value>;
  /** What leads to their shadows: see `linksOf`. */
  readonly shadows: ReadonlyMap<Value, Value>;
}

/** The shadows of the parameters of one call. Memories that overlap get shadows that do. */
export class Shadows {
  readonly #m: Machine;
  readonly #name: string;
  readonly #directions: number;
  /** References that may lead to common records. */
  readonly together: Together | undefined;
  readonly #made: Map<Value, Value>;
  /** References whose shadows were made together, and have been given nothing yet. */
  readonly #together: Set<Value>;

  constructor(m: Machine, { name }: Compiled, values: readonly Value[], directions = 1) {
    this.#m = m;
    this.#name = name;
    this.#directions = directions;
    this.together = shadowsTogether(m, values, directions);
    this.#made = this.together
      ? fieldsFor(m, this.together.values, this.together.shadows)
      : new Map<Value, Value>();
    this.#together = new Set(this.#made.keys());
  }

  /** Remembers the links of now; they may be changed afterwards. */
  links(): EntryLinks | undefined {
    if (this.together === undefined) return undefined;
    const { values, all, shadows } = this.together;
    const remembered = (of: Value, type: Type): Map<Value, Value> =>
      fieldsFor(this.#m, values, this.#m.b.emit1(skeleton, [of], { type }));
    const { record } = shadows.type as RefType;
    return {
      structures: remembered(all, all.type),
      shadows: remembered(shadows, { kind: "ref", record: linksOf(record) }),
    };
  }

  zero(value: Value, type: Type): Value {
    const known = this.#made.get(value);
    if (known !== undefined) return known;
    const shadow = this.#zero(value, type);
    this.#made.set(value, shadow);
    return shadow;
  }

  #zero(value: Value, type: Type): Value {
    const { b } = this.#m;
    const fresh = (inner = b): Value => zerosFor(inner, value, type, this.#directions);
    // memory that is only read has a shadow that nobody looks at twice
    if (!writes(this.#m.funcs, this.#name, value.type as MemType)) return fresh();
    const part = partAt(value);
    if (part !== undefined) {
      // the rows of an array of arrays have one shadow, whatever the number of directions
      const times = type.kind === "mem" && type.elem.kind === "store" ? this.#directions : 1;
      const of = (n: Value): Value => (times === 1 ? n : mul(b, n, int(b, times)));
      return partOf(b, this.zero(part.of, type), of(part.start), of(part.length));
    }
    const others = [...this.#made].filter(
      ([other]) => sameType(other.type, value.type) && mayOverlap(value, other),
    );
    return others.reduceRight<(inner: typeof b) => Value>(
      (otherwise, [other, shadow]) =>
        (inner) =>
          ifElse(
            inner,
            same(inner, value, other),
            () => [shadow],
            (next) => [otherwise(next)],
          )[0] as Value,
      fresh,
    )(b);
  }

  /** The tangent memory of a parameter, which the derivative may write into. */
  forTangent(value: Value, type: Type, tangent: Value | undefined, written: boolean): Value {
    if (tangent === undefined) return this.zero(value, type);
    const known = this.#made.get(value);
    if (known !== undefined) {
      // one of the shadows that are made together, which is zero as yet
      if (this.#together.delete(value)) copyInto(this.#m.b, known, tangent);
      return known;
    }
    const own = written ? deepCopy(this.#m.b, tangent) : tangent;
    this.#made.set(value, own);
    return own;
  }
}
