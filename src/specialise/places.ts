// Slots of objects and lists that lie in memory, read part by part.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { originField, remembersLinks } from "../ir/links.ts";
import { and, not, or } from "../ops/bits.ts";
import { eq, same } from "../ops/compare.ts";
import { int } from "../ops/constant.ts";
import { ifElse } from "../ops/control.ts";
import { load, nullRef, recordGet } from "../ops/memory.ts";
import {
  listData,
  partName,
  variantField,
  type Alternative,
  type Part,
  type Slot,
  type SlotLayout,
} from "../values/heap.ts";
import type { Heap } from "./heap.ts";

/** What is known when compiling, or only when running. */
export type Truth = Value | boolean;

export function both(b: Builder, x: Truth, y: Truth): Truth {
  if (typeof x === "boolean") return x && y;
  if (typeof y === "boolean") return y && x;
  return and(b, x, y);
}

type Run = (b: Builder) => void;

/** Runs `then` or `otherwise`. */
export function when(b: Builder, is: Truth, then: Run, otherwise: Run = () => undefined): void {
  if (typeof is === "boolean") return is ? then(b) : otherwise(b);
  const region = (run: Run) => (inner: Builder) => {
    run(inner);
    return [];
  };
  ifElse(b, is, region(then), region(otherwise));
}

export const get = (b: Builder, ref: Value, field: string): Value =>
  b.emit1(recordGet, [ref], { field });

/** Whether a reference to a record leads to one. */
export const isThere = (b: Builder, ref: Value): Value =>
  not(b, same(b, ref, b.emit1(nullRef, [], { type: ref.type })));

/** A slot, and how its parts are read from a reference to what has it. */
export interface Place {
  readonly slot: Slot;
  readonly layout: SlotLayout;
  readonly read: (b: Builder, from: Value, of: Part["of"] | "tag") => Value;
  /** Whether an object has the slot at all, which depends on its class. */
  readonly isIn: (b: Builder, object: Value) => Truth;
}

export function fieldPlace(heap: Heap, family: number, name: string): Place {
  const slot = heap.slot(family, name);
  const layout = heap.layout(slot);
  return {
    slot,
    layout,
    read: (b, from, of) => get(b, holderOf(b, from, of), partName(name, of, layout)),
    isIn(b, object) {
      const variants = heap.variants(family);
      const having = [...variants.keys()].filter((i) => variants[i]!.names.includes(name));
      if (having.length === variants.length || having.length === 0) return having.length > 0;
      const tag = get(b, object, variantField);
      return having.map((i) => eq(b, tag, int(b, i))).reduce((x, y) => or(b, x, y));
    },
  };
}

/** The item at `index` of lists of a family. */
export function itemPlace(heap: Heap, family: number, index: Value): Place {
  const slot = heap.itemSlot(family);
  const layout = heap.layout(slot);
  const elem = heap.elem(family);
  const boxed = elem.kind === "slot" && elem.box !== undefined;
  return {
    slot,
    layout,
    read(b, from, of) {
      const item = load(b, get(b, from, listData), index);
      return boxed ? get(b, holderOf(b, item, of), partName("item", of, layout)) : item;
    },
    isIn: () => true,
  };
}

/** The record with a part: of what remembers how shadows were linked, they have the numbers. */
export function holderOf(b: Builder, ref: Value, of: Part["of"] | "tag"): Value {
  const { type } = ref;
  const elsewhere = of === "num" && type.kind === "ref" && remembersLinks(type.record);
  return elsewhere ? get(b, ref, originField) : ref;
}

/** Whether the slot of `object` holds one of its alternatives. */
export function holds(b: Builder, { layout, read }: Place, object: Value, one: Alternative): Truth {
  const { tagged, alternatives, parts } = layout;
  const at = alternatives.indexOf(one);
  if (at < 0) return false;
  if (tagged) return eq(b, read(b, object, "tag"), int(b, at));
  if (alternatives.length === 1) return true;
  const there = isThere(b, read(b, object, parts[0]!.of));
  return one === parts[0]!.of ? there : not(b, there);
}
