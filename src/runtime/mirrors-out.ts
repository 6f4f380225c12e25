// Derivatives by what lies on the heap into JavaScript objects and arrays.
import { linksOf, originField } from "../ir/links.ts";
import { elemSize, recordLayout } from "../ir/storage.ts";
import { tangentType } from "../ir/tangent.ts";
import type { RecordType } from "../ir/types.ts";
import {
  listData,
  listLength,
  partName,
  slotLayout,
  variantField,
  type Families,
  type ListFamily,
  type ObjectFamily,
  type Part,
  type Slot,
  type SlotLayout,
} from "../values/heap.ts";
import type { ArraysOut } from "./arrays-out.ts";
import type { Views } from "./heap.ts";

/** The record of the shadow of one that has a float. */
function shadowOf(record: RecordType): RecordType {
  const type = tangentType({ kind: "ref", record });
  if (type?.kind !== "ref") throw new Error(`internal: ${record.name} has no shadow`);
  return type.record;
}

const hasShadow = (record: RecordType): boolean =>
  tangentType({ kind: "ref", record }) !== undefined;

const at = (record: RecordType, address: number, field: string): number =>
  address + recordLayout(record).offsets.get(field)!;

/** Where the parts of a slot are. */
interface Places {
  readonly primal: (of: Part["of"] | "tag") => number;
  readonly shadow: (of: Part["of"]) => number;
}

/**
 * The numbers of shadows, in the structure of what they are shadows of. The same shadow is the same
 * object. Objects are first made, then filled one after the other, so that chains of any length do
 * not need the engine's stack.
 */
export class MirrorsOut {
  private readonly views: Views;
  private readonly families: Families;
  private readonly arrays: ArraysOut;
  /** Whether shadows are what remembers links: see `linksOf`. */
  private readonly remembered: boolean;
  private readonly made = new Map<number, object>();
  private readonly unfilled: (() => void)[] = [];
  private readonly layouts = new Map<Slot, SlotLayout>();

  constructor(views: Views, families: Families, arrays: ArraysOut, remembered: boolean) {
    this.views = views;
    this.families = families;
    this.arrays = arrays;
    this.remembered = remembered;
  }

  /** The derivative by what the reference `primal` leads to, which is of a family. */
  read(family: number, primal: number, shadow: number): object {
    const value = this.reach(family, primal, shadow);
    for (let next = this.unfilled.pop(); next; next = this.unfilled.pop()) next();
    return value;
  }

  private reach(family: number, primal: number, shadow: number): object {
    const known = this.made.get(shadow);
    if (known !== undefined) return known;
    const of = this.families(family);
    const value: object = of.kind === "lists" ? [] : {};
    this.made.set(shadow, value);
    this.unfilled.push(() => {
      if (of.kind === "lists") this.items(of, primal, shadow, value as unknown[]);
      else this.fields(of, primal, shadow, value as Record<string, unknown>);
    });
    return value;
  }

  private fields(
    of: ObjectFamily,
    primal: number,
    shadow: number,
    object: Record<string, unknown>,
  ): void {
    const { record, variants, slots } = of;
    const variant = variants.length > 1 ? this.views.i32[at(record, primal, variantField) / 4]! : 0;
    for (const name of variants[variant]!.names) {
      const value = this.slot(slots.get(name)!, name, record, [primal, shadow]);
      if (value !== undefined) object[name] = value;
    }
  }

  /** What is in the slot `name` of a record. */
  private slot(
    slot: Slot,
    name: string,
    record: RecordType,
    [primal, shadow]: readonly [primal: number, shadow: number],
  ): unknown {
    const layout = this.layout(slot);
    const own = shadowOf(record);
    const held = this.remembered ? linksOf(own) : own;
    return this.value(slot, layout, {
      primal: (of) => at(record, primal, partName(name, of, layout)),
      shadow: (of) =>
        of === "num"
          ? at(own, this.numbers(held, shadow), partName(name, of, layout))
          : at(held, shadow, partName(name, of, layout)),
    });
  }

  /** Address of the shadow with the numbers. */
  private numbers(held: RecordType, shadow: number): number {
    return this.remembered ? this.views.u32[at(held, shadow, originField) / 4]! : shadow;
  }

  private items(of: ListFamily, primal: number, shadow: number, to: unknown[]): void {
    const { u32 } = this.views;
    const { record, elem, slot } = of;
    const own = shadowOf(record);
    const n = u32[at(record, primal, listLength) / 4]!;
    const from = u32[at(record, primal, listData) / 4]!;
    const data = u32[at(this.remembered ? linksOf(own) : own, shadow, listData) / 4]!;
    if (elem.kind === "number") return this.arrays.read(elem, [data, n], to);
    const size = elem.kind === "slot" ? elemSize(elem.type.elem) : 8;
    const box = elem.kind === "slot" ? elem.box : undefined;
    for (let i = 0; i < n; i++) {
      const [a, b] = [from + size * i, data + size * i];
      to[i] =
        box === undefined
          ? this.value(slot, this.layout(slot), { primal: () => a, shadow: () => b })
          : this.slot(slot, "item", box.record, [u32[a / 4]!, u32[b / 4]!]);
    }
  }

  /** The derivative by what is in a slot; undefined where there is none. */
  private value(slot: Slot, layout: SlotLayout, { primal, shadow }: Places): unknown {
    const { views } = this;
    const { tagged, alternatives } = layout;
    const which = alternatives[tagged ? views.i32[primal("tag") / 4]! : 0]!;
    switch (which) {
      case "num":
        return views.f64[shadow("num") / 8];
      case "objects":
      case "lists": {
        const address = views.u32[primal(which) / 4]!;
        const family = slot[which]!;
        if (address === 0 || !hasShadow(this.families(family).record)) return undefined;
        return this.reach(family, address, views.u32[shadow(which) / 4]!);
      }
      case "Float64Array":
      case "Float32Array": {
        const place = shadow(which) / 4;
        return this.arrays.typed(which, views.u32[place]!, views.u32[place + 1]!);
      }
      default:
        return undefined;
    }
  }

  private layout(slot: Slot): SlotLayout {
    let layout = this.layouts.get(slot);
    if (layout === undefined) {
      layout = slotLayout(slot, (id) => this.families(id).record);
      this.layouts.set(slot, layout);
    }
    return layout;
  }
}
