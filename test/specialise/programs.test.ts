// Small programs with one thing each, against plain JavaScript.
import { test } from "vitest";
import { same } from "./run.ts";
test("a list that its loop lengthens", () =>
  same(
    (x: number[]) => {
      let i = 0;
      while (i < x.length) {
        if (x[i]! > 2) x.push(0);
        if (x.length > 8) break;
        i++;
      }
      return [i, x];
    },
    [1, 2, 3, 4],
  ));
test("an alias of a field", () =>
  same((n: number) => {
    const m = { a: [0, 0], b: { c: 1 } };
    const alias = m.a;
    for (let i = 0; i < n; i++) {
      alias[i % 2] = alias[i % 2]! + i;
      m.b.c += m.a[0]!;
    }
    return [m.a, m.b.c];
  }, 5));
test("rows by index", () =>
  same((n: number) => {
    const grid = Array.from({ length: 3 }, () => [0, 0, 0]);
    for (let k = 0; k < n; k++) {
      const row = grid[k % 3]!;
      row[k % 3] = row[k % 3]! + k;
    }
    return grid;
  }, 7));
test("two variables of one array", () =>
  same((n: number) => {
    let a = [1, 2, 3];
    let b = a;
    for (let i = 0; i < n; i++) {
      b[i % 3] = 9;
      if (i === 1) {
        a = [4, 5, 6];
      }
      b = a;
    }
    return [a, b];
  }, 4));
test("an object that recursion fills", () =>
  same((n: number) => {
    const acc = { list: [] as number[], best: undefined as number | undefined };
    const visit = (k: number): void => {
      acc.list.push(k);
      if (acc.best === undefined || k > acc.best) acc.best = k;
      if (k < n) visit(k + 1);
    };
    visit(0);
    return [acc.list, acc.best];
  }, 4));
test("views of views", () =>
  same(
    (x: Float64Array) => {
      const s = x.subarray(1);
      const t = s.subarray(1);
      t[0] = 5;
      s.fill(2, 1, 2);
      x.copyWithin(0, 1);
      return [x, s.length, t[0]];
    },
    Float64Array.of(1, 2, 3, 4),
  ));
test("jumps in loops in loops", () =>
  same((n: number) => {
    let x = 0;
    for (let i = 0; i < n; i++) {
      let j = i;
      while (j > 0) {
        j = j - 2;
        x += j;
        if (x > 50) break;
      }
      if (x > 40) continue;
      x += 1;
    }
    return x;
  }, 9));
test("functions in objects", () =>
  same(
    (a: number, b: number) => {
      const o = {
        get: () => a,
        nested: {
          f(k: number) {
            return k + b;
          },
        },
      };
      const {
        nested: { f },
        ...rest
      } = o;
      return f(1) + rest.get();
    },
    2,
    3,
  ));
test("a stack", () =>
  same((n: number) => {
    const stack = [n];
    let sum = 0;
    while (stack.length > 0) {
      const t = stack.pop()!;
      sum += t;
      if (t > 1) {
        stack.push(t - 1);
        stack.push(Math.floor(t / 2));
      }
    }
    return sum;
  }, 6));
test("assignments by logic", () =>
  same((x: number) => {
    let y = x;
    y ||= 5;
    y &&= y + 1;
    let z: number | undefined;
    z ??= y;
    return [y, z, x ?? 1];
  }, 0));
test("a swap by destructuring", () =>
  same(
    (x: number[]) => {
      let [a, b] = x;
      [a, b] = [b!, a!];
      const t = { v: a };
      t.v += b!;
      return t;
    },
    [1, 2],
  ));
test("memoised recursion", () =>
  same((n: number) => {
    const memo = new Float64Array(n + 1);
    const fib = (k: number): number => {
      if (k < 2) return k;
      if (memo[k]! > 0) return memo[k]!;
      const v = fib(k - 1) + fib(k - 2);
      memo[k] = v;
      return v;
    };
    return fib(n);
  }, 20));
test("recursion in a loop", () =>
  same((n: number) => {
    let count = 0;
    const f = (k: number): number => {
      count++;
      if (k <= 0) return 0;
      let s = 0;
      for (let i = 0; i < 2; i++) s += f(k - 1);
      return s + 1;
    };
    return [f(n), count];
  }, 4));
test("do, continue and break", () =>
  same((x: number) => {
    do {
      x--;
      if (x === 3) continue;
      if (x < 2) break;
    } while (x > 0);
    return x;
  }, 7));
