// Sizes and indices of recursive functions, which are integers where the call begins with integers,
// and anything where not: as in JavaScript, and gradients as differences say.
import { describe, expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";

/** Sum over the subsets of a list, by their smallest element. */
const subsets = (x: Float64Array, from: number, n: number): number => {
  let s = 1;
  for (let j = from; j < n; j++) s += x[j]! * subsets(x, j + 1, n);
  return s;
};

/** A minor by its first row, its columns being a linked list. */
const minor = (a: Float64Array, n: number, m: number, next: Int32Array): number => {
  const row = n - m;
  let column = next[n]!;
  if (m === 1) return a[row * n + column]!;
  let [s, sign, previous] = [0, 1, n];
  for (let j = 0; j < m; j++) {
    next[previous] = next[column]!;
    s += sign * a[row * n + column]! * minor(a, n, m - 1, next);
    next[previous] = column;
    previous = column;
    column = next[column]!;
    sign = -sign;
  }
  return s;
};
const determinant = (a: Float64Array, n: number): number => {
  const next = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) next[i] = i + 1;
  return minor(a, n, n, next);
};

/** Sums of pairs, by halves. */
const halves = (x: Float64Array, lo: number, hi: number): number => {
  if (hi - lo === 1) return Math.sin(x[lo]!);
  const mid = Math.floor((lo + hi) / 2);
  return halves(x, lo, mid) * halves(x, mid, hi) + 0.5;
};
const shifted = (x: Float64Array, lo: number, hi: number): number => {
  if (hi <= lo) return 1;
  const mid = (lo + hi) >> 1;
  return x[mid]! * shifted(x, lo, mid) - shifted(x, mid + 1, hi);
};

/** A tree whose nodes are numbered level by level. */
const heap = (x: Float64Array, i: number): number =>
  i >= x.length ? 1 : x[i]! * heap(x, 2 * i + 1) + heap(x, 2 * i + 2);

/** A tree given by indices. */
const left = Int32Array.of(1, 3, -1, -1, -1);
const right = Int32Array.of(2, 4, -1, -1, -1);
const tree = (x: Float64Array, node: number): number =>
  node < 0 ? 1 : x[node]! * tree(x, left[node]!) + tree(x, right[node]!);

/** A number that is a size, and is computed with. */
const power = (x: Float64Array, n: number): number =>
  n <= 0 ? n : x[n - 1]! * n + power(x, n - 1) / (n + 0.5);

/** A step that is no integer until it is doubled. */
const steps = (x: Float64Array, at: number): number =>
  at >= x.length ? 0 : x[Math.floor(at)]! * at + steps(x, at + 0.5);

/** Turns: two functions that call each other. */
const even = (x: Float64Array, i: number): number => (i < 0 ? 1 : x[i]! + odd(x, i - 1));
const odd = (x: Float64Array, i: number): number => (i < 0 ? 2 : x[i]! * even(x, i - 1));

/** Zeros that are told apart by their sign. */
const signed = (x: Float64Array, n: number, k: number): number =>
  k <= 0 ? 1 / n : x[n]! + signed(x, n, k - 1);

/** Queens on a board, each with the weight of its place. */
const queens = (w: Float64Array, n: number, row: number, taken: Int32Array): number => {
  if (row === n) return 1;
  let s = 0;
  for (let c = 0; c < n; c++) {
    let free = true;
    for (let r = 0; r < row; r++) {
      const d = taken[r]! - c;
      if (d === 0 || d === row - r || d === r - row) free = false;
    }
    if (!free) continue;
    taken[row] = c;
    s += w[row * n + c]! * queens(w, n, row + 1, taken);
  }
  return s;
};

const numbers = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i + 1) + 0.2);

type F = (x: Float64Array, ...rest: number[]) => number;
const cases: readonly (readonly [string, F, number, readonly number[]])[] = [
  ["subsets", subsets as F, 6, [0, 6]],
  ["minors", determinant as F, 16, [4]],
  ["minors of one", determinant as F, 1, [1]],
  ["halves", halves as F, 9, [0, 9]],
  ["halves by a shift", shifted as F, 9, [0, 9]],
  ["a heap", heap as F, 11, [0]],
  ["a tree by indices", tree as F, 5, [0]],
  ["a size to compute with", power as F, 6, [6]],
  ["half steps", steps as F, 5, [0]],
  ["half steps from a half", steps as F, 5, [0.5]],
  ["turns", even as F, 7, [6]],
  ["a loop to what is no integer", subsets as F, 5, [0, 4.5]],
  ["nothing", subsets as F, 5, [3, NaN]],
  ["far below", subsets as F, 5, [7, -5e15]],
  ["zero", signed as F, 3, [0, 2]],
  ["zero below zero", signed as F, 3, [-0, 2]],
  ["queens", ((w, n) => queens(w, n!, 0, new Int32Array(n!))) as F, 36, [6]],
];

describe.each(cases)("%s", (_, f, n, rest) => {
  const x = numbers(n);

  test("is what JavaScript gives", () => {
    expect(jit(f)(x, ...rest)).toBe(f(x, ...rest));
  });

  test("has the gradient of differences", () => {
    const g = grad(f)(x, ...rest) as unknown as Float64Array;
    const h = 1e-5;
    for (let i = 0; i < n; i++) {
      const [up, down] = [x.slice(), x.slice()];
      up[i]! += h;
      down[i]! -= h;
      const slope = (f(up, ...rest) - f(down, ...rest)) / (2 * h);
      if (Number.isFinite(slope)) expect(g[i]).toBeCloseTo(slope, 6);
    }
  });
});

test("a size that is an independent variable keeps its slope", () => {
  const scaled = (n: number): number => power(numbers(4), n);
  const slope = (at: number): number => (scaled(at + 1e-6) - scaled(at - 1e-6)) / 2e-6;
  // between integers the subscripts are outside: the slope is that of the path taken
  expect(() => slope(3.5)).toBeDefined();
  const g = grad(scaled)(3);
  let [d, value] = [0, 0];
  const x = numbers(4);
  // the same by hand: f(n) = x n + f(n - 1) / (n + 0.5), the subscript held
  const walk = (n: number): readonly [number, number] => {
    if (n <= 0) return [n, 1];
    const [below, slopeBelow] = walk(n - 1);
    return [
      x[n - 1]! * n + below / (n + 0.5),
      x[n - 1]! + slopeBelow / (n + 0.5) - below / (n + 0.5) ** 2,
    ];
  };
  [value, d] = walk(3);
  expect(scaled(3)).toBeCloseTo(value, 12);
  expect(g).toBeCloseTo(d, 12);
});

test("what grows beyond integers in every call is none", () => {
  const far = (x: Float64Array, at: number): number =>
    at >= 2 ** 40 ? x[0]! : far(x, at * 1024) + (at < x.length ? x[at]! : 0);
  const x = numbers(3);
  expect(jit(far)(x, 1)).toBe(far(x, 1));
  expect(jit(far)(x, 2 ** 27 - 1)).toBe(far(x, 2 ** 27 - 1));
});

test("at the ends of what is taken for a size", () => {
  const count = (x: Float64Array, at: number, k: number): number =>
    k <= 0 ? at : (at < 3 && at >= 0 ? x[at]! : 0) + count(x, at + 2, k - 1);
  const x = numbers(3);
  for (const at of [2 ** 28, -(2 ** 28), 2 ** 28 + 1, 2 ** 31 - 2, -(2 ** 31), 2 ** 31, 2 ** 53]) {
    expect(jit(count)(x, at, 4)).toBe(count(x, at, 4));
  }
});
