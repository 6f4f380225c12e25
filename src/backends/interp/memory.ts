// What the operations on memory do, and those that may end the call.
import { type Code, codes } from "../../diagnostics/codes.ts";
import { NablaError } from "../../diagnostics/error.ts";
import { withNumbers } from "../../ir/compiled.ts";
import type { Instr } from "../../ir/func.ts";
import { elemSize, recordLayout } from "../../ir/storage.ts";
import { tensorData } from "../../ir/tensor.ts";
import { sizeOf, type ArrayType, type MemType, type RefType, type Type } from "../../ir/types.ts";
import type { Counts } from "./counts.ts";
import {
  memoryOver,
  newMemory,
  readElement,
  identityOf,
  sameReference,
  writeElement,
  skeletonDatum,
  zerosLikeDatum,
  type Cell,
  type Datum,
  type Memory,
  type TensorDatum,
} from "./datum.ts";
import { gemmForm } from "../../ops/gemm.ts";
import { zeroDirections } from "../../ops/memory.ts";
import { gemmOf, type GemmData } from "./gemm.ts";

/** Runs one instruction without regions; gives its results. */
type Run = (instr: Instr, x: readonly Datum[], counts: Counts) => readonly Datum[];

const elemIsLong = ({ elem }: MemType): boolean => elem.kind === "store" && elem.storage === "i64";

/** By operation: those that are more than a function of scalars, except control. */
export const runs: Readonly<Record<string, Run>> = {
  alloc: ({ attrs, span }, [n], counts) => {
    const type = attrs["type"] as MemType;
    if ((n as number) < 0) throw new Error(`internal: a memory of ${n} elements`);
    counts.allocated((n as number) * elemSize(type.elem), span);
    counts.cost += n as number;
    const made = newMemory(type, n as number);
    // something that is noticed
    if (attrs["raw"] === true) (made.data as Datum[]).fill(elemIsLong(type) ? 85n : 85);
    return [made];
  },
  table: ({ attrs }) => [tableOf(attrs["type"] as MemType, attrs["values"] as readonly number[])],
  load: (_, [m, i]) => [readElement(m as Memory, i as number)],
  store: (_, [m, i, x]) => {
    writeElement(m as Memory, i as number, x as Datum);
    return [];
  },
  length: (_, [m]) => [(m as Memory).length],
  // whether it is inside is seen when an element is touched: a view may be made and not used
  view: (_, [m, start, length]) => {
    const memory = m as Memory;
    return [{ ...memory, start: memory.start + (start as number), length: length as number }];
  },
  copy: (_, [to, from], counts) => {
    const [target, source] = [to as Memory, from as Memory];
    const elements: Datum[] = [];
    for (let i = 0; i < source.length; i++) elements.push(readElement(source, i));
    elements.forEach((x, i) => writeElement(target, i, x));
    counts.cost += source.length;
    return [];
  },
  fill: (_, [m, x], counts) => {
    const memory = m as Memory;
    for (let i = 0; i < memory.length; i++) writeElement(memory, i, x as Datum);
    counts.cost += memory.length;
    return [];
  },
  gemm: ({ attrs }, operands, counts) => {
    gemmOf(operands as GemmData, gemmForm(attrs));
    const [, , , m, n, k, from = 0, to = m] = operands as GemmData;
    counts.cost += (to - from) * n * k;
    return [];
  },
  array: ({ attrs }, [m], counts) => {
    const { dtype, shape } = attrs["type"] as ArrayType;
    const data = tensorData(dtype, sizeOf(shape));
    if ((m as Memory).length !== data.length) {
      throw new Error(`internal: an array of ${data.length} of ${(m as Memory).length} elements`);
    }
    data.forEach((_, i) => (data[i] = readElement(m as Memory, i) as number));
    counts.cost += data.length;
    return [{ kind: "tensor", dtype, shape, data }];
  },
  elements: (instr, [a]) => {
    const type = instr.results[0]!.type as MemType;
    return [memoryOver(type, (a as TensorDatum).data.slice())];
  },
  put: (_, [m, a], counts) => {
    const { data } = a as TensorDatum;
    if ((m as Memory).length !== data.length) {
      throw new Error(`internal: ${data.length} elements for ${(m as Memory).length}`);
    }
    data.forEach((value, i) => writeElement(m as Memory, i, value));
    counts.cost += data.length;
    return [];
  },
  record: ({ attrs, span }, x, counts) => {
    const { record } = attrs["type"] as RefType;
    counts.allocated(recordLayout(record).size, span);
    return [{ kind: "cell", record, fields: [...x] }];
  },
  null: () => [null],
  get: (instr, [r]) => {
    const [cell, i] = field(instr, r as Datum);
    return [cell.fields[i] as Datum];
  },
  set: (instr, [r, x]) => {
    const [cell, i] = field(instr, r as Datum);
    cell.fields[i] = x as Datum;
    return [];
  },
  identity: (_, [r]) => [identityOf(r as Cell | null)],
  same: (_, [a, b]) => [Number(sameReference(a as Datum, b as Datum))],
  zeros_like: ({ attrs }, [like], counts) => [
    zerosLikeDatum(like as Datum, attrs["type"] as Type, zeroDirections(attrs), (bytes) =>
      counts.allocated(bytes),
    ),
  ],
  skeleton: ({ attrs }, [like], counts) => [
    skeletonDatum(like as Cell | null, attrs["type"] as RefType, (bytes) =>
      counts.allocated(bytes),
    ),
  ],
  bounds: ({ span }, [i, n]) => {
    if ((i as number) >= 0 && (i as number) < (n as number)) return [i as number];
    const message = `index ${i} is outside of an array of length ${n}`;
    throw new NablaError("NB4001", { message, span });
  },
};

/** Ends the run as `fail` does; `notes` are the numbers that were told before. */
export function failed({ attrs, span }: Instr, notes: readonly number[]): never {
  const code = attrs["code"] as string;
  const text = attrs["message"] as string;
  if (!(code in codes)) throw new NablaError("NB4003", { message: text, span });
  throw new NablaError(code as Code, { message: withNumbers(text, notes), span });
}

// One memory for each table, however often its instruction runs.
const tables = new WeakMap<readonly number[], Memory>();

function tableOf(type: MemType, values: readonly number[]): Memory {
  let table = tables.get(values);
  if (table === undefined) {
    const u32 = type.elem.kind === "store" && type.elem.storage === "u32";
    table = memoryOver(type, (u32 ? Uint32Array : Float64Array).from(values));
    tables.set(values, table);
  }
  return table;
}

function field({ attrs }: Instr, r: Datum): [cell: Cell, index: number] {
  const name = attrs["field"] as string;
  if (r === null) throw new Error(`internal: field ${name} of null`);
  const cell = r as Cell;
  return [cell, cell.record.fields.findIndex((f) => f.name === name)];
}
