// Objects and arrays move to the heap, and stay there.
import type { Value } from "../ir/func.ts";
import { flag, int as intLiteral } from "../ops/constant.ts";
import { forRange, zeroOf } from "../ops/control.ts";
import { load, length as lengthOf, recordNew, recordSet, storeTo } from "../ops/memory.ts";
import { variantField, type Slot } from "../values/heap.ts";
import { sameElem } from "../values/layout-of.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import {
  blankToRun,
  contentOf,
  elementValue,
  leaveOthers,
  refuseUnfit,
  writeSlot,
} from "./content.ts";
import { elementAbs } from "./elements.ts";
import { environmentOf } from "./environments.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import { familyOfList, familyOfObject, listAt, slotValues } from "./slots.ts";
import type { State } from "./state.ts";
import {
  type Abs,
  type ArrayAbs,
  type FieldsContent,
  type Held,
  type Obj,
  type ObjectAbs,
  type RunContent,
} from "./values.ts";

/** The reference to an object or array, which is on the heap from here on. */
export function toHeap(m: Machine, abs: ObjectAbs | ArrayAbs): Value {
  const held = m.get(abs.obj.cell);
  if (held.kind === "record" || held.kind === "list") return held.ref;
  refuseUnfit(m, abs);
  return abs.kind === "object" ? objectToHeap(m, abs.obj) : listToHeap(m, abs.obj);
}

function objectToHeap(m: Machine, obj: Obj): Value {
  const content = contentOf(m, obj) as FieldsContent;
  const { heap } = m.state;
  const family = heap.find(familyOfObject(m.state, obj));
  const { prototype, fields } = content;
  const variant = heap.admitVariant(family, prototype, [...fields.keys()]);
  const type = { kind: "ref", record: heap.record(family) } as const;
  const make = (values: readonly Value[]): Value => m.b.emit1(recordNew, values, { type });
  const place = (ref: Value): void => {
    leaveOthers(m, obj);
    m.state.set(obj.cell, { kind: "record", family, ref, variant });
  };
  if (!leadsBack(m.state, obj)) {
    const values = type.record.fields.some(({ name }) => name === variantField)
      ? [intLiteral(m.b, variant)]
      : [];
    for (const [name, slot] of slotsOf(m, family)) {
      values.push(...slotValues(m, slot, fields.get(name) ?? { kind: "never" }));
    }
    const ref = make(values);
    place(ref);
    return ref;
  }
  // its fields lead back to it: first the record, then what it holds
  const ref = make(type.record.fields.map((field) => zeroOf(m.b, field.type)));
  place(ref);
  if (type.record.fields[0]?.name === variantField) {
    m.b.emit(recordSet, [ref, intLiteral(m.b, variant)], { field: variantField });
  }
  for (const [name, field] of fields) writeSlot(m, ref, name, heap.slot(family, name), field);
  return ref;
}

function slotsOf(m: Machine, family: number): [string, Slot][] {
  const one = m.state.heap.family(family);
  return one.kind === "objects" ? [...one.slots] : [];
}

/** Whether what an object holds, as far as it is not on the heap, leads to itself. */
function leadsBack(state: State, obj: Obj): boolean {
  const seen = new Set<Obj>();
  const visit = (held: Held): boolean => {
    switch (held.kind) {
      case "maybe":
        return visit(held.value);
      case "choice":
        return held.of.some(visit);
      case "array":
      case "object":
        if (held.obj === obj) return true;
        if (seen.has(held.obj)) return false;
        seen.add(held.obj);
        return visit(state.get(held.obj.cell) ?? { kind: "never" });
      case "closure":
        return visit(environmentOf(state, held));
      case "items":
        return held.items.some(visit);
      case "fields":
        return [...held.fields.values()].some(visit);
      default:
        return false;
    }
  };
  return visit(state.get(obj.cell) ?? { kind: "never" });
}

function listToHeap(m: Machine, obj: Obj): Value {
  const { heap } = m.state;
  const family = heap.find(familyOfList(m.state, obj));
  const held = m.get(obj.cell);
  const content =
    held.kind === "blank" ? blankToRun(m, held, heap.elem(family)) : contentOf(m, obj);
  const elem = heap.elem(family);
  const place = (ref: Value): Value => {
    leaveOthers(m, obj);
    m.state.set(obj.cell, { kind: "list", family, ref });
    return ref;
  };
  if (content.kind === "run") return place(runToHeap(m, content, family));
  if (content.kind !== "items") throw new Error("internal: an array with fields");
  const length = intLiteral(m.b, content.items.length);
  const mem = newMemory(m.b, memoryOf(elem), length);
  const known = leadsBack(m.state, obj) ? place(newList(m, family, mem, length)) : undefined;
  const list = { elem, list: { kind: "list", family, ref: mem } } as const;
  content.items.forEach((item, i) => {
    storeTo(m.b, mem, intLiteral(m.b, i), elementValue(m, item, list));
  });
  return known ?? place(newList(m, family, mem, length));
}

function newList(m: Machine, family: number, mem: Value, length: Value, fixed = false): Value {
  const type = { kind: "ref", record: m.state.heap.record(family) } as const;
  return m.b.emit1(recordNew, [mem, length, flag(m.b, fixed)], { type });
}

function runToHeap(m: Machine, run: RunContent, family: number): Value {
  const elem = m.state.heap.elem(family);
  const mem = sameElem(run.elem, elem) ? run.mem : converted(m, run, elem, family);
  return newList(m, family, mem, run.length, run.fixed);
}

/** The elements of `run` as items of lists of a family. */
function converted(m: Machine, run: RunContent, elem: Elem, family: number): Value {
  const length = lengthOf(m.b, run.mem);
  const mem = newMemory(m.b, memoryOf(elem), length);
  const { b } = m;
  forRange(b, [intLiteral(b, 0), run.length, 1], [], (inner, i) => {
    m.b = inner;
    const item = itemOf(m, run.elem, load(inner, run.mem, i), family);
    const list = { elem, list: { kind: "list", family, ref: mem } } as const;
    storeTo(inner, mem, i, elementValue(m, item, list));
    m.b = b;
    return [];
  });
  return mem;
}

/** An element of memory as it is put into a list of a family: rows become lists over their memory. */
function itemOf(m: Machine, elem: Elem, value: Value, family: number): Abs {
  if (elem.kind !== "array") return elementAbs(m, value, elem);
  const { heap } = m.state;
  const rows = heap.itemSlot(family).lists as number;
  const row: RunContent = {
    kind: "run",
    mem: value,
    length: lengthOf(m.b, value),
    elem: elem.elem,
    fixed: true,
  };
  return listAt(m, rows, runToHeap(m, row, heap.find(rows)));
}
