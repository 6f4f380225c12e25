// `Map` and `Set`: the same as in JavaScript, and their derivatives.
import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";
import { sameAt } from "./agrees.ts";

type Numeric = (x: number, n: number) => number;

const programs: Readonly<Record<string, Numeric>> = {
  counted(x, n) {
    const count = new Map<number, number>();
    for (let i = 0; i < n; i++) count.set((i * i) % 7, (count.get((i * i) % 7) ?? 0) + x * i);
    let s = count.size;
    for (const [k, v] of count) s += k * v * v;
    return s;
  },
  known(x, n) {
    const m = new Map<string, number>([
      ["a", x],
      ["b", 2 * x],
    ]);
    m.set("c", m.get("a")! * m.get("b")!);
    m.delete("a");
    m.set("a", 3 * x);
    let s = 0;
    let i = 1;
    for (const [k, v] of m) s += (k === "c" ? v : 2 * v) * i++;
    return s * m.size + (m.has("z") ? 100 : n);
  },
  names(x, n) {
    const m = new Map<string, number>();
    const all = ["p", "q", "r"];
    for (let i = 0; i < n; i++) {
      const name = all[i % 3]!;
      m.set(name, (m.get(name) ?? 1) * (x + i));
    }
    let s = 0;
    m.forEach((v, k) => {
      s += k === "q" ? v * v : v;
    });
    return s;
  },
  branches(x, n) {
    const m = new Map<string, number>();
    if (n > 3) m.set("a", x);
    if (n > 5) m.set("b", x * x);
    return (m.get("a") ?? 1) * (m.get("b") ?? 7) + m.size;
  },
  seen(x, n) {
    const set = new Set<number>();
    let s = 0;
    for (let i = 0; i < 2 * n; i++) {
      const k = i % n;
      if (set.has(k)) s += x * k;
      set.add(k);
      if (k % 3 === 0) set.delete(k);
    }
    return s * set.size + [...set].reduce((a, b) => a + b * x, 0);
  },
  special(x, n) {
    const m = new Map<number, number>();
    for (let i = 0; i < n; i++) m.set(i % 2 === 0 ? NaN : i % 3 === 0 ? -0 : 0, x * i);
    let s = 0;
    for (const k of m.keys()) s += 1 / k === -Infinity ? 1000 : Number.isNaN(k) ? 10 : 1;
    return s + (m.get(NaN) ?? 5) * 2 + (m.get(0) ?? 7) * (m.get(-0) ?? 1) + m.size;
  },
  fractions(x, n) {
    const m = new Map<number, number>();
    for (let i = 0; i < n; i++) {
      m.set(i / 10, x * i);
      m.set(i * 1e300, x);
      m.set(-i, 1);
    }
    let s = m.size;
    for (let i = 0; i < n; i++) s += (m.get(i / 10) ?? 0) * (m.get(i * 1e300) ?? 2);
    return s;
  },
  changing(x, n) {
    const m = new Map<number, number>();
    for (let i = 0; i < n; i++) m.set(i, i * x);
    let s = 0;
    let steps = 0;
    for (const [k, v] of m) {
      s += v * (k + 1);
      steps++;
      m.delete(k + 1);
      if (k % 4 === 0 && k < 3 * n) m.set(k + 100, v + 1);
      if (k === 2) for (let j = 200; j < 260; j++) m.set(j, x);
      if (steps > 500) break;
    }
    return s + steps + m.size;
  },
  cleared(x, n) {
    const m = new Map<number, number>([[1, x]]);
    let s = 0;
    for (const [k, v] of m) {
      s += v * k;
      if (k < n) {
        m.clear();
        m.set(k + 1, v * x);
      }
    }
    return s + m.size;
  },
  foundAtRunTime(x, n) {
    const m = new Map<number | string | boolean, number>([
      [1.5, x],
      [NaN, 2 * x],
      [0, x * x],
      [-7, 3],
      [2 ** 40, x + 1],
      ["a", 5 * x],
      ["b", 6],
      [true, 7 * x],
      [false, 8],
      [1e300, 9],
    ]);
    const keys = [1.5, NaN, 0, -7, 2 ** 40, 1e300, 4];
    let s = 0;
    for (let i = 0; i < n; i++) {
      s += i * (m.get(keys[i % 7]! * (i < 100 ? 1 : 2)) ?? 0.5);
      s += (m.get(i % 2 === 0 ? "a" : "b") ?? 0) * (m.get(i % 3 === 0) ?? 0);
    }
    return s;
  },
  objects(x, n) {
    const m = new Map<number, { v: number; tags: number[] }>();
    for (let i = 0; i < n; i++) {
      let p = m.get(i % 4);
      if (p === undefined) {
        p = { v: x, tags: [] };
        m.set(i % 4, p);
      }
      p.v += x * i;
      p.tags.push(i);
    }
    let s = 0;
    for (const { v, tags } of m.values()) s += v * v * tags.length;
    return s;
  },
  groups(x, n) {
    const groups = new Map<string, number[]>();
    for (let i = 0; i < n; i++) {
      const key = i % 2 === 0 ? "even" : "odd";
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key)!.push(x * i);
    }
    let s = 0;
    for (const [key, list] of groups) {
      for (const y of list) s += key === "odd" ? y * y : y;
    }
    return s;
  },
  nested(x, n) {
    const all = new Map<number, Map<number, number>>();
    for (let i = 0; i < n; i++) {
      let inner = all.get(i % 3);
      if (!inner) all.set(i % 3, (inner = new Map()));
      inner.set(i % 5, (inner.get(i % 5) ?? 0) + x ** 2);
    }
    let s = 0;
    for (const inner of all.values()) for (const v of inner.values()) s += v * v;
    return s;
  },
  kinds(x, n) {
    const m = new Map<number | string | boolean, number>();
    for (let i = 0; i < n; i++) {
      m.set(i % 3 === 0 ? i : i % 3 === 1 ? "s" : i % 2 === 0, x * i);
    }
    let s = 0;
    for (const [k, v] of m) s += (typeof k === "number" ? k : k === "s" ? 2 : k ? 3 : 4) * v;
    return s;
  },
  copies(x, n) {
    const a = new Map<number, number>();
    for (let i = 0; i < n; i++) a.set(i % 6, x + i);
    const b = new Map(a);
    b.set(0, 5);
    const list = [...a.values()];
    const pairs = Array.from(b, ([k, v]) => k * v);
    const firsts = new Set([...b.keys(), 77]);
    return list.reduce((p, q) => p + q, 0) * pairs.length + pairs[0]! + pairs[1]! + firsts.size;
  },
  classes(x, n) {
    class Cache {
      private readonly known = new Map<number, number>();
      misses = 0;
      at(k: number): number {
        const hit = this.known.get(k);
        if (hit !== undefined) return hit;
        this.misses++;
        const v = Math.sin(k * x);
        this.known.set(k, v);
        return v;
      }
    }
    const cache = new Cache();
    let s = 0;
    for (let i = 0; i < n; i++) s += cache.at(i % 4) * i;
    return s + cache.misses;
  },
  memo(x, n) {
    const memo = new Map<number, number>();
    const f = (k: number): number => {
      if (k < 2) return k === 0 ? x : x * x;
      const hit = memo.get(k);
      if (hit !== undefined) return hit;
      const v = f(k - 1) + 0.5 * f(k - 2);
      memo.set(k, v);
      return v;
    };
    return f(n) + memo.size;
  },
};

for (const [name, f] of Object.entries(programs)) {
  test(`${name}: the value, and the gradient against differences`, () => {
    sameAt(f, [
      [1.3, 9],
      [0.7, 4],
    ]);
  });
}

test("maps and sets are given back, with what they hold, in the order of JavaScript", () => {
  const counted = (x: number, n: number): Map<number, number> => {
    const m = new Map<number, number>();
    for (let i = 0; i < n; i++) m.set(i % 4, x * i);
    m.delete(1);
    m.set(1, 7);
    m.delete(2);
    return m;
  };
  expect([...jit(counted)(2, 9)]).toEqual([...counted(2, 9)]);
  const held = (x: number, n: number): { m: Map<string, number[]>; s: Set<number> }[] => {
    const all: { m: Map<string, number[]>; s: Set<number> }[] = [];
    for (let i = 0; i < n; i++) all.push({ m: new Map([["a", [x, i]]]), s: new Set([x, i]) });
    return all;
  };
  expect(jit(held)(2, 3)).toEqual(held(2, 3));
  const keyed = (
    x: number,
    n: number,
  ): { of: Map<{ y: number }, number>; all: { y: number }[] } => {
    const all: { y: number }[] = [];
    const of = new Map<{ y: number }, number>();
    for (let i = 0; i < n; i++) {
      const one = { y: x * i };
      all.push(one);
      of.set(one, i);
    }
    return { of, all };
  };
  const { of, all } = jit(keyed)(2, 3);
  expect(all.map((one) => of.get(one))).toEqual([0, 1, 2]);
  const p = { y: 1 };
  expect(jit((q: { y: number }) => new Map([[q, 1]]))(p).get(p)).toBe(1);
  class Bag extends Map<string, number> {
    total = 0;
  }
  const filled = (x: number): Bag => {
    const bag = new Bag();
    bag.set("a", x);
    bag.total = x;
    return bag;
  };
  const bag = jit(filled)(3);
  expect(bag).toBeInstanceOf(Bag);
  expect([...bag, bag.total]).toEqual([["a", 3], 3]);
});

test("records of the entries of a map; fields whose names only a run knows are refused", () => {
  const f = (x: number, n: number): number => {
    const m = new Map(Object.entries({ a: x, b: 2 * x, c: n }));
    m.set("d", 4);
    const o = Object.fromEntries(m);
    const named = Object.fromEntries(Object.keys(o).map((k) => [`${k}!`, o[k]! * x]));
    return o["a"]! * o["d"]! + Object.keys(named).length + named["b!"]! + Object.keys(m).length;
  };
  expect(jit(f)(1.5, 3)).toBe(f(1.5, 3));
  expect(grad(f)(1.5, 3)).toBeCloseTo(4 + 6, 12);
  const counted = (x: number, n: number): number => {
    const o: Record<string, number> = {};
    for (let i = 0; i < n; i++) o[`k${i}`] = x;
    return o["k1"]!;
  };
  expect(() => jit(counted)(1, 3)).toThrow(/use a `Map`, or an array/);
});

test("copies by `structuredClone` share nothing, or are refused", () => {
  const f = (x: number): number => {
    const a = { p: { y: x }, list: [x, 2] };
    const b = structuredClone(a);
    b.p.y = 10;
    b.list[0] = 20;
    return a.p.y + a.list[0]! + b.p.y;
  };
  expect(jit(f)(1)).toBe(f(1));
  expect(() => jit((x: number) => structuredClone(new Map([[1, x]])).size)(1)).toThrow(
    /`structuredClone` of a map/,
  );
  const many = (x: number, n: number): number => {
    const all: { y: number }[] = [];
    for (let i = 0; i < n; i++) all.push({ y: x });
    structuredClone(all)[0]!.y = 10;
    return all[0]!.y;
  };
  expect(() => jit(many)(1, 2)).toThrow(/`structuredClone` of an array of objects/);
});
