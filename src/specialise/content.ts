// What objects and arrays hold: reading it, replacing it, putting it into memory.
import type { Value } from "../ir/func.ts";
import { int as intLiteral, num as numLiteral } from "../ops/constant.ts";
import { fill, length as lengthOf, storeTo, view } from "../ops/memory.ts";
import { newMemory } from "./memory.ts";
import { sameElem } from "../values/layout-of.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import { boolValue, numValue, present } from "./convert.ts";
import type { Machine } from "./machine.ts";
import type { State } from "./state.ts";
import {
  describe,
  newObj,
  type Abs,
  type ArrayAbs,
  type BlankContent,
  type Content,
  type FieldsContent,
  type Held,
  type ItemsContent,
  type Obj,
  type ObjectAbs,
  type RunContent,
} from "./values.ts";

/** What `obj` holds now; a fault if it may have been changed under another name. */
export function contentOf(m: Machine, obj: Obj): ItemsContent | RunContent | FieldsContent {
  const held = m.get(obj.cell);
  switch (held.kind) {
    case "items":
    case "run":
    case "fields":
      return held;
    case "stale":
      return m.fault("NB2007", held.why, "change the object under one name only, or copy it first");
    case "conflict":
      return m.fault(
        "NB2006",
        `this is ${describe(held)}, depending on the path that led here`,
        "make it the same kind of object on every path",
      );
    default:
      throw new Error(`internal: ${obj.cell.name} holds ${held.kind}`);
  }
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

/** Gives `obj` new content. What may be the same object under another identity becomes stale. */
export function replaceContent(m: Machine, obj: Obj, content: Content): void {
  for (const origin of obj.origins) {
    for (const other of [origin, ...origin.merged]) {
      if (other === obj || !m.state.has(other.cell)) continue;
      const why = `\`${other.cell.name}\` may be the object that was changed as \`${obj.cell.name}\``;
      m.state.set(other.cell, { kind: "stale", why });
    }
  }
  m.state.set(obj.cell, content);
}

export function newArray(m: Machine, content: ItemsContent | RunContent, name = "array"): ArrayAbs {
  const obj = newObj(name);
  m.state.set(obj.cell, content);
  return { kind: "array", obj };
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
  const obj = newObj(name);
  m.state.set(obj.cell, { kind: "fields", prototype, fields });
  return { kind: "object", obj };
}

/** An array whose elements are all of the memory `mem`. */
export function wholeRun(m: Machine, mem: Value, elem: Elem, fixed = false): RunContent {
  return { kind: "run", mem, length: lengthOf(m.b, mem), elem, fixed };
}

/** What a memory for these items would hold; undefined where they are not alike. */
export function elemOfItems(state: State, items: readonly Held[]): Elem | undefined {
  let found: Elem | undefined;
  for (const item of items) {
    const elem = elemOf(state, item);
    if (elem === undefined) return undefined;
    if (elem === "empty") continue;
    if (found !== undefined && !sameElem(found, elem)) return undefined;
    found = elem;
  }
  if (found !== undefined) return found;
  return items.length === 0 ? { kind: "number" } : { kind: "array", elem: { kind: "number" } };
}

function elemOf(state: State, item: Held): Elem | "empty" | undefined {
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
    case "array": {
      const content = state.get(item.obj.cell);
      if (content?.kind === "run") return { kind: "array", elem: content.elem };
      if (content?.kind !== "items") return undefined;
      if (content.items.length === 0) return "empty";
      const elem = elemOfItems(state, content.items);
      return elem && { kind: "array", elem };
    }
    default:
      return undefined;
  }
}

/** Memory for a `new Array(n)`: numbers that are missing count as NaN, as in JavaScript. */
export function blankToRun(m: Machine, { length }: BlankContent, elem: Elem): RunContent {
  const mem = newMemory(m.b, memoryOf(elem), length.value);
  if (elem.kind === "number") m.b.emit(fill, [mem, numLiteral(m.b, NaN)]);
  return { kind: "run", mem, length: length.value, elem, fixed: false };
}

/** Memory with the given items. */
export function itemsToRun(m: Machine, items: readonly Held[], elem: Elem): RunContent {
  const length = intLiteral(m.b, items.length);
  const mem = newMemory(m.b, memoryOf(elem), length);
  for (const [i, item] of items.entries()) {
    storeTo(m.b, mem, intLiteral(m.b, i), elementValue(m, item as Abs, elem));
  }
  return { kind: "run", mem, length, elem, fixed: false };
}

/** What is stored for `abs` in a memory of elements `elem`. */
export function elementValue(m: Machine, abs: Abs, elem: Elem): Value {
  if (abs.kind === "maybe") return elementValue(m, present(m, abs), elem);
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
  }
  return m.fault(
    "NB2006",
    `this is ${describe(abs)}, but the elements of the array are ${showElem(elem)}`,
    "keep values of one kind in an array",
  );
}

export function showElem(elem: Elem): string {
  switch (elem.kind) {
    case "number":
      return "numbers";
    case "boolean":
      return "booleans";
    case "typed":
      return `${elem.element}s`;
    case "array":
      return `arrays of ${showElem(elem.elem)}`;
  }
}

/** The memory of an array that becomes a row of another: from now on it cannot grow. */
function rowOf(m: Machine, array: ArrayAbs, elem: Elem): Value {
  const run = toRun(m, array, elem);
  if (run.fixed) return run.mem;
  const mem = view(m.b, run.mem, intLiteral(m.b, 0), run.length);
  m.state.set(array.obj.cell, { ...run, mem, fixed: true });
  return mem;
}

/** What may be the same array under another identity, and is not in this memory, becomes stale. */
function leaveOthers(m: Machine, obj: Obj): void {
  for (const origin of obj.origins) {
    for (const other of [origin, ...origin.merged]) {
      if (other === obj || m.state.get(other.cell)?.kind !== "items") continue;
      const why = `\`${other.cell.name}\` may be the array that has an index not known when compiling as \`${obj.cell.name}\``;
      m.state.set(other.cell, { kind: "stale", why });
    }
  }
}

/** Puts an array into memory, where it stays; `elem` says of what if it has no items yet. */
export function toRun(m: Machine, array: ArrayAbs, elem?: Elem): RunContent {
  const held = m.get(array.obj.cell);
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
