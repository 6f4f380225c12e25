// The entries of maps and sets: how they lie in objects, and going through them.
import { partAt } from "../diagnostics/span.ts";
import { prelude, preludeTree, type Entries } from "../prelude/index.ts";
import type { Node } from "../syntax/tree.ts";
import { collectionOf, entriesField } from "../values/collection.ts";
import { fieldsOf, newItems, onHeap, readField, replaceContent } from "./content.ts";
import { callClosure } from "./interpreter.ts";
import { unroll, whileLoop, type Each } from "./looping.ts";
import { readArray } from "./elements.ts";
import type { Machine } from "./machine.ts";
import {
  constant,
  newObj,
  sameAbs,
  type Abs,
  type ArrayAbs,
  type BoolAbs,
  type ConstAbs,
  type Content,
  type FieldsContent,
  type ObjectAbs,
  type Primitive,
  type Site,
} from "./values.ts";

const lists = ["keys", "values", "stamps", "table"] as const;
const counts = ["size", "added", "moves"] as const;

/** A new `Map` or `Set` without entries. */
export function newCollection(m: Machine, prototype: object, name: string): ObjectAbs {
  const fields = new Map<string, Abs>();
  for (const list of lists) {
    fields.set(list, made(m, "array", list, { kind: "items", items: [] }));
  }
  for (const count of counts) fields.set(count, constant(0));
  const entries = made(m, "object", "entries", { kind: "fields", prototype: null, fields });
  const own = new Map([[entriesField, entries]]);
  return made(m, "object", name, { kind: "fields", prototype, fields: own }) as ObjectAbs;
}

function made(m: Machine, kind: "array" | "object", name: string, content: Content): Abs {
  const obj = newObj(name, m.node && siteIn(m.node, name));
  m.state.set(obj.cell, content);
  return onHeap(m, { kind, obj });
}

const sites = new WeakMap<Node, Map<string, Site>>();

/** The place of a part of what is made at `node`: lists of keys and of values have little in common. */
function siteIn(node: Node, part: string): Site {
  let parts = sites.get(node);
  if (parts === undefined) sites.set(node, (parts = new Map()));
  let site = parts.get(part);
  if (site === undefined) parts.set(part, (site = { kind: "empty", at: node.at }));
  return site;
}

/** The entries of a map or set; undefined for what is none. */
export function entriesOf(m: Machine, abs: Abs): ObjectAbs | undefined {
  if (abs.kind !== "object") return undefined;
  const held = m.get(abs.obj.cell);
  if (held.kind === "fields") return held.fields.get(entriesField) as ObjectAbs | undefined;
  if (held.kind !== "record") return undefined;
  const variants = m.state.heap.variants(held.family);
  if (!variants.every(({ names }) => names.includes(entriesField))) return undefined;
  return readField(m, held, entriesField) as ObjectAbs;
}

export type Operation = Exclude<keyof typeof prelude, "place" | "advance" | "find">;

/** Runs a function of the prelude on entries: now, if all keys are known, else in compiled code. */
export function onEntries(
  m: Machine,
  name: Operation,
  entries: ObjectAbs,
  ...args: readonly Abs[]
): Abs {
  const [key] = args;
  const known = key === undefined || key.kind === "const" ? knownEntries(m, entries) : undefined;
  if (known === undefined) return callPrelude(m, name, [entries, ...args]);
  const fn = prelude[name] as (...all: unknown[]) => unknown;
  const value = fn(known, key && (key as ConstAbs).value, ...args.slice(1));
  keep(m, entries, known);
  return name === "get" && value !== undefined ? (value as Abs) : constant(value as Primitive);
}

export function callPrelude(m: Machine, name: keyof typeof prelude, args: readonly Abs[]): Abs {
  const fn: object = prelude[name];
  const root = preludeTree(fn)!.root;
  if (root.kind !== "function") throw new Error("internal: a class in the prelude");
  const code = m.host.codeOf(fn);
  const { scope } = code;
  const { span } = m.b;
  m.b.span = partAt(span, "lookup");
  const fnAbs = { kind: "closure", fn: root, code, scope, self: undefined } as const;
  const value = callClosure(m, fnAbs, args, undefined);
  m.b.span = span;
  return value;
}

/** More entries than this are not gone through when compiling. */
const MOST_KNOWN = 512;

/** Entries whose keys are all known. */
function knownEntries(m: Machine, entries: ObjectAbs): Entries<Primitive, Abs> | undefined {
  const held = m.get(entries.obj.cell);
  if (held.kind !== "fields") return undefined;
  const found: Record<string, unknown> = {};
  for (const name of lists) {
    const content = m.get((held.fields.get(name) as ArrayAbs).obj.cell);
    if (content.kind !== "items" || content.items.length > 4 * MOST_KNOWN) return undefined;
    const { items } = content;
    if (name === "values") found[name] = [...items];
    else if (items.every((item) => item.kind === "const")) {
      found[name] = items.map((item) => (item as ConstAbs).value);
    } else return undefined;
  }
  for (const name of counts) {
    const count = held.fields.get(name);
    if (count?.kind !== "const") return undefined;
    found[name] = count.value;
  }
  return found as unknown as Entries<Primitive, Abs>;
}

/** Puts what has become of entries back into their object. */
function keep(m: Machine, entries: ObjectAbs, now: Entries<Primitive, Abs>): void {
  const content = m.get(entries.obj.cell) as FieldsContent;
  for (const name of lists) {
    const { obj } = content.fields.get(name) as ArrayAbs;
    const items = now[name].map((x) => (name === "values" ? (x as Abs) : constant(x as Primitive)));
    const next = { kind: "items", items } as const;
    if (!sameAbs(m.get(obj.cell), next)) replaceContent(m, obj, next);
  }
  if (counts.every((name) => (content.fields.get(name) as ConstAbs).value === now[name])) return;
  const fields = new Map(content.fields);
  for (const name of counts) fields.set(name, constant(now[name]));
  replaceContent(m, entries.obj, { ...content, fields });
}

/** What is gone through: the pairs of a map, its keys or its values. */
export type Part = "keys()" | "values()" | "entries()";

const listOf = (m: Machine, entries: ObjectAbs, name: "keys" | "values"): ArrayAbs => {
  const held = m.get(entries.obj.cell);
  if (held.kind === "record") return readField(m, held, name) as ArrayAbs;
  return fieldsOf(m, entries).fields.get(name) as ArrayAbs;
};

/** Up to this many known entries are gone through one by one. */
const FEW = 32;

/** Thrown where entries that are gone through one by one are added or removed. */
class Changed extends Error {}

/** Runs a body for every entry, in the order in which they were added. */
export function overEntries(m: Machine, of: ObjectAbs, part: Part, each: Each): void {
  const entries = entriesOf(m, of) as ObjectAbs;
  const isSet = collectionKind(m, of) === "set";
  const item = (at: Abs) => (): Abs => {
    const key = (): Abs => readArray(m, listOf(m, entries, "keys"), at);
    const value = (): Abs => (isSet ? key() : readArray(m, listOf(m, entries, "values"), at));
    if (part === "entries()") return newItems(m, [key(), value()]);
    return part === "keys()" ? key() : value();
  };
  const known = knownEntries(m, entries);
  if (known !== undefined && known.size <= FEW) {
    const there = [...known.stamps.entries()].filter(([, stamp]) => stamp > 0).map(([i]) => i);
    if (oneByOne(m, entries, known, there, (at) => each.body(item(at), at))) return;
  }
  const cursor = new Map<string, Abs>([
    ["at", constant(-1)],
    ["stamp", constant(0)],
    ["moves", readCount(m, entries, "moves")],
  ]);
  const place = made(m, "object", "cursor", { kind: "fields", prototype: null, fields: cursor });
  const at = (): Abs => {
    const held = m.get((place as ObjectAbs).obj.cell);
    if (held.kind === "record") return readField(m, held, "at");
    return fieldsOf(m, place as ObjectAbs).fields.get("at") as Abs;
  };
  whileLoop(m, each.ways, each.guess, {
    test: () => callPrelude(m, "advance", [entries, place]) as BoolAbs | ConstAbs,
    body: () => void each.body(() => item(at())(), at()),
  });
}

/** Goes through known entries one by one; false where the body adds or removes some. */
function oneByOne(
  m: Machine,
  entries: ObjectAbs,
  before: Entries<Primitive, Abs>,
  there: readonly number[],
  body: (at: Abs) => BoolAbs | ConstAbs,
): boolean {
  const saved = m.save();
  const refuseChanged = (): void => {
    const now = knownEntries(m, entries);
    if (now === undefined || now.added !== before.added || now.size !== before.size)
      throw new Changed();
  };
  try {
    unroll(m, there, (at) => {
      refuseChanged();
      return body(at);
    });
    refuseChanged();
    return true;
  } catch (error) {
    if (!(error instanceof Changed)) throw error;
    m.restore(saved);
    return false;
  }
}

export function readCount(m: Machine, entries: ObjectAbs, name: "size" | "moves"): Abs {
  const held = m.get(entries.obj.cell);
  if (held.kind === "record") return readField(m, held, name);
  return fieldsOf(m, entries).fields.get(name) as Abs;
}

/** Whether it is a map or a set; undefined for other values. */
export function collectionKind(m: Machine, abs: Abs): "map" | "set" | undefined {
  if (abs.kind !== "object") return undefined;
  const held = m.get(abs.obj.cell);
  const prototypes =
    held.kind === "record"
      ? m.state.heap.variants(held.family).map(({ prototype }) => prototype)
      : held.kind === "fields"
        ? [held.prototype]
        : [];
  const [first, ...others] = prototypes.map(collectionOf);
  if (first === undefined || others.some((one) => one !== first)) return undefined;
  return first === Map ? "map" : "set";
}
