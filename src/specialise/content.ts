// What objects and arrays hold: reading it, replacing it, putting it into memory.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { ArrayType } from "../ir/types.ts";
import type { NdDtype } from "../nd/array.ts";
import { int as intLiteral } from "../ops/constant.ts";
import {
  fill,
  length as lengthOf,
  recordGet as getOp,
  recordNew,
  recordSet,
  storeTo,
  view,
} from "../ops/memory.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { listData, listFixed, listLength, partName, type Slot } from "../values/heap.ts";
import { newMemory } from "./memory.ts";
import { sameElem } from "../values/layout-of.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import { boolValue, numValue, present } from "./convert.ts";
import type { Captured } from "./heap.ts";
import { toHeap } from "./interpreter.ts";
import { keepItems } from "./itemwise.ts";
import { Restart, type Machine } from "./machine.ts";
import { unsetNumber } from "./unset.ts";
import { unfitCapture } from "./environments.ts";
import { familyOfList, canHold, readSlot, slotOf, slotValues, staleSites } from "./slots.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { addBox } from "./boxes.ts";
import type { State } from "./state.ts";
import {
  describe,
  newObj,
  sameAbs,
  sitesOf,
  type Abs,
  type ArrayAbs,
  type Cell,
  type BlankContent,
  type Content,
  type FieldsContent,
  type Held,
  type ItemsContent,
  type ListContent,
  type Obj,
  type ObjectAbs,
  type RecordContent,
  type RunContent,
  type Site,
  type StaleContent,
} from "./values.ts";

const recordGet = (b: Builder, ref: Value, field: string): Value =>
  b.emit1(getOp, [ref], { field });

/** What `obj` holds now; a fault if it may have been changed under another name. */
export function contentOf(m: Machine, obj: Obj): ItemsContent | RunContent | FieldsContent {
  const held = m.get(obj.cell);
  switch (held.kind) {
    case "items":
    case "run":
    case "fields":
      return held;
    case "record":
      return fieldsOfRecord(m, held);
    case "list":
      return runOfList(m, held);
    case "mirror":
      return m.fault(
        "NB2010",
        "a derivative by linked objects is changed, or taken as a whole",
        "read its fields and items one by one",
      );
    case "stale":
      return refuseStale(m, held);
    case "conflict":
      if (m.state.heap.changing) return refuseChanging(m, m.state.heap.changing);
      return m.fault(
        "NB2006",
        `this is ${describe(held)}, depending on the path that led here`,
        "make it the same kind of object on every path",
      );
    default:
      throw new Error(`internal: ${obj.cell.name} holds ${held.kind}`);
  }
}

/** Moves an array in memory to the heap if it is given an item of another kind. */
export function admitItem(m: Machine, array: ArrayAbs, item: Abs): void {
  const held = m.get(array.obj.cell);
  if (held.kind !== "run" || held.elem.kind === "slot" || held.fixed) return;
  if (fitsElem(item, held.elem) || !canHold(m.state, item)) return;
  m.state.heap.admitItem(familyOfList(m.state, array.obj), slotOf(m.state, item));
  toHeap(m, array);
}

function fitsElem(item: Abs, elem: Elem): boolean {
  if (item.kind === "maybe") return fitsElem(item.value, elem);
  if (item.kind === "choice") return item.of.some((one) => fitsElem(one, elem));
  switch (elem.kind) {
    case "number":
      return isNumeric(item);
    case "boolean":
      return isBoolean(item);
    case "typed":
      return item.kind === "typed" && item.element === elem.element;
    case "nd":
      return item.kind === "nd";
    default:
      return item.kind === "array";
  }
}

/** Starts over with what is made at these places on the heap, unless it is there already. */
export function putOnHeap(m: Machine, sites: readonly Site[]): void {
  const known = m.hints.heap.sites;
  const before = known.size;
  for (const site of sites) known.add(site);
  if (known.size > before) throw new Restart();
}

/** Starts over with what may have been changed through another name on the heap, or a fault. */
export function refuseStale(m: Machine, { sites, why }: StaleContent): never {
  putOnHeap(m, sites);
  return m.fault("NB2007", why, "change the object under one name only, or copy it first");
}

export function runOfList(m: Machine, list: ListContent): RunContent {
  const mem = recordGet(m.b, list.ref, listData);
  const length = recordGet(m.b, list.ref, listLength);
  return { kind: "run", mem, length, elem: m.state.heap.elem(list.family), fixed: false, list };
}

/** What an object on the heap holds, if all that it may be have the same fields. */
function fieldsOfRecord(m: Machine, record: RecordContent): FieldsContent {
  const { heap } = m.state;
  const variants = heap.variants(record.family);
  const variant = variants.length === 1 ? variants[0] : variants[record.variant ?? -1];
  if (variant === undefined) {
    return m.fault(
      "NB2008",
      "which fields this object has is known only when running",
      "name the fields that are used",
    );
  }
  const fields = new Map(variant.names.map((name) => [name, readField(m, record, name)] as const));
  return { kind: "fields", prototype: variant.prototype, fields, record };
}

/** Reads a field that the object has. */
export function readField(m: Machine, { family, ref }: RecordContent, name: string): Abs {
  const slot = m.state.heap.slot(family, name);
  const layout = m.state.heap.layout(slot);
  return readSlot(m, slot, (of) => recordGet(m.b, ref, partName(name, of, layout)));
}

/** Writes a field that the object has. */
export function writeField(m: Machine, record: RecordContent, name: string, value: Abs): void {
  const { heap } = m.state;
  refuseUnfit(m, value);
  heap.admitField(record.family, name, slotOf(m.state, value));
  heap.assign(record.family, name);
  settle(m);
  writeSlot(m, record.ref, name, heap.slot(record.family, name), value);
}

/** Writes a value into the slot `name` of a record, which has taken it in. */
export function writeSlot(m: Machine, ref: Value, name: string, slot: Slot, held: Held): void {
  const layout = m.state.heap.layout(slot);
  const values = slotValues(m, slot, held);
  const names = layout.parts.map(({ of }) => partName(name, of, layout));
  if (layout.tagged) names.unshift(partName(name, "tag", layout));
  names.forEach((field, i) => m.b.emit(recordSet, [ref, values[i] as Value], { field }));
}

/** Starts over if code has been emitted for less than is known of the heap by now. */
function settle(m: Machine): void {
  if (m.state.heap.outdated) throw new Restart();
}

export function refuseChanging(m: Machine, { tree, id }: Captured): never {
  const { name } = tree.locals[id]!;
  const error = m.error(
    "NB2006",
    `a function captures \`${name}\`, which is assigned, and is kept where only a run knows the place`,
    `give it a constant of its own (\`const now = ${name}\`), or an object that holds \`${name}\``,
  );
  m.hints.remedies.set(error, () => addBox(m.hints.heap, tree, id));
  throw error;
}

/** Refuses what cannot lie on the heap. */
export function refuseUnfit(m: Machine, value: Abs): void {
  if (canHold(m.state, value)) return;
  putOnHeap(m, staleSites(m.state, value));
  const unfit =
    value.kind === "closure" ? unfitCapture(m.state, value, (x) => canHold(m.state, x)) : undefined;
  if (unfit?.changing) refuseChanging(m, unfit.changing);
  const what = unfit === undefined ? describe(value) : `\`${unfit.name}\`, which this captures,`;
  m.fault(
    "NB2006",
    `${what} or a part of it cannot be kept where only a run knows the place: a generator, what \`bind\` or an operator has made, or a value that differs by path`,
    "keep it in a variable of its own",
  );
}

export function arrayContent(m: Machine, array: ArrayAbs): ItemsContent | RunContent {
  const held = m.get(array.obj.cell);
  if (held.kind === "blank") return toRun(m, array);
  const content = contentOf(m, array.obj);
  if (content.kind === "fields") throw new Error("internal: an array with fields");
  return content;
}

export function fieldsOf(m: Machine, object: ObjectAbs): FieldsContent {
  const content = contentOf(m, object.obj);
  if (content.kind !== "fields") throw new Error("internal: an object without fields");
  return content;
}

/** A fault if `obj` is frozen, or may be. */
export function refuseFrozen(m: Machine, { origins }: Obj): void {
  if (m.frozen.size === 0 || ![...origins].some((origin) => m.frozen.has(origin))) return;
  m.fault("NB2010", "changing a frozen object", "leave `Object.freeze` out, or change a copy");
}

/** Gives `obj` new content. What may be the same object under another identity becomes stale. */
export function replaceContent(m: Machine, obj: Obj, content: Content): void {
  refuseFrozen(m, obj);
  const held = m.get(obj.cell);
  if (held.kind === "record") return updateRecord(m, held, content as FieldsContent);
  if (held.kind === "list") return updateList(m, held, content as ItemsContent | RunContent);
  for (const origin of obj.origins) {
    for (const other of [origin, ...origin.merged]) {
      if (other === obj || !m.state.has(other.cell)) continue;
      const why = `\`${other.cell.name}\` may be the object that was changed as \`${obj.cell.name}\``;
      m.state.set(other.cell, { kind: "stale", why, sites: sitesOf(obj, other) });
    }
  }
  m.state.set(obj.cell, content);
}

function updateRecord(m: Machine, record: RecordContent, { fields }: FieldsContent): void {
  const before = fieldsOfRecord(m, record).fields;
  for (const [name, field] of fields) {
    const old = before.get(name);
    if (old === undefined) {
      m.fault(
        "NB2010",
        `adding the field \`${name}\` to an object whose place is known only when running`,
        "give it the field when it is made",
      );
    }
    if (!sameAbs(old, field)) writeField(m, record, name, field);
  }
}

function updateList(m: Machine, list: ListContent, content: ItemsContent | RunContent): void {
  const { heap } = m.state;
  const { b } = m;
  const { family, ref } = list;
  heap.resize(family);
  let run = content;
  if (run.kind === "items") {
    for (const item of run.items) {
      refuseUnfit(m, item);
      heap.admitItem(family, slotOf(m.state, item));
    }
    settle(m);
    run = itemsToRun(m, run.items, heap.elem(family), list);
  } else if (!sameElem(run.elem, heap.elem(family))) throw new Restart();
  const fixed = recordGet(b, ref, listFixed);
  ifElse(
    b,
    fixed,
    (inner) => {
      failWith(inner, "NB2007", "a row of another array cannot become longer or shorter");
      return [];
    },
    () => [],
  );
  b.emit(recordSet, [ref, run.mem], { field: listData });
  b.emit(recordSet, [ref, run.length], { field: listLength });
}

export function newArray(m: Machine, content: ItemsContent | RunContent, name = "array"): ArrayAbs {
  const obj = newObj(name, m.node);
  m.state.set(obj.cell, content);
  return onHeap(m, { kind: "array", obj });
}

/** Puts an object on the heap where what is made at its place has to be there. */
export function onHeap<T extends ArrayAbs | ObjectAbs>(m: Machine, abs: T): T {
  if (abs.obj.site !== undefined && m.hints.heap.sites.has(abs.obj.site)) toHeap(m, abs);
  return abs;
}

export function newItems(m: Machine, items: readonly Abs[], name?: string): ArrayAbs {
  return newArray(m, { kind: "items", items }, name);
}

export function newObject(
  m: Machine,
  fields: ReadonlyMap<string, Abs>,
  prototype: object | null = Object.prototype,
  name = "object",
): ObjectAbs {
  return onHeap(m, newInstance(m, fields, prototype, name));
}

/** An object that is still being made. */
export function newInstance(
  m: Machine,
  fields: ReadonlyMap<string, Abs>,
  prototype: object | null,
  name: string,
): ObjectAbs {
  const obj = newObj(name, m.node);
  m.state.set(obj.cell, { kind: "fields", prototype, fields });
  return { kind: "object", obj };
}

/** For the lengths of memories, which they belong to. */
const memoryOfLength = new WeakMap<Value, Value>();

/** An array whose elements are all of the memory `mem`. */
export function wholeRun(m: Machine, mem: Value, elem: Elem, fixed = false): RunContent {
  const length = lengthOf(m.b, mem);
  memoryOfLength.set(length, mem);
  return { kind: "run", mem, length, elem, fixed };
}

/** What a memory for these items would hold; undefined where they are not alike. */
export function elemOfItems(state: State, items: readonly Held[]): Elem | undefined {
  let found: Elem | undefined;
  for (const item of items) {
    const elem = elemOf(state, item);
    if (elem === undefined) return undefined;
    if (found !== undefined && !sameElem(found, elem)) return undefined;
    found = elem;
  }
  return found ?? { kind: "number" };
}

export function elemOf(state: State, item: Held): Elem | undefined {
  switch (item.kind) {
    case "num":
    case "int":
      return { kind: "number" };
    case "bool":
      return { kind: "boolean" };
    case "const":
      if (typeof item.value === "number") return { kind: "number" };
      return typeof item.value === "boolean" ? { kind: "boolean" } : undefined;
    case "typed":
      return { kind: "typed", element: item.element };
    case "nd": {
      const { dtype, shape } = item.value.type as ArrayType;
      return { kind: "nd", dtype: dtype as NdDtype, shape };
    }
    case "array": {
      const content = state.get(item.obj.cell);
      if (content?.kind === "run") return { kind: "array", elem: content.elem };
      if (content?.kind !== "items") return undefined;
      // a row that is still empty is most likely going to grow
      if (content.items.length === 0) return undefined;
      const elem = elemOfItems(state, content.items);
      return elem && { kind: "array", elem };
    }
    default:
      return undefined;
  }
}

/** Memory for a `new Array(n)`. */
export function blankToRun(m: Machine, { length }: BlankContent, elem: Elem): RunContent {
  const mem = newMemory(m.b, memoryOf(elem), length.value);
  if (elem.kind === "number") m.b.emit(fill, [mem, unsetNumber(m)]);
  return { kind: "run", mem, length: length.value, elem, fixed: false };
}

/** Memory with the given items. */
export function itemsToRun(
  m: Machine,
  items: readonly Held[],
  elem: Elem,
  list?: ListContent,
): RunContent {
  const length = intLiteral(m.b, items.length);
  const mem = newMemory(m.b, memoryOf(elem), length);
  for (const [i, item] of items.entries()) {
    storeTo(m.b, mem, intLiteral(m.b, i), elementValue(m, item as Abs, { elem, list }));
  }
  return { kind: "run", mem, length, elem, fixed: false };
}

/** What is stored for `abs` in a memory of elements `elem`. */
export function elementValue(m: Machine, abs: Abs, into: Pick<RunContent, "elem" | "list">): Value {
  const { elem } = into;
  const family = elem.kind === "slot" ? elem.family : into.list?.family;
  if (family !== undefined) return itemValue(m, abs, family);
  if (abs.kind === "maybe") return elementValue(m, present(m, abs), into);
  switch (elem.kind) {
    case "number":
      if (abs.kind === "bool") break;
      return numValue(m, abs);
    case "boolean":
      if (abs.kind === "bool" || abs.kind === "const") return boolValue(m, abs);
      break;
    case "typed":
      if (abs.kind === "typed" && abs.element === elem.element) return abs.mem;
      break;
    case "array":
      if (abs.kind === "array") return rowOf(m, abs, elem.elem);
      break;
    case "nd":
      if (abs.kind === "nd" && sameElem(elem, elemOf(m.state, abs)!)) return abs.value;
  }
  return m.fault(
    "NB2006",
    `this is ${describe(abs)}, but the elements of the array are ${showElem(elem)}`,
    "keep values of one kind in an array",
  );
}

/** What is stored for `abs` among the items of a list. */
function itemValue(m: Machine, abs: Abs, family: number): Value {
  const { heap } = m.state;
  refuseUnfit(m, abs);
  heap.admitItem(family, slotOf(m.state, abs));
  settle(m);
  const slot = heap.itemSlot(family);
  const elem = heap.elem(family);
  const values = slotValues(m, slot, abs);
  if (elem.kind !== "slot" || elem.box === undefined) return values[0] ?? intLiteral(m.b, 0);
  return m.b.emit1(recordNew, values, { type: elem.box });
}

export function showElem(elem: Elem): string {
  switch (elem.kind) {
    case "slot":
      return "objects";
    case "number":
      return "numbers";
    case "boolean":
      return "booleans";
    case "typed":
      return `${elem.element}s`;
    case "array":
      return `arrays of ${showElem(elem.elem)}`;
    case "nd":
      return `N-d arrays ${elem.dtype}[${elem.shape.join(",")}]`;
  }
}

/**
 * The memory of an array that becomes a row of another: from now on it cannot grow, and is otherwise
 * what it was.
 */
function rowOf(m: Machine, array: ArrayAbs, elem: Elem): Value {
  const run = toRun(m, array, elem);
  if (!run.fixed) m.state.set(array.obj.cell, { ...run, fixed: true });
  if (memoryOfLength.get(run.length) === run.mem) return run.mem;
  return view(m.b, run.mem, intLiteral(m.b, 0), run.length);
}

/** The array has become a row where its memory is known under another name. */
export function becomeRow(state: State, cell: Cell): void {
  const held = state.get(cell);
  if (held?.kind === "run" && !held.fixed) state.set(cell, { ...held, fixed: true });
}

/** What may be the same under another identity, and is not in this memory, becomes stale. */
export function leaveOthers(m: Machine, obj: Obj): void {
  for (const origin of obj.origins) {
    for (const other of [origin, ...origin.merged]) {
      const kind = m.state.get(other.cell)?.kind;
      if (other === obj || (kind !== "items" && kind !== "fields")) continue;
      const why = `\`${other.cell.name}\` may be the array that has an index not known when compiling as \`${obj.cell.name}\``;
      m.state.set(other.cell, { kind: "stale", why, sites: sitesOf(obj, other) });
    }
  }
}

/** Puts an array into memory, where it stays; `elem` says of what if it has no items yet. */
export function toRun(m: Machine, array: ArrayAbs, elem?: Elem): RunContent {
  const held = m.get(array.obj.cell);
  if (held.kind === "items" || held.kind === "blank") keepItems(m, array.obj, elem);
  if (held.kind === "blank") {
    const run = blankToRun(m, held, elem ?? { kind: "number" });
    m.state.set(array.obj.cell, run);
    return run;
  }
  const content = arrayContent(m, array);
  if (content.kind === "run") {
    if (elem !== undefined && !sameElem(content.elem, elem)) {
      m.fault("NB2006", `this is an array of ${showElem(content.elem)}, not of ${showElem(elem)}`);
    }
    return content;
  }
  const found = content.items.length === 0 && elem ? elem : elemOfItems(m.state, content.items);
  if (found === undefined) {
    if (!m.prefersItems && canHold(m.state, array)) {
      toHeap(m, array);
      return arrayContent(m, array) as RunContent;
    }
    return m.fault(
      "NB2008",
      "the items of this array are of different kinds, so its indices must be known when compiling",
      "use constant indices, or keep values of one kind in the array",
    );
  }
  const run = itemsToRun(m, content.items, found);
  leaveOthers(m, array.obj);
  m.state.set(array.obj.cell, run);
  return run;
}
