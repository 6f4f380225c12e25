/* eslint-disable unicorn/no-array-sort, unicorn/no-new-array -- what is compiled here */
// Gradients of programs with one hard thing each, against differences of the plain function.
import { expect, test } from "vitest";
import { differences } from "../../src/api/check-grad.ts";
import { grad, hessian, jvp } from "../../src/index.ts";
import { run } from "./run.ts";

type F = (x: Float64Array) => number;

function check(f: F, x: Float64Array): void {
  const got = run(grad(f), x.slice()) as Float64Array;
  for (let i = 0; i < x.length; i++) {
    const { value, error } = differences((t) => f(x.with(i, t)), x[i]!);
    expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(4 * error + 1e-9 * Math.abs(value));
  }
  const v = x.map((_, i) => Math.cos(i));
  const along = run((z: Float64Array) => jvp(f)([z], [v]).tangent, x.slice()) as number;
  const dot = got.reduce((sum, g, i) => sum + g * v[i]!, 0);
  expect(Math.abs(along - dot)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(dot)));
}

const programs: Record<string, F> = {
  "a captured array that is written": (x) => {
    const work = new Float64Array(3);
    const put = (i: number, v: number): void => {
      work[i] = v * work[(i + 1) % 3]! + v;
    };
    for (let k = 0; k < 5; k++) put(k % 3, x[k % x.length]!);
    return work[0]! + 2 * work[1]! + 3 * work[2]!;
  },
  "views that overlap": (x) => {
    const all = x.slice();
    const a = all.subarray(0, 2);
    const b = all.subarray(1, 3);
    a[1] = a[0]! * b[1]!;
    b[0] = b[0]! + a[0]!;
    return all[0]! * all[1]! * all[2]!;
  },
  "an argument that is changed": (x) => {
    for (let i = 1; i < x.length; i++) x[i] = x[i]! * x[i - 1]!;
    return x[x.length - 1]! + x[0]!;
  },
  "growing arrays": (x) => {
    const out: number[] = [];
    for (const v of x) {
      out.push(v * v);
      if (v > 1) out.push(v * out[0]!);
    }
    return out.reduce((a, b) => a + b * b, 0);
  },
  "rows of rows": (x) => {
    const m = Array.from(x, (a) => Array.from(x, (b) => a * b + a));
    let s = 0;
    for (const row of m) for (const v of row) s += v * v;
    return s;
  },
  "objects and classes": (x) => {
    class P {
      v: number;
      constructor(v: number) {
        this.v = v;
      }
      times(o: P): P {
        return new P(this.v * o.v + 1);
      }
    }
    let p = new P(1);
    for (let i = 0; i < x.length; i++) p = p.times(new P(x[i]!));
    return p.v;
  },
  "recursion on halves": (x) => {
    const sum = (from: number, to: number): number => {
      if (to - from <= 1) return Math.sin(x[from]!);
      const mid = Math.floor((from + to) / 2);
      return sum(from, mid) * sum(mid, to) + x[mid]!;
    };
    return sum(0, x.length);
  },
  "a loop whose count depends on the data": (x) => {
    let v = x[0]!;
    let n = 0;
    while (v < 50 && n < 100) {
      v = v * v + x[1]!;
      n++;
    }
    return v * x[2]!;
  },
  "early exits": (x) => {
    let s = 0;
    outer: for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < x.length; j++) {
        if (j > i) continue outer;
        if (s > 20) break outer;
        s += x[i]! * x[j]!;
        if (s < -5) return s * s;
      }
    }
    return s;
  },
  "a value missing at first": (x) => {
    let best: number | undefined;
    for (const v of x) if (best === undefined || v * v > best) best = v * v;
    return best! * 3;
  },
  "an inner gradient": (x) => {
    const inner = (y: Float64Array): number => {
      let s = 0;
      for (let i = 0; i < y.length; i++) s += y[i]! ** 3 * x[i]!;
      return s;
    };
    const g = grad(inner)(x);
    return g[0]! * g[1]! + g[2]!;
  },
  "descent inside": (x) => {
    const f = (y: Float64Array): number => (y[0]! - x[0]!) ** 2 + x[1]! * y[0]! ** 2;
    const y = Float64Array.of(1);
    for (let k = 0; k < 4; k++) y[0] = y[0]! - 0.1 * grad(f)(y)[0]!;
    return y[0]! * x[2]!;
  },
  sorting: (x) => {
    const s = x.slice().sort((a, b) => b - a);
    return s[0]! * 1 + s[1]! * s[1]! + s[2]! ** 3;
  },
  "float32 arrays": (x) => {
    const y = Float64Array.from(x);
    let s = 0;
    for (let i = 0; i < y.length; i++) s += y[i]! * Math.fround(2);
    return s * s;
  },
};

for (const [name, f] of Object.entries(programs)) {
  test(name, () => {
    check(f, Float64Array.of(1.3, 0.7, 1.9));
    check(f, Float64Array.of(0.4, 1.1, -0.6));
  });
}

test("second derivatives", () => {
  const f: F = programs["an inner gradient"]!;
  const x = Float64Array.of(1.3, 0.7, 1.9);
  const h = run(hessian(f), x) as Float64Array[];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < i; j++) {
      expect(Math.abs(h[i]![j]! - h[j]![i]!)).toBeLessThan(1e-9 * (1 + Math.abs(h[i]![j]!)));
    }
  }
  const slope = (t: number): number => (run(grad(f), x.with(1, t)) as Float64Array)[0]!;
  const step = 1e-4;
  const difference = (slope(x[1]! + step) - slope(x[1]! - step)) / (2 * step);
  expect(Math.abs(h[0]![1]! - difference)).toBeLessThan(1e-5);
});
