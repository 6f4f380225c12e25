// What other systems have got wrong, one test for each kind of fault.
import { describe, expect, test } from "vitest";
import { grad, jvp } from "../../src/index.ts";

/** The slope by differences, extrapolated. */
function slope(f: (x: number) => number, x: number): number {
  const between = (h: number): number => (f(x + h) - f(x - h)) / (2 * h);
  return (4 * between(5e-5) - between(1e-4)) / 3;
}

function expectSlope(f: (x: number) => number, x: number): void {
  const wanted = slope(f, x);
  expect(grad(f)(x)).toBeCloseTo(wanted, 7);
  expect(jvp(f)([x], [1]).tangent).toBeCloseTo(wanted, 7);
}

describe("values that a loop hands on trade places", () => {
  test.each([0, 1, 2, 3, 6, 7])("two swapped and three rotated, %i times", (n) => {
    expectSlope((x) => {
      let [a, b] = [x, 2];
      for (let i = 0; i < n; i++) [a, b] = [b, a * 1.5];
      return a * a + 3 * b;
    }, 0.8);
    expectSlope((x) => {
      let [a, b, c] = [x, x * x, 1];
      for (let i = 0; i < n; i++) [a, b, c] = [b, c, Math.sin(a)];
      return a + 2 * b + 3 * c;
    }, 0.8);
  });
});

test("what is zero at first, and varies later", () => {
  expectSlope((x) => {
    const sums = new Float64Array(3);
    for (let i = 0; i < 6; i++) sums[i % 3] = sums[i % 3]! * 2 + (i > 2 ? x * i : 0);
    return sums[0]! * sums[1]! + sums[2]!;
  }, 0.7);
  // active, then overwritten by a constant, then active again
  expectSlope((x) => {
    const cell = [x];
    let s = cell[0]! * x;
    cell[0] = 0;
    s += cell[0];
    cell[0] = s * x;
    return cell[0] + s;
  }, 0.7);
});

test("the branch that is not taken has no part in it", () => {
  const f = (x: number): number => (x > 0 ? Math.log(x) * Math.sqrt(x) : x * 2);
  expect(grad(f)(-1)).toBe(2);
  expect(grad(f)(0)).toBe(2);
  expect(jvp(f)([-1], [1]).tangent).toBe(2);
  const safe = (x: number, y: number): number => (y !== 0 ? x / y : x);
  expect(grad(safe, { wrt: [0, 1] })(3, 0)).toEqual([1, 0]);
});

let global = 1;
const state = { scale: 1, past: [0, 0] };

test("variables and objects outside, which the function changes", () => {
  const f = (x: number): number => {
    global = x * x;
    state.scale = global * x;
    state.past[1] = state.scale + x;
    return state.past[1]! * global;
  };
  // (x³ + x) x² has the slope 5 x⁴ + 3 x²
  expect(grad(f)(2)).toBe(5 * 16 + 3 * 4);
  expect([global, state.scale, state.past[1]]).toEqual([4, 8, 10]);
  expect(jvp(f)([2], [1]).tangent).toBe(92);
});

test("several values stored at one index", () => {
  const at = Int32Array.of(0, 2, 0, 1, 2, 0);
  const added = (v: Float64Array): number => {
    const bins = new Float64Array(3);
    for (let i = 0; i < v.length; i++) bins[at[i]!]! += v[i]! * v[i]!;
    return bins[0]! * bins[1]! + bins[2]! ** 2;
  };
  const v = Float64Array.of(1, 2, 3, 4, 5, 6);
  const [b0, b1, b2] = [1 + 9 + 36, 16, 4 + 25];
  const outer = [b1, b0, 2 * b2];
  expect(grad(added)(v)).toEqual(v.map((x, i) => 2 * x * outer[at[i]!]!));
  // the last one stays
  const last = (w: Float64Array): number => {
    const bins = new Float64Array(3);
    for (let i = 0; i < w.length; i++) bins[at[i]!] = w[i]! * w[i]!;
    return bins[0]! + 10 * bins[1]! + 100 * bins[2]!;
  };
  expect(grad(last)(v)).toEqual(Float64Array.of(0, 0, 0, 80, 1000, 12));
});

test("views of one memory", () => {
  const f = (v: Float64Array): number => {
    const [left, right] = [v.subarray(0, 3), v.subarray(1, 4)];
    left[1] = left[0]! * right[2]!;
    right[0]! += left[1]!;
    return left[1]! * v[3]! + right[1]!;
  };
  // v1 becomes v0 v3 and is doubled: 2 v0 v3² + v2
  expect(grad(f)(Float64Array.of(2, 7, 5, 3))).toEqual(Float64Array.of(18, 0, 1, 24));
  const shifted = (v: Float64Array): number => {
    v.copyWithin(1, 0, 3);
    return v[0]! * v[1]! + v[2]! * v[3]!;
  };
  // v0² + v1 v2
  expect(grad(shifted)(Float64Array.of(2, 3, 5, 7))).toEqual(Float64Array.of(4, 5, 3, 0));
});

test("a[i] += a[j], where i is j now and then", () => {
  const f = (v: Float64Array): number => {
    for (let i = 0; i < v.length; i++) v[i]! += v[(i * i) % v.length]!;
    return v.reduce((s, x, i) => s + x * (i + 1), 0);
  };
  const at = [1, 2, 3, 4, 5];
  const g = grad(f)(Float64Array.from(at));
  at.forEach((_, i) => {
    const by = (x: number): number => f(Float64Array.from(at, (y, j) => (i === j ? x : y)));
    expect(g[i]).toBeCloseTo(slope(by, at[i]!), 6);
  });
});
