import { expect, test } from "vitest";
import { progress } from "../../src/data/index.ts";

/** Goes through `count` items that take `each` milliseconds; gives what is written. */
function written(count: number, each: number, isTTY: boolean, upTo = count): string[] {
  const texts: string[] = [];
  let time = 0;
  const stream = { isTTY, columns: 60, write: (text: string) => texts.push(text) };
  for (const i of progress(count, { label: "fit", stream, now: () => time })) {
    if (i >= upTo) break;
    time += each;
  }
  return texts;
}

test("on a terminal at most ten updates a second, and one at the end", () => {
  const texts = written(1000, 10, true);
  expect(texts.length).toBeLessThanOrEqual(101);
  expect(texts.length).toBeGreaterThan(90);
  expect(texts[0]).toBe("\r\x1b[2Kfit: 10/1000, 1 %, 100/s, 9.9 s left");
  expect(texts.at(-1)).toBe("\r\x1b[2Kfit: 1000/1000, 100 %, 100/s, in 10 s\n");
});

test("elsewhere a line every ten seconds", () => {
  expect(written(20, 2000, false)).toEqual([
    "fit: 5/20, 25 %, 2.00 s each, 30 s left\n",
    "fit: 10/20, 50 %, 2.00 s each, 20 s left\n",
    "fit: 15/20, 75 %, 2.00 s each, 10 s left\n",
    "fit: 20/20, 100 %, 2.00 s each, in 40 s\n",
    "fit: 20/20, 100 %, 2.00 s each, in 40 s\n",
  ]);
  expect(written(20, 1, false)).toEqual([]);
});

test("a loop that is left early is finished, and items are handed on", () => {
  expect(written(100, 50, true, 3).at(-1)).toBe("\r\x1b[2Kfit: 3/100, 3 %, 20.0/s, 4.8 s left\n");
  const stream = { write: () => {} };
  expect([...progress(new Set(["a", "b"]), { stream })]).toEqual(["a", "b"]);
  expect([...progress([], { stream })]).toEqual([]);
});
