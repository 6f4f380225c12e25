// Maps and sets as compiled code gives them back: objects with a field of entries.

/** The field of a map or set that holds its entries. */
export const entriesField = "#entries";

/** What of the entries is put into a map or set: removed ones have a negative stamp. */
interface Kept {
  readonly keys: readonly unknown[];
  readonly values: readonly unknown[];
  readonly stamps: readonly number[];
}

/** `Map` or `Set`, if objects of a class are such; undefined for other classes. */
export function collectionOf(prototype: object | null): typeof Map | typeof Set | undefined {
  return [Map, Set].find((make) => prototype === make.prototype || prototype instanceof make);
}

/** A new object of a class, without fields and entries. */
export function emptyObject(prototype: object | null): object {
  const make = collectionOf(prototype);
  if (make === undefined) return Object.create(prototype) as object;
  const made = make === Map ? new Map() : new Set();
  return Object.setPrototypeOf(made, prototype) as object;
}

/** Fills a map or set, which has no entries. */
export function fillCollection(collection: object, { keys, values, stamps }: Kept): void {
  stamps.forEach((stamp, i) => {
    if (stamp < 0) return;
    if (collection instanceof Map) Map.prototype.set.call(collection, keys[i], values[i]);
    else Set.prototype.add.call(collection as Set<unknown>, keys[i]);
  });
}
