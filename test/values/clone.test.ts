import { expect, test } from "vitest";
import { cloned } from "../../src/values/clone.ts";

test("a copy has the same structure, classes and sharing, however deep", () => {
  class Point {
    readonly x = 1;
  }
  const shared = [1, 2];
  const all = new Float64Array(4);
  const f = (): number => 1;
  const value = { a: shared, b: shared, p: new Point(), f, head: all, tail: all.subarray(2) };
  const copy = cloned(value);
  expect(copy).toEqual(value);
  expect(copy.a).not.toBe(shared);
  expect(copy.b).toBe(copy.a);
  expect(copy.p).toBeInstanceOf(Point);
  expect(copy.f).toBe(f);
  expect(copy.head).not.toBe(all);
  expect(copy.tail.buffer).toBe(copy.head.buffer);

  interface Link {
    next: Link | null;
  }
  let list: Link | null = null;
  for (let i = 0; i < 100_000; i++) list = { next: list };
  let n = 0;
  for (let at: Link | null = cloned(list); at !== null; at = at.next) n++;
  expect(n).toBe(100_000);
});
