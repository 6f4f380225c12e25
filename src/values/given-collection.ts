/**
 * Maps and sets that are made outside. Compiled code has their entries as the table that its own maps
 * have: an object that lies in the field `#entries` for all that lays values out, fills memory and
 * writes changes back. After a call the map is made to be what the table says.
 */
import { add, set, type Entries } from "../prelude/entries.ts";
import { fillCollection } from "./collection.ts";

type Key = number | string | boolean | null | undefined;
export type GivenEntries = Entries<Key, unknown>;
type Collection = Map<Key, unknown> | Set<Key>;

/** Up to this many entries with keys other than numbers are known by their keys when compiling. */
const FEW = 64;

/** Whether a value is a map or set whose keys compiled code can look up: no objects. */
export function isLaidOut(value: unknown): value is Collection {
  if (!(value instanceof Map || value instanceof Set)) return false;
  for (const key of value.keys()) if (!isKey(key)) return false;
  return true;
}

const isKey = (key: unknown): key is Key =>
  ["number", "string", "boolean", "undefined"].includes(typeof key) || key === null;

const known = new WeakMap<Collection, GivenEntries>();

/** The entries of a map or set as they are now: the same object as before where nothing has changed. */
export function entriesOf(of: Collection): GivenEntries {
  const before = known.get(of);
  if (before !== undefined && isFresh(before, of.size) && agree(before, of)) return before;
  const entries: GivenEntries = Object.assign(Object.create(null) as object, {
    keys: [],
    values: [],
    stamps: [],
    table: [],
    size: 0,
    added: 0,
    moves: 0,
  });
  if (of instanceof Map) for (const [key, value] of of) set(entries, key, value);
  else for (const key of of) add(entries, key);
  known.set(of, entries);
  return entries;
}

/** Whether entries are as if they had just been added one after the other, and not more. */
function isFresh({ keys, stamps, size, added, moves }: GivenEntries, wanted: number): boolean {
  if (moves !== 0 || [keys.length, stamps.length, size, added].some((n) => n !== wanted)) {
    return false;
  }
  for (let i = 0; i < stamps.length; i++) if (stamps[i] !== i + 1) return false;
  return true;
}

/** Whether a map or set has these entries in this order, with these values. */
function agree({ keys, values }: GivenEntries, of: Collection): boolean {
  let i = 0;
  for (const [key, value] of of.entries()) {
    if (!Object.is(keys[i], key) || (of instanceof Map && !Object.is(values[i], value)))
      return false;
    i++;
  }
  return true;
}

/** Whether all keys are part of what code is compiled for, with all that follows from them. */
export function areKnown({ keys }: GivenEntries): boolean {
  return keys.length <= FEW && keys.every((key) => typeof key !== "number");
}

/** Makes a map or set be what compiled code has made of its entries. */
export function update(of: Collection, entries: GivenEntries): void {
  const { keys, values, stamps } = entries;
  if (isFresh(entries, of.size)) {
    if (agree(entries, of)) return;
    const same = [...of.keys()].every((key, i) => Object.is(keys[i], key));
    if (same && of instanceof Map) {
      return keys.forEach((key, i) => void Map.prototype.set.call(of, key, values[i]));
    }
  }
  if (of instanceof Map) Map.prototype.clear.call(of);
  else Set.prototype.clear.call(of);
  fillCollection(of, { keys, values, stamps });
}
