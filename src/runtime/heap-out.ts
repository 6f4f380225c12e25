// Objects and lists on the heap into JavaScript objects and arrays.
import { elemSize, recordLayout } from "../ir/storage.ts";
import { isFloat, type RecordType, type Type } from "../ir/types.ts";
import {
  listData,
  listFixed,
  listLength,
  partName,
  slotLayout,
  textNumber,
  textParts,
  variantField,
  type Alternative,
  type Families,
  type ListFamily,
  type ObjectFamily,
  type Part,
  type Slot,
  type SlotLayout,
  type Variant,
} from "../values/heap.ts";
import { emptyObject, entriesField, fillCollection } from "../values/collection.ts";
import type { Elem } from "../values/layout.ts";
import { writtenText } from "../values/text.ts";
import type { TypedKind } from "../values/typed.ts";
import type { ArraysOut } from "./arrays-out.ts";
import type { Views } from "./heap.ts";

type At = (of: Part["of"] | "tag") => number;
type SlotElem = Extract<Elem, { kind: "slot" }>;

/**
 * The same record is the same object. Objects are first made, then filled one after the other, so
 * that chains of any length do not need the engine's stack.
 */
export class HeapOut {
  private readonly views: Views;
  private readonly families: Families;
  private readonly arrays: ArraysOut;
  private readonly made: Map<number, object>;
  private readonly unfilled: (() => void)[] = [];
  private readonly collections: (() => void)[] = [];
  private readonly layouts = new Map<Slot, SlotLayout>();

  /** `given` are the objects that records were made of, by their addresses. */
  constructor(
    views: Views,
    families: Families,
    arrays: ArraysOut,
    given: ReadonlyMap<number, object>,
  ) {
    this.views = views;
    this.families = families;
    this.arrays = arrays;
    this.made = new Map(given);
  }

  /** What the reference `address` of a family leads to. */
  read(family: number, address: number): object {
    const value = this.reach(family, address);
    this.fill();
    return value;
  }

  /** Puts what the record of an object or array holds into it. */
  update(family: number, address: number, value: object): void {
    const of = this.families(family);
    if (of.kind === "lists") this.updateList(of, address, value as unknown[]);
    else this.fields(of, address, value as Record<string, unknown>);
    this.fill();
  }

  private updateList(of: ListFamily, address: number, array: unknown[]): void {
    const { record, elem } = of;
    const { u32 } = this.views;
    const data = u32[this.at(record, address, listData) / 4]!;
    const n = u32[this.at(record, address, listLength) / 4]!;
    array.length = n;
    if (elem.kind === "slot") this.items(elem, data, n, array);
    else this.arrays.read(elem, [data, n], array);
  }

  /** Puts the items of a list's memory into `to`. */
  readItems(elem: SlotElem, address: number, n: number, to: unknown[]): void {
    this.items(elem, address, n, to);
    this.fill();
  }

  private fill(): void {
    for (let next = this.unfilled.pop(); next; next = this.unfilled.pop()) next();
    // entries, once all that they hold is there
    for (const fill of this.collections.splice(0)) fill();
  }

  private alternative({ tagged, alternatives }: SlotLayout, at: At): Alternative {
    return tagged ? alternatives[this.views.i32[at("tag") / 4]!]! : alternatives[0]!;
  }

  private reach(family: number, address: number): object {
    const known = this.made.get(address);
    if (known !== undefined) return known;
    const of = this.families(family);
    const value = of.kind === "lists" ? this.list(of, address) : this.object(of, address);
    this.made.set(address, value);
    return value;
  }

  private at(record: RecordType, address: number, field: string): number {
    return address + recordLayout(record).offsets.get(field)!;
  }

  private list(of: ListFamily, address: number): object {
    const { record, elem } = of;
    const { u32, u8 } = this.views;
    const data = u32[this.at(record, address, listData) / 4]!;
    const n = u32[this.at(record, address, listLength) / 4]!;
    // the row of another array is that very row
    if (u8[this.at(record, address, listFixed)] !== 0 && elem.kind !== "slot") {
      return this.arrays.plain(elem, data, n) as object;
    }
    const array: unknown[] = Array.from({ length: n });
    this.unfilled.push(() => {
      if (elem.kind === "slot") this.items(elem, data, n, array);
      else this.arrays.read(elem, [data, n], array);
    });
    return array;
  }

  private items(elem: SlotElem, data: number, n: number, to: unknown[]): void {
    const list = this.families(elem.family);
    if (list.kind !== "lists") throw new Error("internal: items of no list");
    const { slot } = list;
    const layout = this.layout(slot);
    const size = elemSize(elem.type.elem);
    const { u32 } = this.views;
    for (let i = 0; i < n; i++) {
      const at = data + size * i;
      const box = elem.box;
      to[i] =
        box === undefined
          ? this.value(slot, layout, () => at)
          : this.value(slot, layout, (of) =>
              this.at(box.record, u32[at / 4]!, partName("item", of, layout)),
            );
    }
  }

  private object(of: ObjectFamily, address: number): object {
    const { prototype } = this.variant(of, address);
    const object = emptyObject(prototype) as Record<string, unknown>;
    this.unfilled.push(() => this.fields(of, address, object));
    return object;
  }

  private variant({ record, variants }: ObjectFamily, address: number): Variant {
    const tag = (): number => this.views.i32[this.at(record, address, variantField) / 4]!;
    return variants[variants.length > 1 ? tag() : 0]!;
  }

  private fields(of: ObjectFamily, address: number, object: Record<string, unknown>): void {
    for (const name of this.variant(of, address).names) {
      const slot = of.slots.get(name)!;
      const layout = this.layout(slot);
      const value = this.value(slot, layout, (part) =>
        this.at(of.record, address, partName(name, part, layout)),
      );
      if (name === entriesField) {
        this.collections.push(() => fillCollection(object, value as never));
        continue;
      }
      if (!Object.is(object[name], value) || !(name in object)) object[name] = value;
    }
  }

  private layout(slot: Slot): SlotLayout {
    let layout = this.layouts.get(slot);
    if (layout === undefined)
      this.layouts.set(slot, (layout = slotLayout(slot, (id) => this.families(id).record)));
    return layout;
  }

  /** What is in a slot, whose parts are at the addresses that `at` gives. */
  private value(slot: Slot, layout: SlotLayout, at: At): unknown {
    const { views } = this;
    const which = this.alternative(layout, at);
    if (typeof which === "number") return slot.constants[which];
    switch (which) {
      case "num":
        return views.f64[at("num") / 8];
      case "bool":
        return views.u8[at("bool")] !== 0;
      case "objects":
      case "lists": {
        const address = views.u32[at(which) / 4]!;
        if (address === 0 && layout.parts.length === 1) return slot.constants[0];
        return this.reach(slot[which]!, address);
      }
      default: {
        const text = textNumber(which);
        if (text === undefined) return this.typed(which as TypedKind, at(which));
        const { form, holes } = textParts(slot, layout, text);
        return writtenText(
          form,
          holes.map(({ of, type }) => this.scalar(at(of), type)),
        );
      }
    }
  }

  /** The number or boolean at an address. */
  private scalar(address: number, type: Type): number | boolean {
    const { views } = this;
    return isFloat(type) ? views.f64[address / 8]! : views.u8[address] !== 0;
  }

  private typed(kind: TypedKind, at: number): unknown {
    const { u32 } = this.views;
    return this.arrays.typed(kind, u32[at / 4]!, u32[at / 4 + 1]!);
  }
}
