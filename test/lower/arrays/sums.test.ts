// How accurate sums are, and what becomes of NaN and infinities.
import { expect, test } from "vitest";
import { asWasm } from "./wasm.ts";

// The sum of what lies `step` apart from `first` on, with all roundings (Neumaier 1974).
function exactly(x: ArrayLike<number>, first: number, step: number, count: number): number {
  let [sum, rest] = [0, 0];
  for (let i = 0; i < count; i++) {
    const v = x[first + i * step]!;
    const t = sum + v;
    rest += Math.abs(sum) >= Math.abs(v) ? sum - t + v : v - t + sum;
    sum = t;
  }
  return sum + rest;
}

const generated = (n: number, of: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => of(i));
let state = 1;
const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;

test.each([
  ["equal numbers", (): number => 0.1],
  ["random numbers", random],
  ["growing numbers", (i: number): number => Math.sqrt(i)],
])("sums of 10⁶ %s are right to a rounding or two", (_, of) => {
  const n = 1_000_000;
  const sum = asWasm(`func @f(%x: f64[${n}]) -> (f64[]) {
    %s: f64[] = reduce_sum {axes: [0]} %x
    return %s
  }`);
  const x = generated(n, of);
  const [[found]] = sum(x).results as unknown as [[number]];
  const exact = exactly(x, 0, 1, n);
  expect(Math.abs(found - exact) / exact).toBeLessThan(1e-15);
});

test("so are sums over rows, which are made along them", () => {
  const [rows, columns] = [5001, 17];
  const sum = asWasm(`func @f(%x: f64[${rows},${columns}]) -> (f64[${columns}]) {
    %s: f64[${columns}] = reduce_sum {axes: [0]} %x
    return %s
  }`);
  const x = generated(rows * columns, random);
  sum(x).results[0]!.forEach((found, j) => {
    const exact = exactly(x, j, columns, rows);
    expect(Math.abs(found - exact) / exact).toBeLessThan(1e-15);
  });
});

test("and those of floats of 32 bits, to one of theirs", () => {
  const n = 100_003;
  const sum = asWasm(`func @f(%x: f32[${n}]) -> (f32[]) {
    %s: f32[] = reduce_sum {axes: [0]} %x
    return %s
  }`);
  const x = Float32Array.from({ length: n }, random);
  const exact = exactly(x, 0, 1, n);
  expect(Math.abs(sum(x).results[0]![0]! - exact) / exact).toBeLessThan(2e-7);
});

test("what cancels is not lost where it is in other blocks", () => {
  const n = 1024;
  const sum = asWasm(`func @f(%x: f64[${n}]) -> (f64[]) {
    %s: f64[] = reduce_sum {axes: [0]} %x
    return %s
  }`);
  const x = new Float64Array(n);
  [x[0], x[300], x[900]] = [1e100, 1, -1e100];
  expect([...sum(x).results[0]!]).toEqual([1]);
  [x[0], x[300], x[900]] = [Infinity, 1, 2];
  expect([...sum(x).results[0]!]).toEqual([Infinity]);
  x[900] = NaN;
  expect([...sum(x).results[0]!]).toEqual([NaN]);
});

test("a NaN is the largest and the smallest wherever it is", () => {
  const n = 37;
  const extremes = asWasm(`func @f(%x: f64[${n}]) -> (f64[], f64[]) {
    %a: f64[] = reduce_max {axes: [0]} %x
    %b: f64[] = reduce_min {axes: [0]} %x
    return %a, %b
  }`);
  const all = (x: Float64Array): number[] => extremes(x).results.map(([v]) => v!);
  const x = generated(n, (i) => Math.sin(i));
  expect(all(x)).toEqual([Math.max(...x), Math.min(...x)]);
  for (let i = 0; i < n; i++) {
    expect(all(x.slice().fill(NaN, i, i + 1))).toEqual([NaN, NaN]);
    expect(all(x.slice().fill(Infinity, i, i + 1))).toEqual([
      Infinity,
      Math.min(...x.filter((_, k) => k !== i)),
    ]);
  }
  expect(all(new Float64Array(n).fill(-Infinity))).toEqual([-Infinity, -Infinity]);
});

test("long rows are joined in stretches, and what is left of them", () => {
  const n = 20_003;
  const long = asWasm(`func @f(%x: f64[${n}]) -> (f64[], f64[], f64[]) {
    %a: f64[] = reduce_max {axes: [0]} %x
    %b: f64[] = reduce_min {axes: [0]} %x
    %s: f64[] = reduce_sum {axes: [0]} %x
    return %a, %b, %s
  }`);
  const all = (x: Float64Array): number[] => long(x).results.map(([v]) => v!);
  for (const i of [0, 4095, 4096, 9000, 16_383, 16_384, 19_968, n - 1]) {
    const x = new Float64Array(n);
    x[i] = NaN;
    expect(all(x)).toEqual([NaN, NaN, NaN]);
    x[i] = 1;
    expect(all(x)).toEqual([1, 0, 1]);
    x[i] = -1e100;
    x[(i + 5000) % n] = 1;
    x[(i + 10_001) % n] = 1e100;
    expect(all(x)).toEqual([1e100, -1e100, 1]);
    x[i] = Infinity;
    expect(all(x)).toEqual([Infinity, 0, Infinity]);
    x[(i + 5000) % n] = -Infinity;
    expect(all(x)).toEqual([Infinity, -Infinity, NaN]);
  }
});
