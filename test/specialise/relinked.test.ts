// Gradients by objects that the function links anew: they have the links as they were given.
import fc from "fast-check";
import { expect, test } from "vitest";
import { grad, jit, valueAndGrad } from "../../src/index.ts";
import { differences, numbersOf } from "./linked.ts";

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
function check<T>(f: (x: T) => number, compiled: (x: T) => unknown, x: T): void {
  const [plain, own] = [structuredClone(x), structuredClone(x)];
  const value = f(plain);
  const result = compiled(own) as { value: number; grad: unknown };
  expect(result.value).toBeCloseTo(value, 10);
  expect(own).toEqual(plain);
  const slopes = numbersOf(x, result.grad);
  differences(f, x).forEach((slope, i) => {
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

interface G {
  v: number;
  w: number | undefined;
  links: G[];
  next: G | null;
  data: Float64Array;
}

/** Does what `steps` say: three numbers each, an operation and two nodes. */
function play(nodes: G[], steps: Int32Array): number {
  for (let i = 0; i + 2 < steps.length; i += 3) {
    const a = nodes[steps[i + 1]! % nodes.length]!;
    const b = nodes[steps[i + 2]! % nodes.length]!;
    switch (steps[i]! % 9) {
      case 0: {
        const { next } = a;
        a.next = b.next;
        b.next = next;
        break;
      }
      case 1:
        a.links.push(b);
        break;
      case 2:
        a.links.reverse();
        break;
      case 3:
        nodes.push({ v: a.v * b.v, w: a.w, links: b.links, next: a, data: b.data });
        break;
      case 4:
        nodes.sort((p, q) => p.v - q.v);
        break;
      case 5:
        a.w = b.w === undefined ? b.v * 0.5 : undefined;
        break;
      case 6: {
        const last = a.links.pop();
        if (last !== undefined) b.v += 0.25 * last.v * (last.w ?? 1);
        break;
      }
      case 7:
        a.data[0]! += b.v;
        a.data = b.data;
        break;
      default:
        if (a.next !== null) a.v += 0.5 * a.next.v * a.next.data[1]!;
    }
  }
  let s = 0;
  for (const [i, node] of nodes.entries()) {
    s += Math.sin(node.v) * (i + 1) + (node.w ?? 0.5) * node.data[0]! * node.data[1]!;
    for (const other of node.links) s += node.v * (other.w ?? other.v) * 0.1;
    let at: G | null = node;
    for (let k = 0; k < 4 && at !== null; k++) {
      s += at.v * k;
      at = at.next;
    }
  }
  return s;
}

const graphs = fc
  .record({
    numbers: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 8, maxLength: 8 }),
    links: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 10 }),
    steps: fc.array(fc.nat(40), { minLength: 3, maxLength: 30 }),
    size: fc.integer({ min: 2, max: 5 }),
  })
  .map(({ numbers, links, steps, size }) => {
    // no two are equal, so that differences do not change the order
    const number = (i: number): number => numbers[i % numbers.length]! / 10 + i * 0.013;
    const nodes = Array.from({ length: size }, (_, i): G => ({
      v: number(i),
      w: i % 2 === 0 ? number(i + 7) : undefined,
      links: [],
      next: null,
      data: Float64Array.of(number(i + 20), number(i + 30)),
    }));
    nodes[0]!.links.push(nodes[1]!);
    nodes[0]!.next = nodes[1]!;
    for (const [i, j] of links) {
      const [a, b] = [nodes[i % size]!, nodes[j % size]!];
      if (i > j) a.links.push(b);
      else a.next = b;
      if (i === j) a.data = b.data;
    }
    return { nodes, steps: Int32Array.from(steps) };
  });

test("random graphs that are linked anew at random", () => {
  const compiled = valueAndGrad(play);
  fc.assert(
    fc.property(graphs, ({ nodes, steps }) => {
      check(
        (x: G[]) => play(x, steps),
        (x) => compiled(x, steps),
        nodes,
      );
    }),
    { numRuns: Number(process.env["NABLA_RUNS"] ?? 60) },
  );
});
