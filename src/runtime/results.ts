// Results of a call into JavaScript values.
import type { TensorData } from "../ir/tensor.ts";
import { NdArray } from "../nd/array.ts";
import { kindOfDtype } from "../values/typed.ts";
import type { Entry } from "../ir/compiled.ts";
import { fixed } from "../ir/storage.ts";
import type { Type } from "../ir/types.ts";
import { emptyObject, entriesField, fillCollection } from "../values/collection.ts";
import type { Result, ResultPart } from "../values/result.ts";
import type { ArraysOut } from "./arrays-out.ts";
import type { Frame } from "./frame.ts";
import type { HeapOut } from "./heap-out.ts";
import type { MirrorsOut } from "./mirrors-out.ts";

/** Results as the entry leaves them. */
export class Results {
  private readonly frame: Frame;
  private readonly entry: Entry;
  /** Slot of each result; one for a memory is followed by that of its length. */
  private readonly slots: readonly number[];
  private returned: number | bigint | undefined;

  constructor(frame: Frame, entry: Entry) {
    this.frame = frame;
    this.entry = entry;
    let next = 0;
    this.slots = entry.results.map((type) => {
      const at = next;
      next += type.kind === "mem" ? 2 : 1;
      return at;
    });
  }

  /** What the entry returned, for the reads that follow. */
  set value(returned: number | bigint | undefined) {
    this.returned = returned;
  }

  private address(result: number): number {
    const start = this.entry.returns === "block" ? Number(this.returned) >>> 0 : fixed.results;
    return start + 8 * this.slots[result]!;
  }

  /** A scalar result other than an i64. */
  number(result: number): number {
    if (this.entry.returns === "number") return this.returned as number;
    const at = this.address(result);
    const { views } = this.frame.heap;
    const type: Type = this.entry.results[result]!;
    const dtype = type.kind === "scalar" ? type.dtype : "i32";
    if (dtype === "f64") return views.f64[at / 8]!;
    return dtype === "f32" ? views.f32[at / 4]! : views.i32[at / 4]!;
  }

  /** Address of a record. */
  reference(result: number): number {
    if (this.entry.returns === "number") return Number(this.returned) >>> 0;
    return this.frame.heap.views.u32[this.address(result) / 4]!;
  }

  /** Address and length of a memory. */
  memory(result: number): readonly [address: number, length: number] {
    const at = this.address(result) / 4;
    const { u32 } = this.frame.heap.views;
    return [u32[at]!, u32[at + 2]!];
  }
}

function writePart(part: string | ResultPart, read: (of: Result) => unknown): string {
  if (typeof part === "string") return part;
  const value = read(part.of);
  if (part.method === undefined) return String(value);
  return (value as Record<string, (digits?: number) => string>)[part.method]!(part.digits);
}

/** What memory is made JavaScript values by. */
export interface Out {
  readonly arrays: ArraysOut;
  readonly heap: () => HeapOut;
  /** Derivatives; `remembered` where their shadows are what remembers links. */
  readonly mirrors: (remembered: boolean) => MirrorsOut;
}

/** Reads the value of a call. */
export function readResult(
  result: Result,
  values: Results,
  frame: Frame,
  { arrays, heap, mirrors }: Out,
): unknown {
  const made: object[] = [];
  const read = (node: Result): unknown => {
    switch (node.kind) {
      case "number":
        return values.number(node.result);
      case "boolean":
        return values.number(node.result) !== 0;
      case "static":
        return node.value;
      case "typed":
        return arrays.typed(node.element, ...values.memory(node.result));
      case "nd": {
        const data = arrays.typed(kindOfDtype[node.dtype], ...values.memory(node.result));
        return new NdArray(node.dtype, node.shape, data as TensorData);
      }
      case "array": {
        const [address, capacity] = values.memory(node.result);
        const n = node.length === undefined ? capacity : values.number(node.length);
        if (node.elem.kind !== "slot") {
          return (made[node.id] = arrays.plain(node.elem, address, n) as object);
        }
        const array: unknown[] = (made[node.id] = Array.from({ length: n }));
        heap().readItems(node.elem, address, n, array);
        return array;
      }
      case "tuple": {
        const items: unknown[] = [];
        made[node.id] = items;
        for (const item of node.items) items.push(read(item));
        return items;
      }
      case "object": {
        const object = emptyObject(node.prototype) as Record<string, unknown>;
        made[node.id] = object;
        for (const [name, field] of node.fields) {
          if (name === entriesField) fillCollection(object, read(field) as never);
          else object[name] = read(field);
        }
        return object;
      }
      case "optional":
        return values.number(node.present) === 0 ? node.absent : read(node.value);
      case "either":
        return read(node.of[values.number(node.first) === 0 ? 1 : 0]);
      case "heap":
        return heap().read(node.family, values.reference(node.result));
      case "mirror":
        return mirrors(node.remembered).read(
          node.family,
          values.reference(node.primal),
          values.reference(node.shadow),
        );
      case "text":
        return node.parts.map((part) => writePart(part, read)).join("");
      case "given":
        return frame.references[node.id];
      case "shared":
        return made[node.id];
    }
  };
  return read(result);
}
