/**
 * Objects and lists on the heap: those whose number, or whose links, are known only when running.
 * Plain data: specialisation emits code for it, the runtime walks over memory by it.
 */
import { bool, f64, i32, memOf, type RecordType, type Type } from "../ir/types.ts";
import type { Elem } from "./layout.ts";
import { sameForm, type TextForm } from "./text.ts";
import { storageOf, type TypedKind } from "./typed.ts";

/**
 * What a field, or an item of a list, can be: any of these. Families are numbers; `constants` are
 * compared by identity, undefined and null among them.
 */
export interface Slot {
  readonly num: boolean;
  readonly bool: boolean;
  readonly objects: number | undefined;
  readonly lists: number | undefined;
  readonly typed: readonly TypedKind[];
  /** Strings that have numbers of the run in them. */
  readonly texts: readonly TextForm[];
  readonly constants: readonly unknown[];
}

/** The fields that some objects of a family have, in order. */
export interface Variant {
  readonly prototype: object | null;
  readonly names: readonly string[];
}

export function isVariant(
  one: Variant,
  prototype: object | null,
  names: readonly string[],
): boolean {
  return (
    one.prototype === prototype &&
    one.names.length === names.length &&
    one.names.every((name, i) => name === names[i])
  );
}

/** Objects that may be found in the same place. One record holds the fields of any of them. */
export interface ObjectFamily {
  readonly kind: "objects";
  readonly record: RecordType;
  readonly variants: readonly Variant[];
  readonly slots: ReadonlyMap<string, Slot>;
}

/** Arrays that may be found in the same place: records of a memory and how much of it is in use. */
export interface ListFamily {
  readonly kind: "lists";
  readonly record: RecordType;
  /** What its items are, and how they lie in memory. */
  readonly slot: Slot;
  readonly elem: Elem;
}

export type Family = ObjectFamily | ListFamily;
export type Families = (family: number) => Family;

export const emptySlot: Slot = {
  num: false,
  bool: false,
  objects: undefined,
  lists: undefined,
  typed: [],
  texts: [],
  constants: [],
};

/** What a value in a slot is: a constant by its number, or one of the other kinds. */
export type Alternative =
  | "num"
  | "bool"
  | "objects"
  | "lists"
  | TypedKind
  | `text${number}`
  | number;

/** A run-time part of a slot: all that there is of an alternative, or what is in a hole of a text. */
export interface Part {
  readonly of: Exclude<Alternative, number> | `text${number}:${number}`;
  readonly alternative: Exclude<Alternative, number>;
  readonly type: Type;
}

/** How a slot lies in a record: the parts, and before them a tag where they do not tell. */
export interface SlotLayout {
  readonly tagged: boolean;
  readonly parts: readonly Part[];
  /** What the values 0, 1, … of the tag mean. */
  readonly alternatives: readonly Alternative[];
}

export function slotLayout(slot: Slot, record: (family: number) => RecordType): SlotLayout {
  const parts: Part[] = [];
  const whole = (of: Exclude<Alternative, number>, type: Type): void => {
    parts.push({ of, alternative: of, type });
  };
  if (slot.num) whole("num", f64);
  if (slot.bool) whole("bool", bool);
  for (const of of ["objects", "lists"] as const) {
    const id = slot[of];
    if (id !== undefined) whole(of, { kind: "ref", record: record(id) });
  }
  for (const kind of slot.typed) whole(kind, memOf(storageOf[kind]));
  for (const [i, { holes }] of slot.texts.entries()) {
    for (const [j, hole] of holes.entries()) {
      const type = hole === "num" ? f64 : bool;
      parts.push({ of: `text${i}:${j}`, alternative: `text${i}`, type });
    }
  }
  const alternatives = [
    ...new Set(parts.map(({ alternative }) => alternative)),
    ...slot.constants.keys(),
  ];
  const tagged = alternatives.length > 1 && !isNullable(slot, parts);
  return { tagged, parts, alternatives };
}

/** One kind of reference or one constant: a null reference tells. */
function isNullable(slot: Slot, parts: readonly Part[]): boolean {
  return parts.length === 1 && parts[0]!.type.kind === "ref" && slot.constants.length === 1;
}

/** Types of the run-time values of a slot, in order. */
export function slotTypes({ tagged, parts }: SlotLayout): Type[] {
  const types = parts.map(({ type }) => type);
  return tagged ? [i32, ...types] : types;
}

/** The field of a record that holds a part of the slot `name`. */
export function partName(name: string, of: Part["of"] | "tag", layout: SlotLayout): string {
  return layout.parts.length === 1 && of !== "tag" ? name : `${name}:${of}`;
}

/** The field that says which variant an object of a family of several is. */
export const variantField = ":variant";
/** Fields of the record of a list. */
export const listData = "data";
export const listLength = "length";
/** Whether another array holds the same memory as a row, so that it cannot become longer. */
export const listFixed = "fixed";

/** The number of the text that an alternative is; undefined for others. */
export function textNumber(alternative: Alternative): number | undefined {
  if (typeof alternative === "number" || !alternative.startsWith("text")) return undefined;
  return Number(alternative.slice("text".length));
}

/** The form of a text in a slot, and the parts that fill its holes, in order. */
export function textParts(
  { texts }: Slot,
  { parts }: SlotLayout,
  text: number,
): { readonly form: TextForm; readonly holes: readonly Part[] } {
  const holes = parts.filter(({ alternative }) => alternative === `text${text}`);
  return { form: texts[text]!, holes };
}

/** The forms of `a`, and those of `b` that are not among them. */
export function joinForms(a: readonly TextForm[], b: readonly TextForm[]): readonly TextForm[] {
  const more = b.filter((form) => !a.some((known) => sameForm(known, form)));
  return more.length === 0 ? a : [...a, ...more];
}
