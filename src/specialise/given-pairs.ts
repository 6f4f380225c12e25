// Tangents that are given for linked objects: what walks over both, in step.
import { originField } from "../ir/links.ts";
import { tangentType } from "../ir/tangent.ts";
import {
  isReference,
  showType,
  type Elem,
  type Field,
  type RecordType,
  type Type,
} from "../ir/types.ts";
import { listData, partName, type Slot } from "../values/heap.ts";
import type { Heap } from "./heap.ts";
import { holdsRecords } from "./shadows.ts";

/**
 * What tangents are read from: objects and lists of a family, or the derivative by such, which has
 * the numbers in its shadow.
 */
export interface Source {
  readonly family: number;
  readonly primal: Type;
  /** The type of the shadow of a derivative. */
  readonly shadow: Type | undefined;
}

/** Objects or lists of a family that are walked over in step with those of a source. */
export interface Pair {
  readonly index: number;
  readonly family: number;
  readonly from: Source;
}

/** The fields of what marks an object that has been met: its shadow, and what is waiting after it. */
export const shadowField = ":shadow";
export const waitingField = ":waiting";
/** What its tangents are read from, for a pair. */
export const givenField = (pair: Pair): string => `:given${pair.index}`;
export const shadowOfGiven = (pair: Pair): string => `:numbers${pair.index}`;

/** Finds all pairs that can be met, and the types of the marks of objects. */
export class Pairs {
  readonly all: Pair[] = [];
  readonly #heap: Heap;
  readonly #byKey = new Map<string, Pair>();
  readonly #marks = new Map<RecordType, RecordType>();

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  of(of: number, from: Source): Pair {
    const family = this.#heap.find(of);
    const key = [family, ...[from.primal, from.shadow].map((t) => t && showType(t))].join();
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const pair = { index: this.all.length, family, from };
    this.all.push(pair);
    this.#byKey.set(key, pair);
    return pair;
  }

  /** Finds every pair that those which are known lead to. */
  complete(): void {
    for (const { family, from } of this.all) {
      const [own, other] = [this.#heap.family(family), this.#heap.family(from.family)];
      if (own.kind === "objects" && other.kind === "objects") {
        for (const [name, slot] of own.slots) {
          const given = other.slots.get(name);
          if (given === undefined) continue;
          this.#parts(slot, given, (part) => this.field(from, name, part));
        }
      }
      if (own.kind === "lists" && other.kind === "lists") {
        this.#parts(own.slot, other.slot, (part) => this.item(from, part));
      }
    }
  }

  #parts(own: Slot, given: Slot, source: (part: "objects" | "lists") => Source | undefined): void {
    for (const part of ["objects", "lists"] as const) {
      const family = own[part];
      if (family === undefined || given[part] === undefined || !this.hasFloats(family)) continue;
      const from = source(part);
      if (from !== undefined) this.of(family, from);
    }
  }

  /** Whether what a family leads to has floats. */
  hasFloats(family: number): boolean {
    return tangentType({ kind: "ref", record: this.#heap.record(family) }) !== undefined;
  }

  /** What a field of a source is a source of; undefined where there is none with numbers. */
  field({ family, shadow }: Source, name: string, part: "objects" | "lists"): Source | undefined {
    const slot = this.#heap.slot(family, name);
    const field = partName(name, part, this.#heap.layout(slot));
    return this.#source(slot[part], shadow && [fieldOf(shadow, field)]);
  }

  /** What items of a source are sources of. */
  item({ family, shadow }: Source, part: "objects" | "lists"): Source | undefined {
    const slot = this.#heap.itemSlot(family);
    const elem = this.#heap.elem(family);
    const item = elementOf(fieldOf(shadow, listData));
    const boxed = elem.kind === "slot" && elem.box !== undefined;
    const field = partName("item", part, this.#heap.layout(slot));
    return this.#source(slot[part], shadow && [boxed ? fieldOf(item, field) : item]);
  }

  #source(
    family: number | undefined,
    shadow: readonly [Type | undefined] | undefined,
  ): Source | undefined {
    if (family === undefined) return undefined;
    const primal: Type = { kind: "ref", record: this.#heap.record(family) };
    if (shadow === undefined) return { family, primal, shadow: undefined };
    return shadow[0] && { family, primal, shadow: shadow[0] };
  }

  /** The type of the shadows of a family. */
  shadowOf(family: number): Type {
    return tangentType({ kind: "ref", record: this.#heap.record(family) }) as Type;
  }

  /** The type of the marks of records. */
  marks(record: RecordType): RecordType {
    const known = this.#marks.get(record);
    if (known !== undefined) return known;
    const fields: Field[] = [];
    const marks: RecordType = { name: `marks_${record.name}`, fields };
    this.#marks.set(record, marks); // before its fields, which may refer back
    const shadow = tangentType({ kind: "ref", record });
    if (shadow === undefined) return marks;
    fields.push(
      { name: originField, type: { kind: "ref", record } },
      { name: shadowField, type: shadow },
      { name: waitingField, type: { kind: "ref", record: marks } },
    );
    for (const { name, type } of record.fields) {
      if (isReference(type) && holdsRecords(type) && tangentType(type) !== undefined) {
        fields.push({ name, type: this.#marked(type) });
      }
    }
    for (const pair of this.all) {
      if (this.#heap.record(pair.family) !== record) continue;
      fields.push({ name: givenField(pair), type: pair.from.primal });
      const { shadow: numbers } = pair.from;
      if (numbers !== undefined) fields.push({ name: shadowOfGiven(pair), type: numbers });
    }
    return marks;
  }

  #marked(type: Type): Type {
    if (type.kind === "ref") return { kind: "ref", record: this.marks(type.record) };
    if (type.kind !== "mem" || type.elem.kind === "store") return type;
    return { kind: "mem", elem: this.#marked(type.elem) as Elem };
  }
}

function fieldOf(type: Type | undefined, name: string): Type | undefined {
  if (type?.kind !== "ref") return undefined;
  return type.record.fields.find((field) => field.name === name)?.type;
}

function elementOf(type: Type | undefined): Type | undefined {
  return type?.kind === "mem" && type.elem.kind !== "store" ? type.elem : undefined;
}
