/* eslint-disable unicorn/no-array-sort, unicorn/no-new-array -- what is compiled here */
import { expect, test } from "vitest";
import { grad } from "../../src/index.ts";
import { run, same } from "./run.ts";
test("a value that is missing at first", () => {
  const first = (x: number[], least: number): number | undefined => {
    let found: number | undefined;
    for (const v of x) if (found === undefined && v > least) found = v;
    return found;
  };
  same(first, [1, 2, 3], 1);
  same(first, [1, 2, 3], 4);
  same((x: number[]) => (first(x, 2) ?? 10) * 2, [1]);
  expect(() => run((x: number[]) => first(x, 2)! * 2, [1])).toThrow("NB2004");

  same(
    (x: Float64Array) => {
      let best: number | undefined;
      for (let i = 0; i < x.length; i++) if (best === undefined || x[i]! > best) best = x[i]!;
      return best;
    },
    Float64Array.of(1, 3, 2),
  );
});
test("array of objects", () => {
  same(
    (ps: { x: number; v: number }[], n: number) => {
      for (let k = 0; k < n; k++) {
        for (let i = 0; i < ps.length; i++) {
          const p = ps[i]!;
          p.x += p.v * 0.1;
        }
      }
      return ps.map((p) => p.x).reduce((a, b) => a + b, 0);
    },
    [
      { x: 1, v: 2 },
      { x: 3, v: 4 },
    ],
    3,
  );
});
test("sort", () => {
  same((x: number[]) => x.sort((a, b) => a - b), [3, 1, 2, 9, -1, 4, 4, 0.5]);
  same((x: Float64Array) => x.sort(), Float64Array.of(5, 4, 3, 2, 1));
  same((x: number[]) => x.map((v) => [v, v % 2]).sort((a, b) => a[1]! - b[1]!), [3, 2, 5, 4]);

  same((x: number[]) => [...x.slice().sort((a, b) => b - a)].length, [3, 1, 2]);
});
test("entries", () => {
  same(
    (x: number[]) => {
      let s = 0;
      for (const [i, v] of x.entries()) s += i * v;
      return s;
    },
    [3, 1, 2],
  );
});
test("new Array", () => {
  same((n: number) => {
    const a = new Array<number>(n);
    for (let i = 0; i < n; i++) a[i] = i * i;
    return a;
  }, 4);
});
test("append by index", () => {
  same((n: number) => {
    const a: number[] = [];
    for (let i = 0; i < n; i++) a[i] = i * i;
    return a;
  }, 4);
});
test("Array.from", () => {
  same(
    (n: number) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i * j)),
    12,
  );
});
test("spread numbers", () => {
  same((x: number[]) => Math.max(...x), [3, 1, 2]);
});
test("optional chaining", () => {
  same((o: { a?: { b: number } }) => (o.a?.b ?? 1) + 1, { a: { b: 3 } });
  same((o: { a?: { b: number } }) => (o.a?.b ?? 1) + 1, {});
});
test("tuple rows", () => {
  same(
    (pts: [number, number][]) => pts.map(([a, b]) => a * b),
    [
      [1, 2],
      [3, 4],
    ],
  );
});
test("bool to number", () => {
  same((x: number) => Number(x > 1) + +(x > 2) + ((x > 0) as never as number), 3);
});
test("conditional objects", () => {
  same((c: number) => {
    const p = c > 0 ? { x: 1, y: c } : { x: 2, y: -c };
    p.x += 1;
    return p.x + p.y;
  }, 3);
});
test("swap rows", () => {
  same(
    (m: number[][]) => {
      const t = m[0]!;
      m[0] = m[1]!;
      m[1] = t;
      return m[0]![0]! - m[1]![0]!;
    },
    [
      [1, 2],
      [3, 4],
    ],
  );
});
test("matrix by fill map", () => {
  same((n: number) => {
    const m = new Array(n).fill(0).map(() => new Array(n).fill(0));
    m[1]![1] = 5;
    return m;
  }, 3);
});

test("functions and strings chosen at run time", () => {
  const tables = (k: number, x: number): number => {
    const ops = [(y: number) => y + 1, (y: number) => y * 2, Math.sqrt];
    return ops[k]!(x);
  };
  for (const k of [0, 1, 2]) same(tables, k, 9);
  expect(() => run(tables, 3, 9)).toThrow("NB4001");
  const f = (on: boolean, x: number): number => {
    const act = on ? Math.tanh : (y: number): number => y * x;
    return act(x) + act(2 * x);
  };
  same(f, true, 0.5);
  same(f, false, 0.5);
  expect(run(grad(f, { wrt: 1 }), false, 3)).toBe(18);
  const machine = (x: number[]): unknown => {
    let state = "idle";
    let score = 0;
    for (const v of x) {
      switch (state) {
        case "idle":
          if (v > 0) state = "up";
          break;
        case "up":
          score += v;
          if (v < 0) state = "down";
          break;
        default:
          score -= 1;
          state = "idle";
      }
    }
    return state === "up" ? score : -score;
  };
  for (const x of [[], [1, 2], [1, -2, 3], [0, 1, -1, 2, 5, 6]]) same(machine, x);
  const weights = (x: number): number => ({ low: 1, high: 10 })[x > 3 ? "high" : "low"] * x;
  same(weights, 2);
  same(weights, 4);
});

test("copies that are changed", () => {
  same((x: number[]) => [x.toSorted((a, b) => a - b), x.toReversed(), x.with(1, 9)], [3, 1, 2]);
  same((x: number[]) => x.flatMap((v) => [v, v * 2]), [3, 1, 2]);
  same((x: number[][]) => x.flat(), [[3, 1], [], [2]]);
  same((x: Float64Array) => x.toSorted().map((v) => v + 1), Float64Array.of(2, 1));
});

test("try, catch and finally", () => {
  const f = (x: number): unknown => {
    let log = 0;
    try {
      log += 1;
      if (x < 0) throw new Error("negative");
      if (x > 10) return [log, "big"];
      for (let i = 0; i < 5; i++) {
        log += i;
        if (i > x) throw new Error("small");
      }
      log += 100;
    } catch (error) {
      log += (error as Error).message === "small" ? 1000 : 2000;
    } finally {
      log += 0.5;
    }
    return [log, "end"];
  };
  for (const x of [-1, 2, 7, 11]) {
    const got = run(f, x) as unknown[];
    expect(got[0]).toBe((f(x) as unknown[])[0]);
  }
  same((x: number) => {
    try {
      return Math.sqrt(x);
    } finally {
      x = 0;
    }
  }, 4);
});
