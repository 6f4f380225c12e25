import { describe, expect, test } from "vitest";
import * as nd from "../../src/api/nd.ts";
import { grad, jit } from "../../src/index.ts";
import { randomGammaSlope } from "../../src/kernels/random-slopes.ts";
import { randomGamma } from "../../src/kernels/random.ts";
import { digamma } from "../../src/kernels/special/gamma.ts";
import { gammainc, gammaincc } from "../../src/kernels/special/incomplete-gamma.ts";
import { beta, dirichlet, gamma, key, poisson } from "../../src/random/index.ts";
import { critical, distance, mean } from "./moments.ts";

const n = 4000;

describe.each([0.05, 0.5, 1, 3, 60, 2000])("gamma of shape %d", (a) => {
  test("has its distribution", () => {
    expect(distance(gamma(key(1), a, n), (x) => gammainc(a, x))).toBeLessThan(critical(n));
  });

  test("changes with its shape as the distribution function says", () => {
    for (const p of [1e-4, 0.02, 0.3, 0.5, 0.9, 0.999]) {
      const z = quantile(a, p);
      if (z < 1e-200) continue;
      const h = 1e-5 * a;
      const wanted = (quantile(a + h, p) - quantile(a - h, p)) / (2 * h);
      const found = new Float64Array(1);
      randomGammaSlope(
        Float64Array.of(a),
        Float64Array.of(z),
        Float64Array.of(digamma(a)),
        found,
        1,
      );
      expect(Math.abs(found[0] / wanted - 1)).toBeLessThan(2e-6);
    }
  });
});

/** Where the distribution function is `p`, by halving. */
function quantile(a: number, p: number): number {
  let [low, high] = [-700, 10];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    const x = Math.exp(middle);
    const under = p < 0.5 ? gammainc(a, x) < p : gammaincc(a, x) > 1 - p;
    if (under) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

test("gamma numbers do not depend on how many there are, and wrong shapes are NaN", () => {
  const all = gamma(key(2), nd.array([3, 0.2, -1, 5, 0]));
  expect([...gamma(key(2), nd.array([3, 0.2])).data]).toEqual([...all.data.subarray(0, 2)]);
  expect([...all.data].map(Number.isNaN)).toEqual([false, false, true, false, true]);
  const out = new Float64Array(1);
  randomGamma(Float64Array.of(0, 2), Float64Array.of(3), out, 1);
  expect(out[0]).toBe(all.data[0]);
  expect(gamma(key(2), nd.array([3], "f32"))).toMatchObject({ dtype: "f32", shape: [1] });
});

describe.each([0, 0.3, 4, 29, 31, 500, 1e6])("poisson of rate %d", (rate) => {
  test("has its distribution", () => {
    const x = poisson(key(3), rate, n);
    expect(x.dtype).toBe("i32");
    // half of what is at a number counts as below it
    const below = (k: number): number => (k < 0 ? 0 : gammaincc(k + 1, rate));
    const counts = new Map<number, number>();
    for (const k of x.data) counts.set(k, (counts.get(k) ?? 0) + 1);
    let [seen, most] = [0, 0];
    for (const [k, count] of [...counts].toSorted(([p], [q]) => p - q)) {
      if (rate > 0) most = Math.max(most, Math.abs(seen / n - below(k - 1)));
      seen += count;
      if (rate > 0) most = Math.max(most, Math.abs(seen / n - below(k)));
    }
    expect(most).toBeLessThan(critical(n));
    expect(Math.abs(mean(x) - rate)).toBeLessThanOrEqual(4 * Math.sqrt(rate / n));
  });
});

test("beta and dirichlet", () => {
  const x = beta(key(4), 2, 3, n);
  // I_x(2, 3) = 6x² - 8x³ + 3x⁴
  expect(distance(x, (t) => t * t * (6 - 8 * t + 3 * t * t))).toBeLessThan(critical(n));
  const y = dirichlet(key(5), nd.array([1, 2, 3]), n);
  expect(y.shape).toEqual([n, 3]);
  expect(Math.max(...nd.abs(nd.subtract(nd.sum(y, -1), 1)).data)).toBeLessThan(1e-14);
  nd.mean(y, 0).data.forEach((m, i) => expect(m).toBeCloseTo((i + 1) / 6, 1));
});

describe("compiled", () => {
  const shapes = nd.array([0.3, 2, 40]);

  test("the same numbers", () => {
    const f = (k: nd.NdArray, a: nd.NdArray): nd.NdArray[] => [
      gamma(k, a),
      poisson(k, nd.multiply(a, 5)),
    ];
    const [outside, inside] = [f(key(6), shapes), jit(f)(key(6), shapes)];
    inside.forEach((x, i) => expect([...x.data]).toEqual([...outside[i].data]));
  });

  test("derivatives by the shape make those of means right", () => {
    // E log z has the derivative ψ'(a), and E z is a
    const f = (a: number): nd.NdArray => nd.mean(gamma(key(7), a, 20_000));
    expect(grad(f)(2.5)).toBeCloseTo(1, 1);
    const g = (a: number): nd.NdArray => nd.mean(nd.log(gamma(key(8), a, 20_000)));
    // π²/2 - 40/9
    expect(grad(g)(2.5)).toBeCloseTo(0.4903578, 1);
    const b = (a: number): nd.NdArray => nd.mean(beta(key(9), a, 3, 20_000));
    // of a / (a + 3)
    expect(grad(b)(2)).toBeCloseTo(3 / 25, 2);
  });
});
