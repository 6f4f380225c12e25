// `Map` and `Set`: their constructors and methods.
import { callback, guessFor } from "./array-method.ts";
import {
  collectionKind,
  entriesOf,
  newCollection,
  onEntries,
  overEntries,
  readCount,
} from "./entries.ts";
import { present } from "./convert.ts";
import { invoke } from "./interpreter.ts";
import { destructured } from "./destructure.ts";
import { ofEach } from "./iterate.ts";
import { keyOf } from "./keys.ts";
import { bodyOnce, waysOf } from "./looping.ts";
import type { Machine } from "./machine.ts";
import type { Builtin } from "./math.ts";
import { describe, undef, type Abs, type ObjectAbs } from "./values.ts";

/** A method of maps or sets: what it gives for the object and its arguments. */
type Method = (m: Machine, self: ObjectAbs, entries: ObjectAbs, args: readonly Abs[]) => Abs;

const has: Method = (m, _, entries, [key = undef]) => onEntries(m, "has", entries, keyOf(m, key));
const remove: Method = (m, _, entries, [key = undef]) =>
  onEntries(m, "remove", entries, keyOf(m, key));
const clear: Method = (m, _, entries) => (onEntries(m, "clear", entries), undef);
const size: Method = (m, _, entries) => readCount(m, entries, "size");
const get: Method = (m, _, entries, [key = undef]) => onEntries(m, "get", entries, keyOf(m, key));
const set: Method = (m, self, entries, [key = undef, value = undef]) => {
  onEntries(m, "set", entries, keyOf(m, key), value);
  return self;
};
const add: Method = (m, self, entries, [key = undef]) => {
  onEntries(m, "add", entries, keyOf(m, key));
  return self;
};

const forEach: Method = (m, self, _, [fn, that]) => {
  const f = callback(m, fn, "forEach", that);
  const ways = waysOf([]);
  overEntries(m, self, "entries()", {
    ways,
    guess: guessFor(f),
    ends: false,
    body: (item) =>
      bodyOnce(m, ways, () => {
        const pair = destructured(m, item(), 2, false);
        invoke(m, f, [pair.item(1, false), pair.item(0, false), self], undefined);
      }),
  });
  return undef;
};

const iterator =
  (name: string): Method =>
  (_, of) => ({ kind: "method", of, name });

const shared = { has, delete: remove, clear, forEach };
const ofMap: Readonly<Record<string, Method>> = {
  ...shared,
  get,
  set,
  keys: iterator("keys()"),
  values: iterator("values()"),
  entries: iterator("entries()"),
};
const ofSet: Readonly<Record<string, Method>> = {
  ...shared,
  add,
  values: iterator("values()"),
  entries: iterator("entries()"),
};

let methods: ReadonlyMap<object, Method> | undefined;

function tableOf(prototype: object, named: Readonly<Record<string, Method>>): [object, Method][] {
  const functions = Object.entries(named).map(([name, method]): [object, Method] => [
    (prototype as Record<string, object>)[name] as object,
    method,
  ]);
  return [...functions, [Object.getOwnPropertyDescriptor(prototype, "size")!.get!, size]];
}

/** What a method of maps and sets, or the getter of their size, does; undefined for other functions. */
export function collectionMethod(
  fn: object,
): ((m: Machine, self: Abs | undefined, args: readonly Abs[]) => Abs) | undefined {
  methods ??= new Map([...tableOf(Map.prototype, ofMap), ...tableOf(Set.prototype, ofSet)]);
  const method = methods.get(fn);
  if (method === undefined) return undefined;
  return (m, of = undef, args) => {
    const self = present(m, of);
    const entries = entriesOf(m, self);
    if (entries !== undefined) return method(m, self as ObjectAbs, entries, args);
    const kind = kindOf(m, self);
    const [what, make] = kind === "map" ? ["Map", "Map(pairs)"] : ["Set", "Set(items)"];
    return m.fault(
      "NB2010",
      kind === undefined
        ? `a method of a map or set, called on ${describe(self)}`
        : `a \`${what}\` that was made outside, with objects as keys or among linked objects`,
      `pass what is in it as an array, and make it inside: \`new ${make}\``,
    );
  };
}

function kindOf(m: Machine, abs: Abs): "map" | "set" | undefined {
  if (abs.kind !== "host") return collectionKind(m, abs);
  return abs.value instanceof Map ? "map" : abs.value instanceof Set ? "set" : undefined;
}

/** `new Map(entries)` or `new Set(items)`. */
const making =
  (make: typeof Map | typeof Set): Builtin =>
  (m, [from = undef]) => {
    const self = newCollection(m, make.prototype, make === Map ? "map" : "set");
    if (from.kind === "const" && (from.value === undefined || from.value === null)) return self;
    const ways = waysOf([]);
    ofEach(m, from, {
      ways,
      guess: [],
      ends: false,
      body: (item) => bodyOnce(m, ways, () => put(m, self, item())),
    });
    return self;
  };

function put(m: Machine, self: ObjectAbs, item: Abs): void {
  const entries = entriesOf(m, self) as ObjectAbs;
  if (collectionKind(m, self) === "set") return void add(m, self, entries, [item]);
  const pair = destructured(m, item, 2, false);
  set(m, self, entries, [pair.item(0, false), pair.item(1, false)]);
}

export const collections: readonly (readonly [object, Builtin])[] = [
  [Map, making(Map)],
  [Set, making(Set)],
];
