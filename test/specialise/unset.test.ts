// Elements of `new Array(n)` before they are set.
import { expect, test } from "vitest";
import { jit } from "../../src/index.ts";
import { sameAt } from "./agrees.ts";

const programs: Readonly<Record<string, (x: number, n: number) => number>> = {
  "what has been computed is kept": (x, n) => {
    const memo: number[] = new Array(n);
    const f = (k: number): number => {
      if (k < 2) return k * x;
      if (memo[k] !== undefined) return memo[k]!;
      return (memo[k] = f(k - 1) + Math.sin(f(k - 2)));
    };
    return f(n - 1);
  },
  "another value instead": (x, n) => {
    const c: number[] = new Array(n);
    c[1] = x * x;
    let s = 0;
    for (let i = 0; i < n; i++) s += (c[i] ?? 7) * x;
    return s;
  },
  "set when asked for first": (x, n) => {
    const c: number[] = new Array(n);
    let s = 0;
    for (let i = 0; i < 2 * n; i++) s += c[i % n] ??= x * i;
    return s;
  },
  "a variable, a type, a default": (x, n) => {
    const c: number[] = new Array(n);
    c[0] = x;
    let s = 0;
    for (let i = 0; i < n; i++) {
      const t = c[i];
      if (t == null) s += 2;
      else s += t * t;
      if (typeof c[i] === "number") s *= 1.5;
    }
    const [p, q = 4] = c;
    for (const t of c) if (t !== undefined) s += p! * q;
    return s + (c.slice().pop() ?? 5) * x + c.findIndex((t) => t === undefined);
  },
  "a truth value": (x, n) => {
    const c: boolean[] = new Array(n);
    c[1] = false;
    let s = 0;
    for (let i = 0; i < n; i++) s += c[i] === undefined ? x * i : c[i] ? 1 : x * x;
    return s;
  },
  "an object": (x, n) => {
    const c: { v: number }[] = new Array(n);
    for (let i = 0; i < n; i++) {
      if (c[i % 3] === undefined) c[i % 3] = { v: 1 };
      c[i % 3]!.v *= x * i;
    }
    return c[0]!.v + c[1]!.v + (c[3]?.v ?? x);
  },
  "a row": (x, n) => {
    const rows: number[][] = new Array(n);
    for (let i = 0; i < n; i++) (rows[i % 3] ??= []).push(x * i);
    let s = 0;
    for (const row of rows) for (const y of row ?? [1]) s = s * 0.5 + y * y;
    return s;
  },
  "a row of a known length": (x, n) => {
    const rows: number[][] = new Array(n);
    for (let i = 0; i < n; i++) if (rows[i % 3] === undefined) rows[i % 3] = [x, i];
    return rows[1]![0]! * rows[2]![1]!;
  },
  "nothing is set": (x, n) => (new Array<number>(n)[1] === undefined ? x * x : x),
};

test.each(Object.entries(programs))("%s", (_, f) => {
  sameAt(f, [
    [1.3, 5],
    [-0.4, 4],
  ]);
});

test("computed with, it is no number", () => {
  const f = (x: number, n: number): number => new Array<number>(n)[n - 1]! * x;
  expect(jit(f)(1, 3)).toBeNaN();
});
