// Values of the interpreter as those of generated JavaScript, and back.
import {
  isMemory,
  memoryOver,
  newMemory,
  type Cell,
  type Datum,
  type Elements,
  type Memory,
} from "../../src/backends/interp/index.ts";
import { loadedType, type RecordType, type Type } from "../../src/ir/types.ts";

/** JavaScript values for `data`, in which the same parts are shared. */
export function toJs(data: readonly Datum[], types: readonly Type[]): unknown[] {
  const known = new Map<unknown, unknown>();
  const visit = (x: Datum, type: Type): unknown => {
    if (type.kind === "scalar") return type.dtype === "bool" ? x === 1 : x;
    if (x === null) return null;
    if (isMemory(x as Datum)) return memory(x as Memory);
    const cell = x as Cell;
    if (known.has(cell)) return known.get(cell);
    const twin: Record<string, unknown> = {};
    known.set(cell, twin);
    cell.record.fields.forEach((f, i) => {
      twin[f.name] = visit(cell.fields[i] as Datum, f.type);
    });
    return twin;
  };
  const memory = ({ data: elements, elem, start, length }: Memory): unknown => {
    let twin = known.get(elements);
    if (twin === undefined) {
      twin = elem.kind === "store" ? elements.slice() : [];
      known.set(elements, twin);
      if (elem.kind !== "store") {
        for (const x of elements as Datum[]) (twin as unknown[]).push(visit(x, elem));
      }
    }
    if (elem.kind === "store") return (twin as Float64Array).subarray(start, start + length);
    if (start !== 0 || length !== elements.length) throw new Error("a part of a list");
    return twin;
  };
  return data.map((x, i) => visit(x, types[i] as Type));
}

/** The other way. Lists are wholes. */
export function fromJs(values: readonly unknown[], types: readonly Type[]): Datum[] {
  const known = new Map<unknown, unknown>();
  const visit = (x: unknown, type: Type): Datum => {
    if (type.kind === "scalar") return type.dtype === "bool" ? Number(x) : (x as Datum);
    if (x === null) return null;
    if (type.kind === "ref") return cell(x as Record<string, unknown>, type.record);
    if (type.kind !== "mem") throw new Error("no N-d arrays");
    if (type.elem.kind !== "store") return list(x as unknown[], type);
    const array = x as Float64Array;
    const whole =
      known.get(array.buffer) ??
      new (array.constructor as Float64ArrayConstructor)(array.buffer as ArrayBuffer);
    known.set(array.buffer, whole);
    const start = array.byteOffset / array.BYTES_PER_ELEMENT;
    return { ...memoryOver(type, whole as Elements), start, length: array.length };
  };
  const cell = (x: Record<string, unknown>, record: RecordType): Cell => {
    if (known.has(x)) return known.get(x) as Cell;
    const twin: Cell = { kind: "cell", record, fields: [] };
    known.set(x, twin);
    for (const f of record.fields) twin.fields.push(visit(x[f.name], f.type));
    return twin;
  };
  const list = (x: unknown[], type: Extract<Type, { kind: "mem" }>): Memory => {
    if (known.has(x)) return known.get(x) as Memory;
    const twin = newMemory(type, x.length);
    known.set(x, twin);
    for (let i = 0; i < x.length; i++) {
      (twin.data as Datum[])[i] = visit(x[i], loadedType(type.elem));
    }
    return twin;
  };
  return values.map((x, i) => visit(x, types[i] as Type));
}
