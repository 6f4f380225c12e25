// Programs in which one object has several names, or one name several objects.
import { expect, test } from "vitest";
import { jit } from "../../src/index.ts";
import { run, same } from "./run.ts";

/** The same as plain JavaScript, or refused: never another value. */
function sameOrRefused(fn: (...args: never[]) => unknown, ...args: readonly unknown[]): void {
  try {
    same(fn, ...args);
  } catch (error) {
    if ((error as Error).name !== "NablaError") throw error;
    expect((error as Error).message).toMatch(/NB2006|NB2007|NB2008|NB2010/);
  }
}

test("objects chosen by a branch", () => {
  const f = (c: number): number => {
    const a = { v: 1 };
    const b = { v: 2 };
    const p = c > 0 ? a : b;
    p.v += 10;
    return a.v * 100 + b.v;
  };
  sameOrRefused(f, 1);
  sameOrRefused(f, -1);
  const g = (c: number): number => {
    const a = { v: 1 };
    const b = { v: 2 };
    const p = c > 0 ? a : b;
    a.v = 7;
    return p.v;
  };
  sameOrRefused(g, 1);
  sameOrRefused(g, -1);
});

test("arrays chosen by a branch", () => {
  const f = (c: number, n: number): unknown => {
    const a = [1, 2];
    const b = [3, 4, 5];
    const p = c > 0 ? a : b;
    p[0] = 9;
    p.push(n);
    return [a, b, p.length];
  };
  sameOrRefused(f, 1, 2);
  sameOrRefused(f, -1, 2);
  const g = (c: number, i: number): unknown => {
    const a = [1, 2];
    const b = [3, 4];
    const p = c > 0 ? a : b;
    p[i] = 9;
    return a[0]! * 1000 + a[1]! * 100 + b[0]! * 10 + b[1]!;
  };
  sameOrRefused(g, 1, 1);
  sameOrRefused(g, -1, 0);
  same((c: number) => {
    const a = Float64Array.of(1, 2);
    const b = Float64Array.of(3, 4);
    const p = c > 0 ? a : b;
    p[0] = 9;
    return [a, b];
  }, 1);
});

test("objects swapped in a loop", () => {
  const f = (n: number): unknown => {
    let a = { v: 1 };
    let b = { v: 2 };
    const first = a;
    for (let i = 0; i < n; i++) {
      a.v += 10;
      [a, b] = [b, a];
    }
    return [a.v, b.v, first.v];
  };
  for (const n of [0, 1, 2, 3]) sameOrRefused(f, n);
  const g = (n: number): unknown => {
    let a = { v: 1 };
    let b = { v: 2 };
    for (let i = 0; i < n; i++) [a, b] = [b, { v: a.v + b.v }];
    return [a.v, b.v];
  };
  for (const n of [0, 1, 5]) same(g, n);
});

test("two names for the object of an iteration", () => {
  const f = (n: number): unknown => {
    let a = { v: 0 };
    let b = a;
    for (let i = 0; i < n; i++) {
      const fresh = { v: i };
      a = fresh;
      b = fresh;
      a.v += 5;
    }
    a.v += 100;
    return b.v;
  };
  for (const n of [0, 1, 2]) sameOrRefused(f, n);
  const g = (n: number): unknown => {
    let a = { v: 0 };
    let b = { v: 1 };
    for (let i = 0; i < n; i++) {
      a.v += 1;
      if (i === 1) b = a;
    }
    return a.v * 10 + b.v;
  };
  for (const n of [0, 1, 2, 3]) sameOrRefused(g, n);
});

test("an array that grows under two names", () => {
  const f = (n: number): unknown => {
    const a: number[] = [];
    const holder = { a };
    for (let i = 0; i < n; i++) {
      a.push(i);
      if (holder.a.length > 2) holder.a.pop();
    }
    return [a, holder.a.length];
  };
  for (const n of [0, 2, 5]) same(f, n);
});

test("rows", () => {
  const f = (n: number): unknown => {
    const rows: number[][] = [];
    for (let i = 0; i < n; i++) {
      const row = [i, i + 1];
      rows.push(row);
      row[0] = 50 + i;
      rows[i]![1] = 7;
    }
    const [first] = rows;
    first![0] = 1;
    rows[1] = first!;
    rows[1]![1] = 2;
    return rows;
  };
  sameOrRefused(f, 3);
  same(
    (m: number[][]) => {
      const r = m[0]!;
      m[1] = r;
      r[0] = 5;
      return m[1]![0]!;
    },
    [
      [1, 2],
      [3, 4],
    ],
  );
});

test("closures over variables that change", () => {
  same((n: number) => {
    const fs: (() => number)[] = [];
    let outer = 0;
    for (let i = 0; i < 3; i++) {
      fs.push(() => i * 10 + outer);
    }
    outer = n;
    return fs.map((f) => f());
  }, 4);
  same((n: number) => {
    let k = 1;
    const next = (): number => (k = k * 2 + 1);
    let sum = 0;
    for (let i = 0; i < n; i++) if (next() > 10) sum += k;
    return sum * 1000 + k;
  }, 6);
});

test("returns and breaks that leave objects behind", () => {
  const f = (x: number[], limit: number): unknown => {
    const seen = { count: 0, last: -1 };
    for (const v of x) {
      seen.count++;
      if (v > limit) return { seen, at: v };
      if (v < 0) break;
      seen.last = v;
    }
    return { seen, at: 0 };
  };
  same(f, [1, 2, 3], 2);
  same(f, [1, -2, 3], 2);
  same(f, [], 2);
});

test("arguments that are one", () => {
  const x = [1, 2, 3];
  const f = (a: number[], b: number[]): number => {
    a[0] = 10;
    b.push(4);
    return a.length * 100 + b[0]!;
  };
  const y = [...x];
  expect(run(f, x, x)).toBe(f(y, y));
  expect(x).toEqual(y);
  const o = { v: 1 };
  const p = { v: 1 };
  const g = (a: { v: number }, b: { v: number }): number => {
    a.v += 5;
    return b.v;
  };
  expect(run(g, o, o)).toBe(g(p, p));
  expect(o).toEqual(p);
});

test("recursion that changes what is around it", () => {
  const walk = (depth: number, trail: number[], stats: { calls: number }): number => {
    stats.calls++;
    if (depth <= 0) return trail.length;
    trail.push(depth);
    const left = walk(depth - 1, trail, stats);
    const right = walk(depth - 2, trail, stats);
    trail.pop();
    return left + right;
  };
  same((n: number) => {
    const stats = { calls: 0 };
    const trail: number[] = [];
    const value = walk(n, trail, stats);
    return [value, stats.calls, trail.length];
  }, 5);
});

test("an array that grows while it is gone through", () => {
  same((n: number) => {
    const a = [1, 2, 3];
    let s = 0;
    for (let i = 0; i < a.length; i++) {
      s += a[i]!;
      if (a.length < n) a.push(a[i]! * 2);
    }
    return [s, a];
  }, 8);
  same((n: number) => {
    const a: number[] = [1, n];
    let s = 0;
    for (const v of a) {
      s += v;
      if (a.length < 6) a.push(v + 1);
    }
    return s;
  }, 3);
  same(
    (x: number[]) => {
      for (let i = 0; i < x.length; i++) if (x[i]! < 0) x.pop();
      return x.length;
    },
    [1, -1, 3, 4, -5],
  );
});

test("what may be missing is itself where it is there", () => {
  const chosen = (x: number, n: number): number => {
    const p = { y: 1, k: 1 };
    const q = { y: 2, k: 2 };
    let r: typeof p | undefined;
    if (p.k === n) r = p;
    if (q.k === n) r = q;
    if (r !== undefined) r.y = x * 5;
    return p.y * 10 + q.y;
  };
  const found = (x: number, n: number): number => {
    const rows = [
      [1, 2],
      [3, 4],
    ];
    const row = rows.find((one) => one[0]! > n);
    if (row !== undefined) row[1] = x;
    return rows[0]![1]! + rows[1]![1]! * 10;
  };
  for (const n of [0, 1, 2, 3]) {
    expect(jit(chosen)(0.7, n)).toBe(chosen(0.7, n));
    expect(jit(found)(0.7, n)).toBe(found(0.7, n));
  }
});
