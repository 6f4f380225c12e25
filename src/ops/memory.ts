// Memory: runs of elements, and records. Differentiated by shadows, in transforms/.
import type { Builder } from "../ir/builder.ts";
import type { Attrs, Value } from "../ir/func.ts";
import { defop, type Op, type Prim, type Rule } from "../ir/op.ts";
import {
  isFlatMemory,
  elemFor,
  i32,
  isReference,
  loadedType,
  sameType,
  showType,
  type MemType,
  type RefType,
  type Type,
} from "../ir/types.ts";
import { mul } from "./arith.ts";
import { int } from "./constant.ts";
import { attr, isNumbers, isString, isType, reject } from "./signatures.ts";

const structural: Rule = { kind: "structural" };

function memory(types: readonly Type[], i = 0): MemType {
  const type = types[i];
  if (type?.kind !== "mem") reject(types, `a memory as operand ${i}`);
  return type;
}

function integer(types: readonly Type[], ...at: number[]): void {
  for (const i of at)
    if (!sameType(types[i] ?? i32, i32) || types[i] === undefined)
      reject(types, `i32 as operand ${i}`);
}

/**
 * New memory; attribute `type` says of what. Numbers start as 0, references at an empty memory or
 * null. With the attribute `raw` numbers start as anything: nobody looks at them.
 */
export const alloc: Op = defop<[length: Value]>({
  name: "alloc",
  doc: "alloc {type} n: new memory of n elements, all zero (references: empty or null); n is not negative; with raw: true, numbers that are all written before any is read",
  effect: "alloc",
  type: (types, attrs) => {
    const type = attr(attrs, "type", isType);
    integer(types, 0);
    if (type.kind !== "mem" || types.length !== 1) reject([type], "the type of a memory");
    return [type];
  },
  cost: 20,
  rule: structural,
  samples: [],
});

export function allocate(b: Builder, type: MemType, length: Value): Value {
  return b.emit1(alloc, [length], { type });
}

/**
 * Constant numbers in memory: attribute `type` is of a memory of f64 or u32, `values` its contents,
 * `name` their name. Tables of one name are equal and may be one. Nothing writes there.
 */
export const constantTable: Op = defop<[]>({
  name: "table",
  doc: "table {type, name, values}: memory that holds these numbers from the start; never written",
  effect: "pure",
  type: (types, attrs) => {
    const type = attr(attrs, "type", isType);
    attr(attrs, "name", isString);
    attr(attrs, "values", isNumbers);
    const storage = type.kind === "mem" && type.elem.kind === "store" ? type.elem.storage : "";
    if (types.length > 0 || (storage !== "f64" && storage !== "u32")) {
      reject([type], "no operands, and the type of a memory of f64 or u32");
    }
    return [type];
  },
  cost: 0,
  rule: { kind: "zero", why: "a constant does not change" },
  samples: [],
});

/** Reads element `i`, which must be inside: `bounds` is the check. */
export const load: Prim<[memory: Value, index: Value]> = defop({
  name: "load",
  doc: "load m, i: element i, which must be inside",
  effect: "read",
  type: (types) => {
    integer(types, 1);
    if (types.length !== 2) reject(types, "a memory and an index");
    return [loadedType(memory(types).elem)];
  },
  cost: 2,
  rule: structural,
  samples: [],
});

/** Writes element `i`, which must be inside. */
export const store: Op = defop({
  name: "store",
  doc: "store m, i, x: element i, which must be inside, becomes x",
  effect: "write",
  type: (types) => {
    const want = loadedType(memory(types).elem);
    integer(types, 1);
    if (types.length !== 3 || !sameType(types[2] as Type, want)) {
      reject(types, `a memory, an index and ${showType(want)}`);
    }
    return [];
  },
  cost: 2,
  rule: structural,
  samples: [],
});

export function storeTo(b: Builder, mem: Value, index: Value, x: Value): void {
  b.emit(store, [mem, index, x]);
}

export const length: Prim<[memory: Value]> = defop({
  name: "length",
  doc: "number of elements",
  effect: "pure",
  type: (types) => {
    memory(types);
    return [i32];
  },
  cost: 0,
  rule: structural,
  samples: [],
});

/** The same elements seen from `start` on: writes are visible through both. */
export const view: Prim<[memory: Value, start: Value, length: Value]> = defop({
  name: "view",
  doc: "view m, start, n: elements start … start + n - 1 of m as a memory of their own, which must be inside",
  effect: "pure",
  type: (types) => {
    integer(types, 1, 2);
    if (types.length !== 3) reject(types, "a memory, a start and a length");
    return [memory(types)];
  },
  cost: 1,
  rule: structural,
  samples: [],
});

/** Copies as if through a buffer, so overlap is harmless. */
export const copy: Op = defop({
  name: "copy",
  doc: "copy to, from: every element of from to the start of to, which must be at least as long; may overlap",
  effect: "write",
  type: (types) => {
    if (types.length !== 2 || !sameType(memory(types), memory(types, 1))) {
      reject(types, "two memories of one type");
    }
    return [];
  },
  cost: 30,
  rule: structural,
  samples: [],
});

export const fill: Op = defop({
  name: "fill",
  doc: "fill m, x: every element becomes x",
  effect: "write",
  type: (types) => {
    if (types.length !== 2 || !sameType(types[1] as Type, loadedType(memory(types).elem))) {
      reject(types, "a memory and a value of its elements");
    }
    return [];
  },
  cost: 30,
  rule: structural,
  samples: [],
});

function record(types: readonly Type[]): RefType {
  const [type] = types;
  if (type?.kind !== "ref") reject(types, "a reference to a record first");
  return type;
}

function fieldType(type: RefType, name: string): Type {
  const field = type.record.fields.find((f) => f.name === name);
  if (field === undefined) throw new Error(`${type.record.name} has no field ${name}`);
  return field.type;
}

/** A new record with the given fields, in order; attribute `type`. */
export const recordNew: Op = defop({
  name: "record",
  doc: "record {type} x…: a new record with these fields, in order",
  effect: "alloc",
  type: (types, attrs) => {
    const type = attr(attrs, "type", isType);
    if (type.kind !== "ref") reject([type], "a reference type");
    const { fields } = type.record;
    if (
      types.length !== fields.length ||
      !fields.every((f, i) => sameType(f.type, types[i] as Type))
    ) {
      reject(types, fields.map((f) => showType(f.type)).join(", "));
    }
    for (const f of fields) elemFor(f.type);
    return [type];
  },
  cost: 20,
  rule: structural,
  samples: [],
});

/** Null of the reference type given as attribute `type`. */
export const nullRef: Op = defop<[]>({
  name: "null",
  doc: "null {type}: the reference to no record",
  effect: "pure",
  type: (_, attrs) => {
    const type = attr(attrs, "type", isType);
    if (!isReference(type) || type.kind !== "ref") reject([type], "a reference type");
    return [type];
  },
  cost: 0,
  rule: structural,
  samples: [],
});

/** Attribute `field`; the reference must not be null. */
export const recordGet: Op = defop<[record: Value]>({
  name: "get",
  doc: "get {field} r: the field of a record, which must not be null",
  effect: "read",
  type: (types, attrs) => [fieldType(record(types), attr(attrs, "field", isString))],
  cost: 2,
  rule: structural,
  samples: [],
});

/** Attribute `field`; the reference must not be null. */
export const recordSet: Op = defop<[record: Value, x: Value]>({
  name: "set",
  doc: "set {field} r, x: the field of a record, which must not be null, becomes x",
  effect: "write",
  type: (types, attrs) => {
    const want = fieldType(record(types), attr(attrs, "field", isString));
    if (types.length !== 2 || !sameType(types[1] as Type, want)) reject(types, showType(want));
    return [];
  },
  cost: 2,
  rule: structural,
  samples: [],
});

/**
 * A reference of the tangent type of `m`'s, attribute `type`: the zero tangent of what `m` refers to.
 * Attribute `directions`, where it is more than one, is how many tangents lie side by side for each
 * float.
 */
export const zerosLike: Op = defop<[like: Value]>({
  name: "zeros_like",
  doc: "zeros_like {type, directions} m: new memory with the lengths of m, those of floats times `directions`, recursively, all zero; parts shared in m are shared in the result",
  effect: "alloc",
  type: (types, attrs) => {
    const type = attr(attrs, "type", isType);
    if (types.length !== 1 || !isReference(type) || !isReference(types[0] as Type)) {
      reject(types, "one reference, and a reference type as attribute");
    }
    const run = type.kind === "mem" && type.elem.kind === "store";
    if (run && zeroDirections(attrs) > 1) reject(types, "a reference to references");
    return [type];
  },
  cost: 40,
  rule: structural,
  samples: [],
});

/** How many zeros `zeros_like` makes for each float. */
export function zeroDirections(attrs: Attrs): number {
  return (attrs["directions"] as number | undefined) ?? 1;
}

/** The zero tangent in several directions of what `like` refers to. */
export function zerosFor(b: Builder, like: Value, type: Type, directions: number): Value {
  if (directions === 1) return b.emit1(zerosLike, [like], { type });
  if (!isFlatMemory(type)) {
    return b.emit1(zerosLike, [like], { type, directions });
  }
  return allocate(b, type as MemType, mul(b, length(b, like), int(b, directions)));
}
