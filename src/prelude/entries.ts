/**
 * The entries of a `Map` or `Set`, in the order in which they were added, found by a hash table.
 * Compiled code that uses `Map` and `Set` is compiled with these functions; they run as they are for
 * what is known when compiling.
 */
import { hashKey, sameKey } from "./keys.ts";

export interface Entries<K, V> {
  readonly keys: K[];
  /** Of a `Set`: empty. */
  readonly values: V[];
  /** When an entry was added, counted from 1; negative once it has been removed. */
  readonly stamps: number[];
  /** By hash, 1 + the index of an entry, or 0; half of it at least is free. */
  readonly table: number[];
  /** How many entries there are. */
  size: number;
  /** How many have been added so far. */
  added: number;
  /** How often entries have got another index. */
  moves: number;
}

/** A place among entries that may change meanwhile. */
export interface Cursor {
  at: number;
  stamp: number;
  moves: number;
}

/** The index of the entry with this key, or -1. */
export function find<K, V>(entries: Entries<K, V>, key: K): number {
  const { keys, stamps, table } = entries;
  if (stamps.length === 0) return -1;
  const mask = table.length - 1;
  let at = hashKey(key) & mask;
  let entry = table[at]! - 1;
  while (entry >= 0 && !(stamps[entry]! > 0 && sameKey(keys[entry]!, key))) {
    at = (at + 1) & mask;
    entry = table[at]! - 1;
  }
  return entry;
}

export function has<K, V>(entries: Entries<K, V>, key: K): boolean {
  return find(entries, key) >= 0;
}

export function get<K, V>(entries: Entries<K, V>, key: K): V | undefined {
  const entry = find(entries, key);
  return entry < 0 ? undefined : entries.values[entry];
}

export function set<K, V>(entries: Entries<K, V>, key: K, value: V): void {
  const entry = find(entries, key);
  if (entry < 0) {
    append(entries, key);
    entries.values.push(value);
  } else {
    entries.values[entry] = value;
  }
}

export function add<K, V>(entries: Entries<K, V>, key: K): void {
  if (find(entries, key) < 0) append(entries, key);
}

export function append<K, V>(entries: Entries<K, V>, key: K): void {
  const { keys, stamps, table } = entries;
  if (2 * (stamps.length + 1) > table.length) rebuild(entries);
  place(table, hashKey(key), stamps.length);
  keys.push(key);
  entries.added++;
  stamps.push(entries.added);
  entries.size++;
}

export function place(table: number[], hash: number, entry: number): void {
  const mask = table.length - 1;
  let at = hash & mask;
  while (table[at] !== 0) at = (at + 1) & mask;
  table[at] = entry + 1;
}

/** Leaves removed entries out, and makes room: for as many entries as there are, at least. */
export function rebuild<K, V>(entries: Entries<K, V>): void {
  const { keys, table } = entries;
  if (entries.size < keys.length) compact(entries);
  for (let i = 0; i < table.length; i++) table[i] = 0;
  if (table.length === 0) for (let i = 0; i < 8; i++) table.push(0);
  if (table.length < 4 * (keys.length + 1)) {
    for (let more = table.length; more > 0; more--) table.push(0);
  }
  for (let i = 0; i < keys.length; i++) place(table, hashKey(keys[i]!), i);
}

export function compact<K, V>(entries: Entries<K, V>): void {
  const { keys, values, stamps } = entries;
  let to = 0;
  for (let i = 0; i < stamps.length; i++) {
    if (stamps[i]! > 0) {
      keys[to] = keys[i]!;
      if (values.length > 0) values[to] = values[i]!;
      stamps[to] = stamps[i]!;
      to++;
    }
  }
  keys.length = to;
  if (values.length > 0) values.length = to;
  stamps.length = to;
  entries.moves++;
}

export function remove<K, V>(entries: Entries<K, V>, key: K): boolean {
  const { stamps } = entries;
  const entry = find(entries, key);
  if (entry < 0) return false;
  stamps[entry] = -stamps[entry]!;
  entries.size--;
  return true;
}

export function clear<K, V>(entries: Entries<K, V>): void {
  const { keys, values, stamps, table } = entries;
  keys.length = 0;
  values.length = 0;
  stamps.length = 0;
  for (let i = 0; i < table.length; i++) table[i] = 0;
  entries.size = 0;
  entries.moves++;
}

/** Goes on to the next entry; gives whether there is one. */
export function advance<K, V>(entries: Entries<K, V>, cursor: Cursor): boolean {
  const { stamps } = entries;
  if (cursor.moves !== entries.moves) {
    let last = stamps.length - 1;
    while (last >= 0 && Math.abs(stamps[last]!) > cursor.stamp) last--;
    cursor.at = last;
    cursor.moves = entries.moves;
  }
  let at = cursor.at + 1;
  while (at < stamps.length && stamps[at]! < 0) at++;
  cursor.at = at;
  if (at >= stamps.length) return false;
  cursor.stamp = stamps[at]!;
  return true;
}

/** Whether two maps or sets have the same keys, in the same order and at the same places. */
export function sameKeys<K, V, W>(a: Entries<K, V>, b: Entries<K, W>): boolean {
  const n = a.stamps.length;
  if (b.stamps.length !== n) return false;
  for (let i = 0; i < n; i++) {
    const there = a.stamps[i]! > 0;
    if (b.stamps[i]! > 0 !== there) return false;
    if (there && !sameKey(a.keys[i]!, b.keys[i]!)) return false;
  }
  return true;
}
