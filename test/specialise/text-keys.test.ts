// Strings made of numbers when running: compared, kept, and as keys of maps and sets.
import { expect, test } from "vitest";
import { jit } from "../../src/index.ts";
import { sameAt } from "./agrees.ts";

type Numeric = (x: number, n: number) => number;

const programs: Readonly<Record<string, Numeric>> = {
  memo(x, n) {
    const memo = new Map<string, number>();
    const f = (i: number, j: number): number => {
      if (i === 0 || j === 0) return x;
      const key = `${i},${j}`;
      const known = memo.get(key);
      if (known !== undefined) return known;
      const v = Math.sin(f(i - 1, j) * x) + f(i, j - 1) / (i + j);
      memo.set(key, v);
      return v;
    };
    return f(n, n + 2) + memo.size;
  },
  joinedByPlus(x, n) {
    const seen = new Set<string>();
    let s = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const key = ((i * j) % 5) + ":" + ((i + j) % 3);
        if (seen.has(key)) s += x * i;
        else {
          seen.add(key);
          s += x ** j;
        }
      }
    }
    return s + seen.size;
  },
  equality(x, n) {
    const [a, b] = [`${n},${2}`, n + "," + (n - 3)];
    const s = (a === b ? x : x * x) + (a === "5,2" ? 10 * x : 0) + (`${n}` === "5" ? x : 3);
    return s + (`${n > 4}` !== "true" ? x : 2) + (`${x / 0 - n}` === "Infinity" ? 1 : 0);
  },
  withConstants(x, n) {
    const m = new Map<string, number>();
    m.set("0,0", x);
    for (let i = 0; i < n; i++) {
      m.set(`${i},${i * 2}`, (m.get(`${i - 1},${i * 2 - 2}`) ?? x) * x);
    }
    return (m.get("3,6") ?? 100) + (m.has("x") ? 1 : 2) + m.size + m.get("0,0")!;
  },
  fractions(x, n) {
    const m = new Map<string, number>();
    const at = (i: number, j: number): string => `p${i / 4}_${-j * 1e300}`;
    for (let i = 0; i < n; i++) m.set(at(i, i), x * i);
    m.set(at(n / 0, -n / 0), 4 * x);
    let s = m.size;
    for (let i = 0; i < n; i++) s += m.get(at(i, i))! + (m.get(at(2 * i, 2 * i)) ?? 0);
    return s + m.get("pInfinity_Infinity")! + (m.get("p0.25_-1e+300") ?? 7) + (m.get("p0_0") ?? 9);
  },
  inArrays(x, n) {
    const keys: string[] = [];
    for (let i = 0; i < n; i++) keys.push(`${i % 3}/${i % 2}`);
    let s = 0;
    for (let i = 0; i < n; i++) for (const key of keys) if (keys[i] === key) s += x * i;
    return s + keys.length + keys.indexOf(`${1}/${n % 2}`) + (keys.includes("2/0") ? x : 0);
  },
  severalForms(x, n) {
    const m = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const key = i % 2 ? `a${i}` : i % 3 ? `b${i}_${i}` : "none";
      m.set(key, (m.get(key) ?? 1) * x + i);
    }
    let s = 0;
    for (const [key, v] of m) s += key === "a1" ? v * 2 : key === "none" ? v * 5 : v;
    return s + (m.delete("a3") ? x : 0) + m.size;
  },
  grid(x, n) {
    // a walk over a grid by breadth-first search, with positions in objects
    const dist = new Map<string, number>([["0,0", x]]);
    const queue: { i: number; j: number }[] = [{ i: 0, j: 0 }];
    for (let at = 0; at < queue.length; at++) {
      const { i, j } = queue[at]!;
      const d = dist.get(`${i},${j}`)!;
      for (const [di, dj] of [
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ] as const) {
        const next = { i: i + di, j: j + dj };
        const key = `${next.i},${next.j}`;
        if (next.i < -n || next.j < -n || next.i > n || next.j > n || dist.has(key)) continue;
        dist.set(key, d * 0.9 + Math.sin(x * next.i) + next.j);
        queue.push(next);
      }
    }
    let s = 0;
    dist.forEach((d, key) => {
      s = s * 0.5 + d * (key === `${n},${-n}` ? 2 : 1);
    });
    return s;
  },
  kept(x, n) {
    class Edge {
      readonly key: string;
      readonly w: number;
      constructor(a: number, b: number) {
        this.key = `${Math.min(a, b)}-${Math.max(a, b)}`;
        this.w = x * a + b;
      }
    }
    const edges: Edge[] = [];
    for (let i = 0; i < n; i++) edges.push(new Edge(i, (i * 2) % n), new Edge((i * 2) % n, i));
    const best = new Map<string, Edge>();
    for (const e of edges) if (!(best.get(e.key) && best.get(e.key)!.w > e.w)) best.set(e.key, e);
    let s = best.size;
    for (const e of best.values()) s += e.w * e.w * (e.key === "0-0" ? 3 : 1);
    return s;
  },
  passed(x, n) {
    const weigh = (key: string, depth: number): number =>
      depth === 0
        ? key === "k0"
          ? x
          : 1
        : x * weigh(key === `k${depth}` ? "k0" : key, depth - 1) + 1;
    let s = 0;
    for (let i = 0; i < n; i++) s += weigh(`k${i}`, n);
    return s;
  },
};

for (const [name, f] of Object.entries(programs)) {
  test(`${name}: the value, and the gradient against differences`, { timeout: 120_000 }, () => {
    sameAt(f, [
      [1.3, 5],
      [0.7, 4],
    ]);
  });
}

test("strings of numbers choose, may be missing, and are never empty", () => {
  const f = (x: number, n: number): number => {
    let name: string | undefined;
    if (n > 2) name = `a${n}`;
    const s = name === undefined ? x : name === "a4" ? 2 * x : 3 * x;
    switch (`${n % 2}:${n % 3}`) {
      case "0:1":
        return s + (`${n}` ? 10 : 20);
      case "1:0":
        return 5 * s;
      default:
        return s + (typeof name === "string" ? 1 : 0);
    }
  };
  for (const n of [1, 3, 4, 5]) expect(jit(f)(0.5, n)).toBe(f(0.5, n));
});

test("strings that cannot be told by their numbers are refused where they are compared", () => {
  expect(() => jit((i: number, j: number) => (`${i}${j}` === "12" ? 1 : 0))(1, 2)).toThrow(
    /cannot be told from the numbers in them/,
  );
  expect(() => jit((i: number, j: number) => new Set([`${i}${j}`]).size)(1, 2)).toThrow(
    /numbers cannot be told from what is around them/,
  );
  expect(() => jit((i: number) => (i.toFixed(2) === "1.00" ? 1 : 0))(1)).toThrow(
    /not made of numbers alone/,
  );
  expect(() => jit((i: number) => new Set([i.toFixed(2)]).size)(1)).toThrow(
    /not made of numbers alone/,
  );
});

test("strings of numbers are given back, alone and inside of arrays and objects", () => {
  const label = (x: number, n: number): string => `${x},${n} ${x > 1} ${x.toFixed(2)}`;
  expect(jit(label)(1.5, 3)).toBe("1.5,3 true 1.50");
  const keys = (x: number, n: number): string[] => {
    const all: string[] = [];
    for (let i = 0; i < n; i++) all.push(i % 2 ? `k${i / 4}:${x}` : "none");
    return all;
  };
  expect(jit(keys)(-0, 4)).toEqual(keys(-0, 4));
  const named = (x: number, n: number): object => ({ name: n > 2 ? `${n}` : "few", of: { x } });
  expect(jit(named)(1, 3)).toEqual(named(1, 3));
  expect(jit(named)(1, 2)).toEqual(named(1, 2));
  const seen = (x: number, n: number): string[] => {
    const all = new Set<string>();
    for (let i = 0; i < n; i++) all.add(`${(i % 2) * x}`);
    return [...all];
  };
  expect(jit(seen)(NaN, 3)).toEqual(["NaN"]);
  expect(jit(seen)(2, 3)).toEqual(["0", "2"]);
});
