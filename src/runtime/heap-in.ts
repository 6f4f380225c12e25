// Graphs of JavaScript objects into records.
import { elemSize, recordLayout } from "../ir/storage.ts";
import type { RecordType } from "../ir/types.ts";
import {
  isVariant,
  listData,
  listFixed,
  listLength,
  partName,
  slotLayout,
  variantField,
  type Alternative,
  type Families,
  type ListFamily,
  type ObjectFamily,
  type Part,
  type Slot,
  type SlotLayout,
} from "../values/heap.ts";
import { typedKind, type TypedArray } from "../values/typed.ts";
import { copyIn } from "./fill.ts";
import { cellBytes, type Frame } from "./frame.ts";

/** What is given: no string that compiled code has put together. */
type Given = Exclude<Alternative, `text${number}`>;

type At = (of: Part["of"] | "tag") => number;

/** An object or array of a call's arguments, and its record. */
export interface Kept {
  readonly value: object;
  readonly family: number;
  readonly address: number;
}

/**
 * The same object is the same record. Records are first made, then filled one after the other, so
 * that chains of any length do not need the engine's stack.
 */
export class HeapIn {
  /** Those of the last call. */
  readonly kept: Kept[] = [];
  /** Typed arrays among what the objects of the last call hold. */
  readonly typed: TypedArray[] = [];
  private readonly families: Families;
  private readonly familyOf: readonly number[];
  private readonly addresses = new Map<object, number>();
  private filled = 0;
  private readonly layouts = new Map<Slot, SlotLayout>();

  /** `familyOf` has the families of what the layout refers to by other numbers. */
  constructor(families: Families, familyOf: readonly number[]) {
    this.families = families;
    this.familyOf = familyOf;
  }

  /** Forgets the last call. */
  reset(): void {
    if (this.kept.length === 0) return;
    this.kept.length = 0;
    this.typed.length = 0;
    this.filled = 0;
    this.addresses.clear();
  }

  /** The address of the record made of a value of the family `family` of the layout. */
  write(value: object, family: number, frame: Frame): number {
    const address = this.reach(value, this.familyOf[family]!, frame);
    while (this.filled < this.kept.length) this.fill(this.kept[this.filled++]!, frame);
    return address;
  }

  private reach(value: object, family: number, frame: Frame): number {
    const known = this.addresses.get(value);
    if (known !== undefined) return known;
    const address = record(this.families(family).record, frame);
    this.addresses.set(value, address);
    this.kept.push({ value, family, address });
    return address;
  }

  private fill({ value, family, address }: Kept, frame: Frame): void {
    const of = this.families(family);
    if (of.kind === "lists") this.list(of, value as readonly unknown[], address, frame);
    else this.object(of, value as Record<string, unknown>, address, frame);
  }

  private object(
    { record: type, variants, slots }: ObjectFamily,
    value: Readonly<Record<string, unknown>>,
    address: number,
    frame: Frame,
  ): void {
    const { offsets } = recordLayout(type);
    const names = Object.keys(value);
    if (variants.length > 1) {
      const prototype = Object.getPrototypeOf(value) as object | null;
      const variant = variants.findIndex((one) => isVariant(one, prototype, names));
      frame.heap.views.i32[(address + offsets.get(variantField)!) / 4] = variant;
    }
    for (const name of names) {
      const slot = slots.get(name)!;
      const layout = this.layout(slot);
      this.put(
        value[name],
        slot,
        frame,
        (of) => address + offsets.get(partName(name, of, layout))!,
      );
    }
  }

  private list(
    { record: type, slot, elem }: ListFamily,
    array: readonly unknown[],
    address: number,
    frame: Frame,
  ): void {
    const n = array.length;
    const size =
      elem.kind === "slot"
        ? elemSize(elem.type.elem)
        : plainSize[elem.kind as keyof typeof plainSize];
    const data = frame.alloc(size * n);
    if (elem.kind === "number") frame.heap.views.f64.set(array as number[], data / 8);
    else {
      const layout = this.layout(slot);
      const box = elem.kind === "slot" ? elem.box : undefined;
      for (let i = 0; i < n; i++) {
        const at = data + size * i;
        if (box === undefined) {
          this.put(array[i], slot, frame, () => at);
          continue;
        }
        const boxed = record(box.record, frame);
        frame.heap.views.u32[at / 4] = boxed;
        const { offsets } = recordLayout(box.record);
        this.put(array[i], slot, frame, (of) => boxed + offsets.get(partName("item", of, layout))!);
      }
    }
    const { offsets } = recordLayout(type);
    const { u32, u8 } = frame.heap.views;
    u32[(address + offsets.get(listData)!) / 4] = data;
    u32[(address + offsets.get(listData)!) / 4 + 1] = n;
    u32[(address + offsets.get(listLength)!) / 4] = n;
    u8[address + offsets.get(listFixed)!] = 0;
  }

  private layout(slot: Slot): SlotLayout {
    let layout = this.layouts.get(slot);
    if (layout === undefined) {
      layout = slotLayout(slot, (id) => this.families(id).record);
      this.layouts.set(slot, layout);
    }
    return layout;
  }

  /** Puts a value into a slot, whose parts are at the addresses that `at` gives. */
  private put(value: unknown, slot: Slot, frame: Frame, at: At): void {
    const { tagged, alternatives, parts } = this.layout(slot);
    const which = alternativeOf(value, slot);
    if (tagged) frame.heap.views.i32[at("tag") / 4] = alternatives.indexOf(which);
    switch (which) {
      case "num":
        frame.heap.views.f64[at("num") / 8] = value as number;
        return;
      case "bool":
        frame.heap.views.u8[at("bool")] = Number(value);
        return;
      case "objects":
      case "lists": {
        const address = this.reach(value as object, slot[which]!, frame);
        frame.heap.views.u32[at(which) / 4] = address;
        return;
      }
      default: {
        if (typeof which === "number") {
          // without a tag a null reference stands for the only constant
          if (!tagged && parts.length > 0) frame.heap.views.u32[at(parts[0]!.of) / 4] = 0;
          return;
        }
        const array = value as TypedArray;
        let start = frame.rows.get(array);
        if (start === undefined) {
          start = copyIn(array, which, frame);
          frame.rows.set(array, start);
          this.typed.push(array);
        }
        const { u32 } = frame.heap.views;
        u32[at(which) / 4] = start;
        u32[at(which) / 4 + 1] = array.length;
      }
    }
  }
}

const plainSize = { number: 8, boolean: 1, typed: cellBytes, array: cellBytes } as const;

/** Address of a new record of zeros. */
function record(type: RecordType, frame: Frame): number {
  const { size } = recordLayout(type);
  const address = frame.alloc(size);
  frame.heap.views.u8.fill(0, address, address + size);
  return address;
}

function alternativeOf(value: unknown, slot: Slot): Given {
  if (typeof value === "number") return "num";
  if (typeof value === "boolean") return "bool";
  const constant = slot.constants.findIndex((x) => Object.is(x, value));
  if (constant >= 0) return constant;
  return typedKind(value) ?? (Array.isArray(value) ? "lists" : "objects");
}
