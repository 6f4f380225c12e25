import { elemSize, recordLayout } from "../../ir/storage.ts";
import { copiedFields, isNumberMemory } from "../../ops/skeleton.ts";
import { tensorData, type Tensor } from "../../ir/tensor.ts";
import {
  isFlatMemory,
  isReference,
  loadedType,
  sameType,
  showType,
  sizeOf,
  type Elem,
  type MemType,
  type RecordType,
  type RefType,
  type Storage,
  type Type,
} from "../../ir/types.ts";

/** What a value of the IR is when the program runs. */
export type Datum = number | bigint | Memory | Cell | TensorDatum | null;

export interface TensorDatum extends Tensor {
  readonly kind: "tensor";
}

/**
 * A reference to a run of elements. Two of them share elements where they share `data`: a view has
 * the `data` of what it is a view of.
 */
export interface Memory {
  readonly kind: "memory";
  readonly elem: Elem;
  /** Typed array for scalars, JavaScript array for references. */
  readonly data: Elements;
  /** Where in `data` the first element is. */
  readonly start: number;
  readonly length: number;
}

/** A record. */
export interface Cell {
  readonly kind: "cell";
  readonly record: RecordType;
  /** In the order of the record's fields. */
  readonly fields: Datum[];
}

type Numbers =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;
export type Elements = Numbers | BigInt64Array | Datum[];

const made: Readonly<Record<Storage, (n: number) => Elements>> = {
  f64: (n) => new Float64Array(n),
  f32: (n) => new Float32Array(n),
  i64: (n) => new BigInt64Array(n),
  i32: (n) => new Int32Array(n),
  bool: (n) => new Uint8Array(n),
  i8: (n) => new Int8Array(n),
  u8: (n) => new Uint8Array(n),
  i16: (n) => new Int16Array(n),
  u16: (n) => new Uint16Array(n),
  u32: (n) => new Uint32Array(n),
};

/** A new memory of `length` zeros, empty memories or nulls. */
export function newMemory({ elem }: MemType, length: number): Memory {
  const data =
    elem.kind === "store"
      ? made[elem.storage](length)
      : Array.from({ length }, (): Datum => zeroDatum(elem));
  return { kind: "memory", elem, data, start: 0, length };
}

// One for each type: the elements of a new memory of memories are all the same one.
const empties = new Map<string, Memory>();

/** What a value of `type` is before anything is put there. */
function zeroDatum(type: Type): Datum {
  if (type.kind === "ref") return null;
  if (type.kind === "array") {
    const { dtype, shape } = type;
    return { kind: "tensor", dtype, shape, data: tensorData(dtype, sizeOf(shape)) };
  }
  if (type.kind === "scalar") return type.dtype === "i64" ? 0n : 0;
  const key = showType(type);
  const empty = empties.get(key) ?? newMemory(type, 0);
  empties.set(key, empty);
  return empty;
}

function at({ data, start, length }: Memory, index: number): number {
  const place = start + index;
  if (!(index >= 0 && index < length && place >= 0 && place < data.length)) {
    throw new Error(`internal: element ${index} of a memory of ${length} was touched`);
  }
  return place;
}

/** Element `index`, as the type it loads as. */
export function readElement(memory: Memory, index: number): Datum {
  const x = memory.data[at(memory, index)] as Datum;
  const { elem } = memory;
  return elem.kind === "store" && elem.storage === "u32" ? BigInt(x as number) : x;
}

/** Keeps the low bits of an integer that is wider than the storage. */
export function writeElement(memory: Memory, index: number, x: Datum): void {
  const place = at(memory, index);
  const data = memory.data as Datum[];
  const { elem } = memory;
  data[place] =
    elem.kind === "store" && elem.storage === "u32" ? Number(BigInt.asUintN(32, x as bigint)) : x;
}

/** A memory over the elements of `data`, which it shares. */
export function memoryOver(type: MemType, data: Elements): Memory {
  return { kind: "memory", elem: type.elem, data, start: 0, length: data.length };
}

/** The elements of `memory` as they load, in order. */
export function elementsOf(memory: Memory): Datum[] {
  return Array.from({ length: memory.length }, (_, i) => readElement(memory, i));
}

export function sameReference(a: Datum, b: Datum): boolean {
  if (!isMemory(a) || !isMemory(b)) return a === b;
  return a.data === b.data && a.start === b.start && a.length === b.length;
}

const identities = new WeakMap<Cell, number>();
let identified = 0;

/** The number of a record: those that are asked for are counted. */
export function identityOf(record: Cell | null): number {
  if (record === null) return 0;
  let known = identities.get(record);
  if (known === undefined) identities.set(record, (known = ++identified | 0));
  return known;
}

export function isMemory(x: Datum): x is Memory {
  return typeof x === "object" && x?.kind === "memory";
}

export function isTensor(x: Datum | undefined): x is TensorDatum {
  return typeof x === "object" && x?.kind === "tensor";
}

/** Whether `x` can be a value of `type`; looks at the outside of a reference only. */
export function isDatumOf(x: Datum, type: Type): boolean {
  switch (type.kind) {
    case "scalar":
      if (type.dtype === "i64") return typeof x === "bigint";
      if (typeof x !== "number") return false;
      if (type.dtype === "f64") return true;
      if (type.dtype === "f32") return Object.is(Math.fround(x), x);
      if (type.dtype === "i32") return Object.is(x | 0, x);
      return x === 0 || x === 1;
    case "mem":
      return isMemory(x) && sameType({ kind: "mem", elem: x.elem }, type);
    case "ref":
      if (x === null) return true;
      return typeof x === "object" && x.kind === "cell" && x.record.name === type.record.name;
    case "array":
      return (
        isTensor(x) &&
        sameType({ ...type, dtype: x.dtype, shape: x.shape }, type) &&
        x.data.length === sizeOf(type.shape)
      );
  }
}

/**
 * The zero tangent of what `like` refers to, as `zeros_like` makes it. What is shared there is
 * shared here: overlapping memories get overlapping ones. Memories of floats are `times` as long.
 */
export function zerosLikeDatum(
  like: Datum,
  type: Type,
  times: number,
  allocated: (bytes: number) => void,
): Datum {
  const storages = new Map<Elements, Elements>();
  const cells = new Map<Cell, Cell>();
  const visit = (x: Datum, t: Type): Datum => {
    if (t.kind === "mem") return visitMemory(x as Memory, t);
    return t.kind === "ref" ? visitCell(x as Cell | null, t.record) : zeroDatum(t);
  };
  const visitMemory = ({ data, start, length }: Memory, t: MemType): Memory => {
    const k = isFlatMemory(t) ? times : 1;
    let twin = storages.get(data);
    if (twin === undefined) {
      twin = newMemory(t, k * data.length).data;
      storages.set(data, twin); // before its elements, which may lead back to it
      allocated(k * data.length * elemSize(t.elem));
      if (isReference(loadedType(t.elem))) {
        const inner = loadedType(t.elem);
        (data as Datum[]).forEach((x, i) => ((twin as Datum[])[i] = visit(x, inner)));
      }
    }
    return { kind: "memory", elem: t.elem, data: twin, start: k * start, length: k * length };
  };
  const visitCell = (x: Cell | null, record: RecordType): Cell | null => {
    if (x === null) return null;
    const known = cells.get(x);
    if (known !== undefined) return known;
    const twin: Cell = { kind: "cell", record, fields: [] };
    allocated(recordLayout(record).size);
    cells.set(x, twin);
    for (const { name, type: t } of record.fields) {
      const i = x.record.fields.findIndex((f) => f.name === name);
      // an array has been one field, and has one for each direction: empty memory stands for zeros
      const isNew = i < 0 && isNumberMemory(t);
      twin.fields.push(isReference(t) && !isNew ? visit(x.fields[i] as Datum, t) : zeroDatum(t));
    }
    return twin;
  };
  return visit(like, type);
}

/** The records and memory of references that `skeleton` makes of those that `like` leads to. */
export function skeletonDatum(
  like: Cell | null,
  type: RefType,
  allocated: (bytes: number) => void,
): Datum {
  const lists = new Map<Elements, Elements>();
  const cells = new Map<Cell, Cell>();
  const visit = (x: Datum, t: Type): Datum => {
    if (t.kind === "ref") return visitCell(x as Cell | null, t.record);
    return t.kind !== "mem" || isNumberMemory(t) ? x : visitMemory(x as Memory, t);
  };
  const visitMemory = ({ data, start, length }: Memory, t: MemType): Memory => {
    let twin = lists.get(data) as Datum[] | undefined;
    if (twin === undefined) {
      twin = newMemory(t, data.length).data as Datum[];
      lists.set(data, twin);
      allocated(data.length * elemSize(t.elem));
      const inner = loadedType(t.elem);
      for (const [i, x] of (data as Datum[]).entries()) twin[i] = visit(x, inner);
    }
    return { kind: "memory", elem: t.elem, data: twin, start, length };
  };
  const visitCell = (x: Cell | null, record: RecordType): Cell | null => {
    if (x === null) return null;
    const known = cells.get(x);
    if (known !== undefined) return known;
    const twin: Cell = {
      kind: "cell",
      record,
      fields: record.fields.map((f) => zeroDatum(f.type)),
    };
    cells.set(x, twin);
    allocated(recordLayout(record).size);
    const indexIn = (of: RecordType, name: string): number =>
      of.fields.findIndex((f) => f.name === name);
    for (const field of copiedFields(x.record, record)) {
      const place = indexIn(record, field.name);
      const source = x.fields[indexIn(x.record, field.name)] as Datum;
      if (field.how === "twin") twin.fields[place] = visit(source, field.to);
      else twin.fields[place] = field.how === "origin" ? x : source;
    }
    return twin;
  };
  return visitCell(like, type.record);
}
