// Gradients by objects that the function links anew: they have the links as they were given.
import fc from "fast-check";
import { expect, test } from "vitest";
import { grad, jit, jvp, valueAndGrad } from "../../src/index.ts";
import { differences, neighbours, numbersOf } from "./linked.ts";
import { graphs, play, smoothStep, type G } from "./random-graphs.ts";

interface N {
  v: number;
  next: N | null;
}

function chain(...values: number[]): N {
  let head: N | null = null;
  for (const v of values.toReversed()) head = { v, next: head };
  return head!;
}

/** Value, changes and gradient, against plain JavaScript and differences. */
function check<T>(f: (x: T) => number, compiled: (x: T) => unknown, x: T, h?: number): void {
  const [plain, own] = [structuredClone(x), structuredClone(x)];
  const value = f(plain);
  const result = compiled(own) as { value: number; grad: unknown };
  expect(result.value).toBeCloseTo(value, 10);
  expect(own).toEqual(plain);
  const slopes = numbersOf(x, result.grad);
  differences(f, x, h).forEach((slope, i) => {
    expect(Math.abs(slopes[i]! - slope)).toBeLessThan(
      1e-5 * (1 + Math.abs(slope)) + 1e-10 * Math.abs(value),
    );
  });
}

function weighted(head: N | null): number {
  let s = 0;
  let k = 1;
  for (let p = head; p !== null; p = p.next) s += k++ * p.v * p.v;
  return s;
}

function reversed(head: N): number {
  let p: N | null = head;
  let before: N | null = null;
  while (p !== null) {
    const { next }: N = p;
    p.next = before;
    before = p;
    p = next;
  }
  return weighted(before);
}

test("a list turned round in place", () => {
  check(reversed, valueAndGrad(reversed), chain(1, 2, 3, 4));
  expect(grad(reversed)(chain(1, 2, 3))).toEqual({
    v: 6,
    next: { v: 8, next: { v: 6 } },
  });
  const values = Array.from({ length: 50_000 }, (_, i) => (i % 7) - 3);
  let slope: Partial<N> | null | undefined = grad(reversed)(chain(...values));
  for (const [i, v] of values.entries()) {
    if (slope?.v !== 2 * (values.length - i) * v) expect(slope?.v).toBe(v);
    slope = slope?.next;
  }
});

test("objects put in between", () => {
  const inserted = (head: N): number => {
    for (let p: N | null = head; p !== null && p.next !== null; p = p.next.next) {
      p.next = { v: p.v * p.next.v, next: p.next };
    }
    return weighted(head);
  };
  check(inserted, valueAndGrad(inserted), chain(1.5, -2, 0.5));
});

test("what is given becomes the end of something new", () => {
  const doubly = (head: N & { back?: N | null }): number => {
    const first: N & { back?: N | null } = { v: head.v * 3, next: head, back: null };
    head.back = first;
    return weighted(first) + head.back.v;
  };
  const given = { v: 2, back: null, next: { v: 3, back: null, next: null } };
  check(doubly, valueAndGrad(doubly), given);
});

test("a derivative does not follow what becomes of the objects afterwards", () => {
  const both = (head: N): unknown => {
    const before = grad(weighted as (head: N) => number)(head);
    const turned = grad(reversed)(head);
    return { before, turned, after: grad(weighted as (head: N) => number)(head) };
  };
  expect(jit(both)(chain(3, 2, 1))).toEqual({
    before: { v: 6, next: { v: 8, next: { v: 6 } } },
    turned: { v: 18, next: { v: 8, next: { v: 2 } } },
    after: { v: 6 },
  });
  const cut = (head: N): unknown => {
    const { tangent } = jvp((h: N): N => h)([head], [head]);
    const slope = grad(weighted as (head: N) => number)(head);
    head.next = null;
    return [tangent, slope];
  };
  expect(jit(cut)(chain(3, 2))).toEqual([
    { v: 3, next: { v: 2 } },
    { v: 6, next: { v: 8 } },
  ]);
});

interface Tree {
  key: number;
  left: Tree | null;
  right: Tree | null;
}

test("a tree that is rotated", () => {
  const rotated = (t: Tree): number => {
    const up = t.left!;
    t.left = up.right;
    up.right = t;
    const sum = (n: Tree | null, depth: number): number =>
      n === null ? 0 : n.key * n.key * depth + sum(n.left, depth + 1) + sum(n.right, depth + 1);
    return sum(up, 1);
  };
  const leaf = (key: number): Tree => ({ key, left: null, right: null });
  check(rotated, valueAndGrad(rotated), {
    key: 2,
    left: { key: 1, left: leaf(0.5), right: leaf(1.5) },
    right: leaf(3),
  });
});

test("an array of objects that is sorted, turned round, and becomes shorter and longer", () => {
  interface Item {
    v: number;
    w: number[];
  }
  const arranged = (items: Item[]): number => {
    items.sort((a, b) => a.v - b.v);
    const last = items.pop()!;
    items.reverse();
    items.push({ v: last.v * items[0]!.v, w: [last.w[0]!, last.v] });
    items[1]!.w.push(items[2]!.v);
    const taken = items[2]!.w.pop()!;
    let s = taken;
    for (const [i, { v, w }] of items.entries()) for (const x of w) s += (i + 1) * v * x * x;
    return s;
  };
  const items = (n: number): Item[] =>
    Array.from({ length: n }, (_, i) => ({ v: ((i * 7) % n) + 0.5, w: [i, 2 - i / 4] }));
  check(arranged, valueAndGrad(arranged), items(5));
  const compiled = valueAndGrad(arranged);
  check(arranged, compiled, items(20));
  check(arranged, compiled, items(23));
});

test("a field that holds a number no longer", () => {
  interface M {
    v: number | undefined;
    next: M | null;
  }
  const emptied = (head: M): number => {
    let s = 0;
    for (let p: M | null = head; p !== null; p = p.next) {
      const { v } = p;
      p.v = v !== undefined && v > 2 ? undefined : 3;
      s += (v ?? 0) ** 2 + (p.v ?? 0);
    }
    return s;
  };
  const given: M = { v: 2, next: { v: undefined, next: { v: 4, next: null } } };
  expect(grad(emptied)(structuredClone(given))).toEqual({ v: 4, next: { next: { v: 8 } } });
  expect(jit(emptied)(given)).toBe(26);
  expect(given).toEqual({ v: 3, next: { v: 3, next: { v: undefined, next: null } } });
});

test("two arguments that lead to one object", () => {
  const swapped = (a: N, b: N): number => {
    const rest = a.next;
    a.next = b.next;
    b.next = rest;
    return weighted(a) + 3 * weighted(b);
  };
  const shared = chain(5);
  const given = { a: { v: 1, next: shared }, b: { v: 2, next: { v: 3, next: shared } } };
  const [a, b] = grad(swapped, { wrt: [0, 1] })(given.a, given.b) as unknown as [N, N];
  expect(a).toEqual({ v: 2, next: { v: 90 } });
  expect(b).toEqual({ v: 12, next: { v: 12, next: { v: 90 } } });
  expect(a.next).toBe(b.next!.next);
});

test("random graphs that are linked anew at random", () => {
  const compiled = valueAndGrad(play);
  fc.assert(
    fc.property(graphs, ({ nodes, steps }) => {
      const h = smoothStep(nodes, steps, (step) => neighbours(nodes, step));
      fc.pre(h !== undefined);
      check(
        (x: G[]) => play(x, steps),
        (x) => compiled(x, steps),
        nodes,
        h,
      );
    }),
    { numRuns: Number(process.env["NABLA_RUNS"] ?? 60) },
  );
});
