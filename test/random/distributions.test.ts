import { describe, expect, test } from "vitest";
import * as nd from "../../src/nd/index.ts";
import {
  bernoulli,
  categorical,
  cauchy,
  choice,
  exponential,
  gumbel,
  key,
  laplace,
  logistic,
  normal,
  permutation,
  randint,
  split,
  truncatedNormal,
  uniform,
} from "../../src/random/index.ts";
import { critical, distance, mean } from "./moments.ts";

type NdArray = nd.NdArray;

/** The normal distribution function, by a sum over its density. */
function normalBelow(x: number): number {
  if (x < -9) return 0;
  const [steps, width] = [400, (x + 9) / 400];
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 ? 4 : 2;
    sum += weight * Math.exp(-0.5 * (-9 + i * width) ** 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

const n = 4000;
const within = (a: number, b: number): ((x: number) => number) => {
  const [from, to] = [normalBelow(a), normalBelow(b)];
  return (x) => (normalBelow(x) - from) / (to - from);
};
const draws: readonly (readonly [
  string,
  (dtype: "f64" | "f32") => NdArray,
  (x: number) => number,
])[] = [
  ["uniform", (dtype) => uniform(key(1), n, { dtype }), (x) => x],
  [
    "uniform between",
    (dtype) => uniform(key(2), n, { low: -1, high: 3, dtype }),
    (x) => (x + 1) / 4,
  ],
  ["normal", (dtype) => normal(key(3), n, { dtype }), normalBelow],
  [
    "normal, moved",
    (dtype) => normal(key(4), n, { mean: 2, std: 3, dtype }),
    (x) => normalBelow((x - 2) / 3),
  ],
  ["truncated normal", (dtype) => truncatedNormal(key(5), -1, 2, n, { dtype }), within(-1, 2)],
  ["truncated in a tail", (dtype) => truncatedNormal(key(6), 2, 5, n, { dtype }), within(2, 5)],
  [
    "exponential",
    (dtype) => exponential(key(7), n, { scale: 2, dtype }),
    (x) => -Math.expm1(-x / 2),
  ],
  [
    "laplace",
    (dtype) => laplace(key(8), n, { dtype }),
    (x) => (x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2),
  ],
  ["gumbel", (dtype) => gumbel(key(9), n, { dtype }), (x) => Math.exp(-Math.exp(-x))],
  [
    "logistic",
    (dtype) => logistic(key(10), n, { location: 1, dtype }),
    (x) => 1 / (1 + Math.exp(1 - x)),
  ],
  ["cauchy", (dtype) => cauchy(key(11), n, { dtype }), (x) => 0.5 + Math.atan(x) / Math.PI],
];

describe.each(draws)("%s", (_, draw, below) => {
  test("has its distribution", () => {
    for (const dtype of ["f64", "f32"] as const) {
      const x = draw(dtype);
      expect(x).toMatchObject({ dtype, shape: [n] });
      expect(distance(x, below)).toBeLessThan(critical(n));
    }
  });

  test("is the same again", () => expect([...draw("f64").data]).toEqual([...draw("f64").data]));
});

test("shapes", () => {
  expect(uniform(key(0))).toMatchObject({ shape: [], dtype: "f64" });
  expect(normal(key(0), [2, 0, 3]).shape).toEqual([2, 0, 3]);
  expect([...uniform(key(0), [2, 3]).data]).toEqual([...uniform(key(0), 6).data]);
  const means = nd.array([0, 100]);
  const moved = normal(key(0), [3, 2], { mean: means });
  expect(Math.min(...moved.data.filter((_, i) => i % 2))).toBeGreaterThan(90);
});

test("numbers of other keys, and of neighbours, go their own ways", () => {
  const [a, b] = split(key(12)).map((k) => normal(k, n));
  const product = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
    Array.from(x).reduce((sum, xi, i) => sum + xi * (y[i] ?? 0), 0) / Math.sqrt(n);
  expect(Math.abs(product(a.data, b.data))).toBeLessThan(4);
  expect(Math.abs(product(a.data, a.data.slice(1)))).toBeLessThan(4);
  expect(mean(a, (x) => x ** 4)).toBeCloseTo(3, 0);
});

test("uniform numbers have all their bits", () => {
  const x = uniform(key(13), n);
  for (let bit = 1; bit <= 53; bit++) {
    const ones = n * mean(x, (xi) => Math.floor(xi * 2 ** bit) % 2);
    expect(Math.abs(ones - n / 2)).toBeLessThan(4.5 * Math.sqrt(n / 4));
  }
});

test("bernoulli, randint", () => {
  const p = nd.array([0.1, 0.9]);
  const x = bernoulli(key(14), p, [n, 2]);
  expect(x).toMatchObject({ dtype: "bool", shape: [n, 2] });
  const often = [0, 1].map((j) => mean(nd.slice(x, [], j)));
  expect(often[0]).toBeCloseTo(0.1, 1);
  expect(often[1]).toBeCloseTo(0.9, 1);
  expect([bernoulli(key(0), 0).data[0], bernoulli(key(0), 1).data[0]]).toEqual([0, 1]);
  const whole = randint(key(15), -2, 3, n);
  expect(whole.dtype).toBe("i32");
  const counts = [-2, -1, 0, 1, 2].map((k) => whole.data.filter((xi) => xi === k).length);
  expect(counts.reduce((s, c) => s + c)).toBe(n);
  for (const count of counts) expect(Math.abs(count - n / 5)).toBeLessThan(4 * Math.sqrt(n * 0.16));
});

test("categorical goes by the softmax of its logits", () => {
  const logits = nd.array([
    [Math.log(1), Math.log(3), -Infinity],
    [5, 5, 5],
  ]);
  const x = categorical(key(16), logits, [n, 2]);
  expect(x).toMatchObject({ dtype: "i32", shape: [n, 2] });
  const count = (row: number, k: number): number =>
    x.data.filter((xi, i) => i % 2 === row && xi === k).length / n;
  [0.25, 0.75, 0].forEach((p, k) => expect(Math.abs(count(0, k) - p)).toBeLessThan(0.03));
  [0, 1, 2].forEach((k) => expect(Math.abs(count(1, k) - 1 / 3)).toBeLessThan(0.03));
  expect(categorical(key(0), logits).shape).toEqual([2]);
});

test("permutation and choice", () => {
  const order = permutation(key(17), 100);
  expect(order.dtype).toBe("i32");
  expect([...order.data].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
  expect([...order.data]).not.toEqual([...permutation(key(18), 100).data]);
  const rows = nd.array([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const mixed = permutation(key(19), rows);
  expect(mixed.shape).toEqual([3, 2]);
  expect([...mixed.data].toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  // each place of each number is as likely
  const first = split(key(20), 600).map((k) => permutation(k, 3).data[0]);
  for (const i of [0, 1, 2]) expect(first.filter((x) => x === i).length).toBeGreaterThan(150);

  const some = choice(key(21), 10, 8, { replace: false });
  expect(new Set(some.data).size).toBe(8);
  expect(choice(key(22), rows, [4]).shape).toEqual([4, 2]);
  const biased = choice(key(23), 3, n, { p: nd.array([0, 1, 3]) });
  expect(biased.data.filter((x) => x === 2).length / n).toBeCloseTo(0.75, 1);
  expect(biased.data.includes(0)).toBe(false);
  expect(() => choice(key(0), 3, 4, { replace: false })).toThrow(/NB6005/);
});
