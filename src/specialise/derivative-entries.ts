// Derivatives by the values of maps. Keys, and what finds them, have none.
import type { Value } from "../ir/func.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { entriesField } from "../values/collection.ts";
import { arrayContent, fieldsOf, newObject } from "./content.ts";
import { boolValue } from "./convert.ts";
import { callPrelude, entriesOf } from "./entries.ts";
import type { Heap } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { deepCopy } from "./memory.ts";
import { forEachCell } from "./merge.ts";
import { leafTypes, type Shape } from "./shapes.ts";
import { newObj, type Abs, type Cell, type Held, type Obj, type ObjectAbs } from "./values.ts";

/** What the lists of entries hold, and their counts. */
type Parts = ReadonlyMap<string, Held>;

/** What objects hold before a call. */
export interface Before {
  readonly contents: ReadonlyMap<Cell, Held>;
  /** The entries of maps, by the objects that hold them. */
  readonly entries: ReadonlyMap<Obj, Parts>;
}

/**
 * What all objects hold that values lead to, and of maps copies of the keys, and of what finds them.
 */
export function contentsNow(m: Machine, args: readonly Abs[]): Before {
  const contents = new Map<Cell, Held>();
  const entries = new Map<Obj, Parts>();
  const visit = (held: Held): void => {
    if (held.kind === "fields") {
      const own = held.fields.get(entriesField);
      if (own?.kind === "object" && m.get(own.obj.cell).kind === "fields") {
        entries.set(own.obj, copiesOf(m, own));
      }
    }
    forEachCell(held, (cell) => {
      const inside = contents.has(cell) ? undefined : m.state.get(cell);
      if (inside === undefined) return;
      contents.set(cell, inside);
      visit(inside);
    });
  };
  args.forEach(visit);
  return { contents, entries };
}

function copiesOf(m: Machine, entries: ObjectAbs): Parts {
  return new Map(
    [...fieldsOf(m, entries).fields].map(([name, field]) => {
      if (field.kind !== "array") return [name, field];
      if (name === "values") return [name, m.get(field.obj.cell)];
      const content = arrayContent(m, field);
      if (content.kind !== "run") return [name, content];
      return [name, { ...content, mem: deepCopy(m.b, content.mem), fixed: false }];
    }),
  );
}

/** An array that holds this; other parts are as they are. */
function withContent(m: Machine, name: string, part: Held): Abs {
  if (part.kind !== "run" && part.kind !== "items" && part.kind !== "list") return part as Abs;
  const obj = newObj(name);
  m.state.set(obj.cell, part);
  return { kind: "array", obj };
}

/** The shapes of the parts of entries; undefined where they lie on the heap. */
function partsOf(shape: Shape): ReadonlyMap<string, Shape> | undefined {
  return shape.kind === "fresh" && shape.content.kind === "fields"
    ? shape.content.fields
    : undefined;
}

/** For each leaf of a value, whether it may be an independent variable. */
export function independentLeaves(shape: Shape, seen: Set<Shape> = new Set()): boolean[] {
  switch (shape.kind) {
    case "maybe":
      return [true, ...independentLeaves(shape.inner, seen)];
    case "items":
      return shape.items.flatMap((item) => independentLeaves(item, seen));
    case "fields":
      return [...shape.fields].flatMap(([name, field]) => {
        const parts = name === entriesField ? partsOf(field) : undefined;
        if (parts === undefined) return independentLeaves(field, seen);
        return [...parts].flatMap(([part, inner]) =>
          part === "values"
            ? independentLeaves(inner, seen)
            : leafTypes(inner, seen).map(() => false),
        );
      });
    case "fresh":
      if (seen.has(shape)) return [];
      seen.add(shape);
      return independentLeaves(shape.content, seen);
    default:
      return leafTypes(shape, seen).map(() => true);
  }
}

/**
 * The derivative by entries, from that by their values; undefined where these have none, as those of
 * a set. `before` are the entries when the call began.
 */
export function entriesDerivative(
  m: Machine,
  shape: Shape,
  held: Abs | undefined,
  before: Before | undefined,
  next: () => Value | undefined,
  ofValues: (shape: Shape, held: Held) => Abs | undefined,
): Abs | undefined {
  const parts = partsOf(shape);
  if (parts === undefined || held?.kind !== "object") return refuseMapOnHeap(m);
  const kept = before?.entries.get(held.obj) ?? copiesOf(m, held);
  const fields = new Map<string, Abs>();
  for (const [name, part] of parts) {
    const then = withContent(m, name, kept.get(name) as Held);
    if (name !== "values") {
      leafTypes(part).forEach(next);
      fields.set(name, then);
      continue;
    }
    const derivative = ofValues(part, then);
    if (derivative !== undefined) fields.set(name, derivative);
  }
  return fields.has("values") ? newObject(m, fields, null) : undefined;
}

/** The leaves of what is given for entries: those of the values, and none for the keys. */
export function entriesLeaves(
  m: Machine,
  shape: Shape,
  next: () => Value | undefined,
  ofValues: (shape: Shape) => (Value | undefined)[],
): (Value | undefined)[] {
  const parts = partsOf(shape);
  if (parts === undefined) return refuseMapOnHeap(m);
  return [...parts].flatMap(([name, part]) => {
    if (name === "values") return ofValues(part);
    return leafTypes(part).map(() => void next());
  });
}

/** Whether maps or sets are found among what a family of the heap leads to. */
export function leadsToEntries(heap: Heap, family: number, seen: Set<number> = new Set()): boolean {
  const id = heap.find(family);
  if (seen.has(id)) return false;
  seen.add(id);
  const one = heap.family(id);
  if (one.kind === "objects" && one.slots.has(entriesField)) return true;
  const slots = one.kind === "lists" ? [one.slot] : [...one.slots.values()];
  return slots.some(({ objects, lists }) =>
    [objects, lists].some((next) => next !== undefined && leadsToEntries(heap, next, seen)),
  );
}

export function refuseMapOnHeap(m: Machine): never {
  return m.fault(
    "NB2014",
    "this is the derivative of a map that is one of several, or one of what is linked",
    "keep what is differentiated in an array, and the places in it in the map",
  );
}

/** Faults, or fails when running, where the maps in a tangent have other keys than those of the value. */
export function requireSameKeys(m: Machine, value: Abs, given: Abs | undefined): void {
  const seen = new Map<Obj, Set<Obj>>();
  const visit = (own: Abs | undefined, other: Abs | undefined): void => {
    if (own === undefined || own.kind !== other?.kind) return;
    if (own.kind !== "object" && own.kind !== "array") return;
    const { obj } = other as typeof own;
    const compared = seen.get(own.obj) ?? new Set();
    if (compared.has(obj)) return;
    seen.set(own.obj, compared.add(obj));
    const [one, two] = [m.get(own.obj.cell), m.get(obj.cell)];
    if (one.kind === "items" && two.kind === "items") {
      return one.items.forEach((item, i) => visit(item, two.items[i]));
    }
    if (one.kind !== "fields") return;
    const [entries, others] = [entriesOf(m, own), entriesOf(m, other as Abs)];
    if (entries !== undefined && others !== undefined) checkKeys(m, entries, others);
    if (two.kind !== "fields") return;
    for (const [name, field] of one.fields) visit(field, two.fields.get(name));
  };
  visit(value, given);
}

const otherKeys =
  "the map that is given as the tangent has other keys than the value, or in another order";

function checkKeys(m: Machine, one: ObjectAbs, other: ObjectAbs): void {
  const same = callPrelude(m, "sameKeys", [one, other]);
  if (same.kind === "const") {
    if (same.value !== true) m.fault("NB5003", otherKeys, "give `new Map(m)` with other values");
    return;
  }
  ifElse(
    m.b,
    boolValue(m, same),
    () => [],
    (inner) => {
      failWith(inner, "NB5003", otherKeys);
      return [];
    },
  );
}
