// Objects as keys of maps and sets: by their identity, as graph algorithms use them.
import { expect, test } from "vitest";
import { grad, jit, jvp } from "../../src/index.ts";
import { sameAt } from "./agrees.ts";

interface G {
  y: number;
  out: G[];
}

function build(x: number, n: number): G[] {
  const all: G[] = [];
  for (let i = 0; i < n; i++) all.push({ y: x + i, out: [] });
  for (let i = 0; i < n; i++) {
    all[i]!.out.push(all[(2 * i + 1) % n]!);
    if (i % 3 > 0) all[i]!.out.push(all[(i * i) % n]!);
  }
  return all;
}

type Numeric = (x: number, n: number) => number;

const programs: Readonly<Record<string, Numeric>> = {
  breadthFirst(x, n) {
    const all = build(x, n);
    const dist = new Map<G, number>([[all[0]!, x]]);
    const queue = [all[0]!];
    for (let at = 0; at < queue.length; at++) {
      const g = queue[at]!;
      for (const h of g.out) {
        if (dist.has(h)) continue;
        dist.set(h, dist.get(g)! * 0.9 + h.y);
        queue.push(h);
      }
    }
    let s = dist.size;
    for (const [g, d] of dist) s = s * 0.5 + g.y * d;
    return s + (dist.get(all[n - 1]!) ?? 77);
  },
  topological(x, n) {
    const all: G[] = [];
    for (let i = 0; i < n; i++) {
      all.push({ y: x * i, out: all.filter((_, j) => j % (i + 1) === i % 2) });
    }
    const visited = new Set<G>();
    const order: G[] = [];
    const visit = (g: G): void => {
      if (visited.has(g)) return;
      visited.add(g);
      for (const h of g.out) visit(h);
      order.push(g);
    };
    for (const g of all) visit(g);
    const slope = new Map<G, number>();
    slope.set(all[n - 1]!, 1);
    for (const g of order.toReversed()) {
      const d = slope.get(g) ?? 0;
      for (const h of g.out) slope.set(h, (slope.get(h) ?? 0) + d * g.y + x);
    }
    return all.reduce((s, g) => s + (slope.get(g) ?? 0) * g.y, visited.size);
  },
  fewObjects(x, n) {
    const [p, q] = [{ y: x }, { y: 2 * x }];
    const m = new Map([
      [p, 1],
      [q, n],
    ]);
    m.set(n > 4 ? p : q, 5);
    q.y *= x;
    return m.get(p)! * x + m.get(q)! * q.y + m.size + (m.has({ y: x }) ? 100 : 0);
  },
  remembered(x, n) {
    class Leaf {
      readonly v: number;
      constructor(v: number) {
        this.v = v;
      }
    }
    class Product {
      readonly l: Leaf | Product;
      readonly r: Leaf | Product;
      constructor(l: Leaf | Product, r: Leaf | Product) {
        this.l = l;
        this.r = r;
      }
    }
    const known = new Map<Leaf | Product, number>();
    const value = (e: Leaf | Product): number => {
      const hit = known.get(e);
      if (hit !== undefined) return hit;
      const v = e instanceof Product ? value(e.l) * value(e.r) * 0.3 + 1 : e.v * x;
      known.set(e, v);
      return v;
    };
    let e: Leaf | Product = new Leaf(2);
    for (let i = 0; i < n; i++) e = new Product(e, i % 2 ? e : new Leaf(i));
    return value(e) + known.size;
  },
  neighbours(x, n) {
    // sets of objects in objects; objects leave and come again
    interface N {
      y: number;
      near: Set<N>;
    }
    const all: N[] = [];
    for (let i = 0; i < n; i++) all.push({ y: x * i + 1, near: new Set() });
    for (let i = 0; i < 2 * n; i++) {
      const [p, q] = [all[i % n]!, all[(i * i + 1) % n]!];
      if (p === q || !p.near.delete(q)) p.near.add(q);
    }
    let s = 0;
    for (const p of all) for (const q of p.near) s = s * 0.9 + p.y * q.y + p.near.size;
    return s;
  },
  manyObjects(x, n) {
    const all = build(x, 60 * n);
    const at = new Map<G | null, number>([[null, 1]]);
    all.forEach((g, i) => at.set(g, i));
    let s = at.get(null)!;
    for (const g of all) if (at.get(g)! % 7 === 0) at.delete(g);
    for (const [g, i] of at) s += g ? Math.sin(g.y * 0.01) * i : x;
    return s + at.size;
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

test("a directional derivative of a search", () => {
  const f = programs["breadthFirst"]!;
  expect(jvp(f)([0.7, 4], [1, 0]).tangent).toBeCloseTo(grad(f)(0.7, 4), 8);
});

const visited = (root: G): number => {
  const seen = new Set<G>();
  let s = 0;
  const visit = (g: G, w: number): void => {
    if (seen.has(g)) return;
    seen.add(g);
    s += g.y * g.y * w;
    for (const h of g.out) visit(h, w * 0.5);
  };
  visit(root, 1);
  return s + seen.size;
};

test("nodes of a graph that is passed in are keys", () => {
  const all = build(1, 6);
  expect(jit(visited)(all[0]!)).toBe(visited(all[0]!));
  const slope = grad(visited)(all[0]!) as G;
  for (const [got, node] of [
    [slope, all[0]!],
    [slope.out[0]!, all[0]!.out[0]!],
    [slope.out[0]!.out[0]!, all[0]!.out[0]!.out[0]!],
  ] as const) {
    const [h, y] = [1e-6, node.y];
    node.y = y + h;
    const above = visited(all[0]!);
    node.y = y - h;
    const below = visited(all[0]!);
    node.y = y;
    expect(got.y).toBeCloseTo((above - below) / (2 * h), 6);
  }
});

test("objects that are passed in are one key if they are one object", () => {
  const f = (p: { y: number }, q: { y: number }): number => {
    const m = new Map([[p, 2]]);
    m.set(q, 3);
    return p.y * m.get(p)! * q.y + m.size;
  };
  const p = { y: 3 };
  expect(jit(f)(p, p)).toBe(f(p, p));
  expect(jit(f)(p, { y: 4 })).toBe(f(p, { y: 4 }));
  expect(grad(f, { wrt: [0, 1] })(p, { y: 4 })).toEqual([{ y: 8 }, { y: 6 }]);
});

test("arrays and functions as keys are refused", () => {
  expect(() => jit((x: number) => new Map([[[x], x]]).size)(1)).toThrow(/a key that is an array/);
  expect(() => jit((x: number) => new Set([() => x]).size)(1)).toThrow(/a key that is a function/);
});
