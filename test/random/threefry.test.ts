import { expect, test } from "vitest";
import { NdArray } from "../../src/nd/index.ts";
import { threefry } from "../../src/nd/threefry.ts";
import { foldIn, key, split } from "../../src/random/index.ts";

const words = (...x: number[]): NdArray => new NdArray("i32", [x.length], Int32Array.from(x));
const hex = ({ data }: NdArray): string[] =>
  Array.from(data, (x) => (x >>> 0).toString(16).padStart(8, "0"));

// kat_vectors of Random123, which comes with the paper: threefry2x32, 20 rounds
test.each([
  [
    [0, 0],
    [0, 0],
    ["6b200159", "99ba4efe"],
  ],
  [
    [-1, -1],
    [-1, -1],
    ["1cb996fc", "bb002be7"],
  ],
  [
    [0x13198a2e, 0x03707344],
    [0x243f6a88, 0x85a308d3],
    ["c4923a9c", "483df7a0"],
  ],
])("known answers: key %j, counter %j", (k, counter, wanted) => {
  expect(hex(threefry(words(...k), words(...counter)))).toEqual(wanted);
});

test("many counters at once are the same as one by one", () => {
  const k = words(7, -9);
  const counters = Array.from({ length: 50 }, (_, i) => [i * 31, i - 20]);
  const all = threefry(
    k,
    new NdArray(
      "i32",
      [2, 10, 5],
      Int32Array.from([...counters.map(([a]) => a), ...counters.map(([, b]) => b)]),
    ),
  );
  expect(all.shape).toEqual([2, 10, 5]);
  counters.forEach((counter, i) => {
    expect([...threefry(k, words(...counter)).data]).toEqual([all.data[i], all.data[50 + i]]);
  });
});

test("keys: seeds, split, folded in", () => {
  expect([...key(0).data]).toEqual([0, 0]);
  expect([...key(2 ** 32 + 5).data]).toEqual([1, 5]);
  expect([...key(-1).data]).toEqual([-1, -1]);
  expect(() => key(0.5)).toThrow(/NB6004/);
  const keys = split(key(1), 4);
  expect(keys.map(({ shape }) => shape)).toEqual([[2], [2], [2], [2]]);
  // a key is the block of its number
  expect(keys.map(hex)).toEqual([0, 1, 2, 3].map((i) => hex(threefry(key(1), words(0, i)))));
  expect(hex(foldIn(key(1), 3))).toEqual(hex(keys[3]));
  expect(new Set(keys.map((k) => hex(k).join())).size).toBe(4);
  expect(() => split(words(1, 2, 3))).toThrow(/NB6005.*\n*.*i32\[3\]/);
});
