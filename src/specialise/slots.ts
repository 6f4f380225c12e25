// Abstract values in slots of the heap: what they are, and how they get there and back.
import type { Value } from "../ir/func.ts";
import { bool as boolType, isFloat, type Type } from "../ir/types.ts";
import { not } from "../ops/bits.ts";
import { eq, same } from "../ops/compare.ts";
import { flag, int as intLiteral } from "../ops/constant.ts";
import { ifElse, zeroOf } from "../ops/control.ts";
import { nullRef } from "../ops/memory.ts";
import {
  emptySlot,
  textNumber,
  slotTypes,
  type Alternative,
  type Part,
  type Slot,
  type SlotLayout,
} from "../values/heap.ts";
import type { Elem } from "../values/layout.ts";
import { sameForm } from "../values/text.ts";
import { boolValue, numValue } from "./convert.ts";
import type { Heap } from "./heap.ts";
import { formOf, textOf } from "./text-forms.ts";
import type { TypedKind } from "../values/typed.ts";
import { toHeap } from "./interpreter.ts";
import { capturedValues, environmentOf, unfitCapture } from "./environments.ts";
import type { Machine } from "./machine.ts";
import type { State } from "./state.ts";
import {
  bool,
  constant,
  newObj,
  num,
  type Abs,
  type ArrayAbs,
  type ConstAbs,
  type FieldsContent,
  type Held,
  type Obj,
  type ObjectAbs,
  type Primitive,
  type Site,
} from "./values.ts";

/** Whether `held`, and all that it leads to, can lie on the heap. */
export function canHold(state: State, held: Held, seen: Set<Obj | Held> = new Set()): boolean {
  switch (held.kind) {
    case "never":
    case "num":
    case "int":
    case "bool":
    case "typed":
    case "host":
      return true;
    case "const":
      return typeof held.value !== "bigint";
    case "text":
      return formOf(held) !== undefined;
    case "maybe":
      return canHold(state, held.value, seen);
    case "choice":
      return held.of.every((one) => canHold(state, one, seen));
    case "array":
    case "object": {
      if (seen.has(held.obj)) return true;
      seen.add(held.obj);
      const content = state.get(held.obj.cell);
      if (content?.kind === "items") return content.items.every((x) => canHold(state, x, seen));
      if (content?.kind === "fields") {
        return [...content.fields.values()].every((x) => canHold(state, x, seen));
      }
      if (content?.kind === "run" && content.elem.kind === "nd") return false;
      return (
        content !== undefined && ["run", "blank", "record", "list", "never"].includes(content.kind)
      );
    }
    case "closure": {
      if (held.fn.generator || held.fn.async) return false;
      if (seen.has(held)) return true;
      seen.add(held);
      return unfitCapture(state, held, (inner) => canHold(state, inner, seen)) === undefined;
    }
    default:
      return false;
  }
}

/** Where the objects are made that `held` leads to, and that may have been changed elsewhere. */
export function staleSites(state: State, held: Held, seen: Set<Held> = new Set()): Site[] {
  if (seen.has(held)) return [];
  seen.add(held);
  const of = (inner: Held): Site[] => staleSites(state, inner, seen);
  switch (held.kind) {
    case "stale":
      return [...held.sites];
    case "maybe":
      return of(held.value);
    case "choice":
      return held.of.flatMap(of);
    case "items":
      return held.items.flatMap(of);
    case "fields":
      return [...held.fields.values()].flatMap(of);
    case "closure":
      return capturedValues(state, held).flatMap(of);
    case "array":
    case "object":
      return of(state.get(held.obj.cell) ?? { kind: "never" });
    default:
      return [];
  }
}

/** The slot for `held`, which `canHold`; families take in the objects that it leads to. */
export function slotOf(state: State, held: Held, seen: Set<Obj> = new Set()): Slot {
  const { heap } = state;
  switch (held.kind) {
    case "never":
      return emptySlot;
    case "num":
    case "int":
      return { ...emptySlot, num: true };
    case "bool":
      return { ...emptySlot, bool: true };
    case "typed":
      return { ...emptySlot, typed: [held.element] };
    case "const":
      if (typeof held.value === "number") return { ...emptySlot, num: true };
      if (typeof held.value === "boolean") return { ...emptySlot, bool: true };
      return { ...emptySlot, constants: [held.value] };
    case "host":
      return { ...emptySlot, constants: [held.value] };
    case "text":
      return { ...emptySlot, texts: [formOf(held)!.form] };
    case "maybe":
      return heap.join(slotOf(state, held.absent, seen), slotOf(state, held.value, seen));
    case "choice":
      return heap.join(slotOf(state, held.of[0], seen), slotOf(state, held.of[1], seen));
    case "closure":
      return slotOf(state, environmentOf(state, held), seen);
    case "object":
      if (isUnknown(state, held.obj)) return emptySlot;
      return { ...emptySlot, objects: familyOfObject(state, held.obj, seen) };
    case "array":
      if (isUnknown(state, held.obj)) return emptySlot;
      return { ...emptySlot, lists: familyOfList(state, held.obj, seen) };
    default:
      throw new Error(`internal: ${held.kind} on the heap`);
  }
}

const isNumeric = (held: Held): boolean =>
  held.kind === "num" ||
  held.kind === "int" ||
  (held.kind === "const" && typeof held.value === "number");

/** Whether it is not known yet what an object holds: it is the result of a call being compiled. */
const isUnknown = (state: State, obj: Obj): boolean =>
  (state.get(obj.cell)?.kind ?? "never") === "never";

export const siteOf = (obj: Obj): Site =>
  obj.site ?? [...obj.origins].find((o) => o.site)?.site ?? "";

export function familyOfObject(state: State, obj: Obj, seen: Set<Obj> = new Set()): number {
  const { heap } = state;
  const content = state.get(obj.cell);
  if (content?.kind === "record") return content.family;
  const { prototype, fields } = content as FieldsContent;
  const names = [...fields.keys()];
  const family = heap.objectsAt(siteOf(obj), prototype, names);
  if (seen.has(obj)) return family;
  seen.add(obj);
  heap.admitVariant(family, prototype, names);
  for (const [name, field] of fields) heap.admitField(family, name, slotOf(state, field, seen));
  return family;
}

export function familyOfList(state: State, obj: Obj, seen: Set<Obj> = new Set()): number {
  const { heap } = state;
  const content = state.get(obj.cell);
  if (content?.kind === "list") return content.family;
  if (content?.kind === "run" && content.elem.kind === "slot") return content.elem.family;
  const family = heap.listsAt(siteOf(obj));
  if (seen.has(obj)) return family;
  seen.add(obj);
  if (content?.kind === "items") {
    for (const item of content.items) heap.admitItem(family, slotOf(state, item, seen));
  }
  if (content?.kind === "run") heap.admitItem(family, slotOfElem(heap, content.elem, siteOf(obj)));
  return family;
}

/** Takes what an object or array holds into a family. */
export function admitContent(state: State, family: number, content: Held, site: Site): void {
  const { heap } = state;
  switch (content.kind) {
    case "record":
    case "list":
      return heap.unite(family, content.family);
    case "fields":
      heap.admitVariant(family, content.prototype, [...content.fields.keys()]);
      for (const [name, field] of content.fields) {
        heap.admitField(family, name, slotOf(state, field));
      }
      return;
    case "items":
      for (const item of content.items) heap.admitItem(family, slotOf(state, item));
      return;
    case "run":
      return heap.admitItem(family, slotOfElem(heap, content.elem, site));
    default:
      return;
  }
}

/** The slot for elements of a memory; rows are lists of a family of their own. */
export function slotOfElem(heap: Heap, elem: Elem, site: Site): Slot {
  switch (elem.kind) {
    case "number":
      return { ...emptySlot, num: true };
    case "boolean":
      return { ...emptySlot, bool: true };
    case "typed":
      return { ...emptySlot, typed: [elem.element] };
    case "slot":
      return heap.itemSlot(elem.family);
    case "array": {
      const rows = heap.rowsAt(site);
      heap.admitItem(rows, slotOfElem(heap, elem.elem, site));
      return { ...emptySlot, lists: rows };
    }
    case "nd":
      throw new Error("internal: N-d arrays on the heap");
  }
}

/** The run-time values of `held` in a slot that has taken it in: the tag, if any, and the parts. */
export function slotValues(m: Machine, slot: Slot, held: Held): Value[] {
  const layout = m.state.heap.layout(slot);
  const tag = (which: Alternative): Value[] =>
    layout.tagged ? [intLiteral(m.b, layout.alternatives.indexOf(which))] : [];
  return valuesIn(m, { slot, types: slotTypes(layout), mark: tag }, held);
}

/** The values of a union: for each of several alternatives whether it is that one, and the parts. */
export function unionValues(m: Machine, slot: Slot, held: Held): Value[] {
  const layout = m.state.heap.layout(slot);
  const flags = (which: Alternative): Value[] =>
    flagged(layout).map((one) => flag(m.b, (one === which) !== isNothing(slot, one)));
  return valuesIn(m, { slot, types: unionTypes(layout), mark: flags }, held);
}

export function unionTypes(layout: SlotLayout): Type[] {
  return [...flagged(layout).map(() => boolType), ...layout.parts.map(({ type }) => type)];
}

const flagged = ({ alternatives }: SlotLayout): readonly Alternative[] =>
  alternatives.length > 1 ? alternatives : [];

/** Undefined and null, whose flags say that it is something else. */
function isNothing(slot: Slot, which: Alternative): boolean {
  return typeof which === "number" && (slot.constants[which] ?? undefined) === undefined;
}

interface Into {
  readonly slot: Slot;
  readonly types: readonly Type[];
  /** What says which alternative it is. */
  readonly mark: (which: Alternative) => Value[];
}

function valuesIn(m: Machine, into: Into, held: Held): Value[] {
  const unknown =
    held.kind === "never" ||
    ((held.kind === "object" || held.kind === "array") && isUnknown(m.state, held.obj));
  if (unknown) return into.types.map((type) => zeroOf(m.b, type));
  if (held.kind === "maybe") return either(m, into, held.present, [held.value, held.absent]);
  if (held.kind === "choice") return either(m, into, held.first, held.of);
  const which = alternativeOf(into.slot, held as Abs);
  const { parts } = m.state.heap.layout(into.slot);
  const values = parts.map((part) =>
    part.alternative === which ? partValue(m, held as Abs, part) : zeroOf(m.b, part.type),
  );
  return [...into.mark(which), ...values];
}

function either(m: Machine, into: Into, first: Value, of: readonly [Abs, Abs]): Value[] {
  const [one, other] = of.map((abs) => valuesIn(m, into, abs)) as [Value[], Value[]];
  if (one.length === 0) return [];
  return [
    ...ifElse(
      m.b,
      first,
      () => one,
      () => other,
    ),
  ];
}

function alternativeOf(slot: Slot, abs: Abs): Alternative {
  if (isNumeric(abs)) return "num";
  switch (abs.kind) {
    case "bool":
      return "bool";
    case "typed":
      return abs.element;
    case "object":
    case "closure":
      return "objects";
    case "array":
      return "lists";
    case "const":
      if (typeof abs.value === "boolean") return "bool";
      return slot.constants.findIndex((x) => Object.is(x, abs.value));
    case "host":
      return slot.constants.indexOf(abs.value);
    case "text": {
      const { form } = formOf(abs)!;
      return `text${slot.texts.findIndex((one) => sameForm(one, form))}`;
    }
    default:
      throw new Error(`internal: ${abs.kind} in a slot`);
  }
}

function partValue(m: Machine, abs: Abs, part: Part): Value {
  switch (abs.kind) {
    case "text":
      return partValue(m, formOf(abs)!.holes[holeOf(part)]!, part);
    case "object":
    case "array":
      return toHeap(m, abs);
    case "closure":
      return toHeap(m, environmentOf(m.state, abs));
    case "typed":
      return abs.mem;
    default:
      return isNumeric(abs) ? numValue(m, abs) : boolValue(m, abs);
  }
}

/** The number of the hole that a part of a text fills. */
const holeOf = ({ of }: Part): number => Number(of.slice(of.indexOf(":") + 1));

/** The value in a slot; `read` gives its tag and its parts. */
export function readSlot(m: Machine, slot: Slot, read: (of: Part["of"] | "tag") => Value): Abs {
  const layout = m.state.heap.layout(slot);
  if (layout.tagged) return tagged(m, slot, layout, read);
  const [part] = layout.parts;
  if (part === undefined) return constantAbs(slot.constants[0]);
  if (slot.constants.length === 0) return alternativeAbs(m, slot, part.alternative, read);
  const value = read(part.of);
  const abs = partAbs(m, slot, part, value);
  const nothing = m.b.emit1(nullRef, [], { type: value.type });
  const present = not(m.b, same(m.b, value, nothing));
  const missing = constantAbs(slot.constants[0]);
  if (isAbsent(missing)) return { kind: "maybe", present, value: abs, absent: missing };
  return { kind: "choice", first: present, of: [abs, missing] };
}

/** The value of a union, made without emitting anything. */
export function readUnion(m: Machine, slot: Slot, values: readonly Value[]): Abs {
  const layout = m.state.heap.layout(slot);
  const flags = flagged(layout);
  const read = (of: Part["of"]): Value =>
    values[flags.length + layout.parts.findIndex((part) => part.of === of)] as Value;
  const all = layout.alternatives.map((which, i) => ({
    abs: alternativeAbs(m, slot, which, read),
    mark: values[i] as Value,
  }));
  return all.length === 1 ? all[0]!.abs : oneOf(all);
}

function tagged(
  m: Machine,
  slot: Slot,
  { alternatives }: SlotLayout,
  read: (of: Part["of"] | "tag") => Value,
): Abs {
  const tag = read("tag");
  const all = alternatives.map((which, i) => {
    const abs = alternativeAbs(m, slot, which, read);
    const is = eq(m.b, tag, intLiteral(m.b, i));
    return { abs, mark: isNothing(slot, which) ? not(m.b, is) : is };
  });
  return oneOf(all);
}

/** One of several values, by their marks. */
function oneOf(all: readonly { readonly abs: Abs; readonly mark: Value }[]): Abs {
  const there = all.filter(({ abs }) => !isAbsent(abs));
  const missing = all.filter(({ abs }) => isAbsent(abs));
  const last = (there.pop() ?? missing.pop())!.abs;
  const value = there.reduceRight<Abs>(
    (rest, { abs, mark }) => ({ kind: "choice", first: mark, of: [abs, rest] }),
    last,
  );
  return missing.reduceRight<Abs>((rest, { abs, mark }) => {
    if (isAbsent(rest) || rest.kind === "maybe") {
      return { kind: "choice", first: mark, of: [rest, abs] };
    }
    return { kind: "maybe", present: mark, value: rest, absent: abs as ConstAbs };
  }, value);
}

const isAbsent = (abs: Abs): abs is ConstAbs =>
  abs.kind === "const" && (abs.value === undefined || abs.value === null);

function constantAbs(value: unknown): Abs {
  if ((typeof value === "object" && value !== null) || typeof value === "function") {
    return { kind: "host", value };
  }
  return constant(value as Primitive);
}

/** The value in a slot that is one of its alternatives. */
function alternativeAbs(
  m: Machine,
  slot: Slot,
  which: Alternative,
  read: (of: Part["of"]) => Value,
): Abs {
  if (typeof which === "number") return constantAbs(slot.constants[which]);
  const parts = m.state.heap.layout(slot).parts.filter((part) => part.alternative === which);
  const values = parts.map((part) => partAbs(m, slot, part, read(part.of)));
  const text = textNumber(which);
  return text === undefined ? values[0]! : textOf(slot.texts[text]!, values);
}

function partAbs(m: Machine, slot: Slot, { alternative: of }: Part, value: Value): Abs {
  if (textNumber(of) !== undefined) return isFloat(value.type) ? num(value) : bool(value);
  switch (of) {
    case "num":
      return num(value);
    case "bool":
      return bool(value);
    case "objects":
      return objectAt(m, slot.objects as number, value);
    case "lists":
      return listAt(m, slot.lists as number, value);
    default:
      return { kind: "typed", element: of as TypedKind, mem: value };
  }
}

export function objectAt(m: Machine, family: number, ref: Value, variant?: number): ObjectAbs {
  const obj = newObj("object");
  m.state.set(obj.cell, { kind: "record", family, ref, variant });
  return { kind: "object", obj };
}

export function listAt(m: Machine, family: number, ref: Value): ArrayAbs {
  const obj = newObj("array");
  m.state.set(obj.cell, { kind: "list", family, ref });
  return { kind: "array", obj };
}
