// The prelude as it is: its trees, and its functions against JavaScript's own `Map`.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { preludeTrees } from "../../scripts/prelude-trees.ts";
import { hashKey, prelude, type Cursor, type Entries } from "../../src/prelude/index.ts";

/** Without what a formatter may change. */
const plain = (text: string): string =>
  text.replaceAll(/\\?['"]/g, '"').replaceAll(/\s+|,(?=\s*\])/g, "");

test("the trees are what their generator makes", () => {
  const path = new URL("../../src/prelude/trees.generated.ts", import.meta.url);
  expect(plain(readFileSync(path, "utf8"))).toBe(plain(preludeTrees()));
});

const fresh = <K, V>(): Entries<K, V> => ({
  keys: [],
  values: [],
  stamps: [],
  table: [],
  size: 0,
  added: 0,
  moves: 0,
});

const keys = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.constantFrom(NaN, Infinity, 0.5, 2 ** 40, -3, "a", "b", "", true, false, undefined, null),
);
const step = fc.oneof(
  fc.record({ do: fc.constantFrom("set" as const), key: keys, value: fc.integer() }),
  fc.record({ do: fc.constantFrom("delete", "next", "clear", "get"), key: keys }),
);

test("it does what a map does, whatever changes while it is gone through", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const map = new Map<unknown, unknown>();
      const entries = fresh<unknown, unknown>();
      let going = map.entries();
      let cursor: Cursor = { at: -1, stamp: 0, moves: 0 };
      for (const one of steps) {
        if (one.do === "set") {
          map.set(one.key, one.value);
          prelude.set(entries, one.key, one.value);
        } else if (one.do === "delete") {
          expect(prelude.remove(entries, one.key)).toBe(map.delete(one.key));
        } else if (one.do === "get") {
          expect(prelude.get(entries, one.key)).toBe(map.get(one.key));
          expect(prelude.has(entries, one.key)).toBe(map.has(one.key));
        } else if (one.do === "clear" && steps.length % 2 === 0) {
          map.clear();
          prelude.clear(entries);
        } else {
          const { value, done } = going.next();
          expect(prelude.advance(entries, cursor)).toBe(!done);
          if (done) {
            going = map.entries();
            cursor = { at: -1, stamp: 0, moves: entries.moves };
          } else {
            expect([entries.keys[cursor.at], entries.values[cursor.at]]).toEqual(value);
          }
        }
        expect(entries.size).toBe(map.size);
      }
    }),
  );
});

test("the work for n keys is linear in n, however they are spread", () => {
  const spreads: readonly ((i: number) => unknown)[] = [
    (i) => i,
    (i) => i * 4096,
    (i) => i / 1024,
    (i) => i * 1e300,
    (i) => i * 5e-324,
    (i) => -i,
    (i) => (i % 100) + 2 ** 32 * i,
    (i) => `key ${i}`,
  ];
  const n = 1000;
  for (const key of spreads) {
    let reads = 0;
    const entries = fresh<unknown, number>();
    const table = new Proxy(entries.table, {
      get: (target, name) => (reads++, Reflect.get(target, name) as unknown),
    });
    const counted = { ...entries, table };
    for (let i = 0; i < n; i++) prelude.set(counted, key(i), i);
    for (let i = 0; i < n; i++) expect(prelude.get(counted, key(i))).toBe(i);
    expect(reads).toBeLessThan(60 * n);
    // the window of a cache: what is removed leaves
    for (let i = n; i < 3 * n; i++) {
      prelude.remove(counted, key(i - n));
      prelude.set(counted, key(i), i);
    }
    expect(reads).toBeLessThan(200 * n);
    expect(entries.keys.length).toBeLessThan(6 * n);
  }
});

test("keys that are the same have the same hash", () => {
  expect(hashKey(-0)).toBe(hashKey(0));
  const other = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]!;
  expect(hashKey(other)).toBe(hashKey(NaN));
});
