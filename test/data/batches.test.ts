import { expect, test } from "vitest";
import { batches, split, take } from "../../src/data/index.ts";
import * as nd from "../../src/nd/index.ts";
import { key } from "../../src/random/index.ts";

const data = {
  x: nd.reshape(nd.arange(20), [10, 2]),
  y: Int32Array.from({ length: 10 }, (_, i) => i),
  names: Array.from("abcdefghij"),
};

test("batches in order, the last of them shorter", () => {
  const all = [...batches(data, 4)];
  expect(all.map(({ y }) => [...y])).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
  expect(all[2].x).toMatchObject({ shape: [2, 2], dtype: "f64" });
  expect([...all[2].x.data]).toEqual([16, 17, 18, 19]);
  expect(all[1].names).toEqual(["e", "f", "g", "h"]);
  expect([...batches(data, 4, { dropLast: true })]).toHaveLength(2);
  expect([...batches(data.x, 10)][0].shape).toEqual([10, 2]);
});

test("shuffled, parts of examples stay together, and each comes once", () => {
  const seen = [...batches(data, 3, { shuffle: key(1) })];
  const order = seen.flatMap(({ y }) => [...y]);
  expect(order).not.toEqual([...data.y]);
  expect(order.toSorted((a, b) => a - b)).toEqual([...data.y]);
  for (const { x, y, names } of seen) {
    y.forEach((i, k) => {
      expect(x.data.slice(2 * k, 2 * k + 2)).toEqual(Float64Array.of(2 * i, 2 * i + 1));
      expect(names[k]).toBe(data.names[i]);
    });
  }
  const again = [...batches(data, 3, { shuffle: key(1) })].flatMap(({ y }) => [...y]);
  expect(again).toEqual(order);
});

test("split, take", () => {
  const [train, rest] = split(data, 0.7, { shuffle: key(2) });
  expect([train.y.length, rest.y.length]).toEqual([7, 3]);
  expect([...train.y, ...rest.y].toSorted((a, b) => a - b)).toEqual([...data.y]);
  expect([...split(data, 0.2)[0].y]).toEqual([0, 1]);
  expect(take(data, Int32Array.of(3, 3)).names).toEqual(["d", "d"]);
});

test("what does not fit is named", () => {
  expect(() => [...batches({ x: data.x, y: [1, 2] }, 2)]).toThrow(
    /data.x has 10 examples, and data.y has 2/,
  );
  expect(() => [...batches(nd.array(1), 2)]).toThrow(/data has no axis of examples/);
  expect(() => [...batches(data, 0)]).toThrow(/a batch of 0 examples/);
});
