// Linked objects, and long arrays of objects, as arguments and in gradients.
import { expect, test } from "vitest";
import { grad, hessian, jit } from "../../src/index.ts";

interface N {
  v: number;
  next: N | null;
}

function chain(n: number): N {
  let head: N = { v: 1, next: null };
  for (let i = 2; i <= n; i++) head = { v: i, next: head };
  return head;
}

function sum(head: N | null, x: number): number {
  let s = 0;
  for (let p = head; p !== null; p = p.next) s += p.v * p.v * x;
  return s;
}

test("a list", () => {
  expect(jit(sum)(chain(4), 2)).toBe(60);
  expect(jit(sum)(chain(5), 2)).toBe(110);
  expect(jit(sum)(null, 2)).toBe(0);
  expect(grad(sum, { wrt: 1 })(chain(4), 2)).toBe(30);
  expect(grad(sum as (head: N, x: number) => number)(chain(3), 2)).toEqual({
    v: 12,
    next: { v: 8, next: { v: 4 } },
  });
});

test("a list of 100 000", () => {
  const long = chain(100_000);
  expect(jit(sum)(long, 1)).toBe(sum(long, 1));
  let slope: Partial<N> | null | undefined = grad(sum as (head: N, x: number) => number)(long, 1);
  for (let p: N | null = long; p !== null; p = p.next) {
    expect(slope?.v).toBe(2 * p.v);
    slope = slope?.next;
  }
});

test("what is changed inside is changed outside", () => {
  const step = (head: N): N | null => {
    for (let p: N | null = head; p !== null; p = p.next) p.v += 1;
    return head.next;
  };
  const list = chain(3);
  expect(jit(step)(list)).toBe(list.next);
  expect(list).toEqual({ v: 4, next: { v: 3, next: { v: 2, next: null } } });
  const squared = (head: N): number => {
    let s = 0;
    for (let p: N | null = head; p !== null; p = p.next) {
      p.v *= p.v;
      s += p.v * p.v;
    }
    return s;
  };
  expect(grad(squared)(chain(3))).toEqual({ v: 108, next: { v: 32, next: { v: 4 } } });
});

class Tree {
  v: number;
  kids: Tree[];
  constructor(v: number, kids: Tree[]) {
    this.v = v;
    this.kids = kids;
  }
  total(): number {
    let s = this.v * this.v;
    for (const kid of this.kids) s += kid.total() * this.v;
    return s;
  }
}

const tree = (): Tree => new Tree(1, [new Tree(2, [new Tree(3, [])]), new Tree(4, [])]);

test("a tree of objects of a class", () => {
  const total = (t: Tree, x: number): number => t.total() * x;
  expect(jit(total)(tree(), 2)).toBe(total(tree(), 2));
  expect(grad((t: Tree) => t.total())(tree())).toEqual({
    v: 40,
    kids: [
      { v: 13, kids: [{ v: 12, kids: [] }] },
      { v: 8, kids: [] },
    ],
  });
  const grown = tree();
  const grow = (t: Tree): number => t.kids.push(new Tree(5, []));
  expect(jit(grow)(grown)).toBe(3);
  expect(grown.kids[2]).toBeInstanceOf(Tree);
  expect(grown.kids[2]).toEqual(new Tree(5, []));
});

test("a long array of objects", () => {
  const all = Array.from({ length: 20 }, (_, i) => ({
    name: i % 2 === 1 ? "a" : "b",
    w: [i, i * 2],
    m: [[1, 2], [3]],
    f: Float64Array.of(i),
    maybe: i % 3 === 0 ? undefined : i,
  }));
  const use = (list: typeof all, x: number): number => {
    let s = 0;
    for (const o of list) {
      if (o.name === "a") s += o.w[0]! * x * o.m[0]![1]!;
      else s += o.w[1]! * o.w.length * x * x * o.f[0]!;
      if (o.maybe !== undefined) s += o.maybe;
    }
    return s;
  };
  expect(jit(use)(all, 3)).toBe(use(all, 3));
  const [, one, two] = grad(use)(all, 3) as unknown as object[];
  expect(one).toEqual({ w: [6, 0], m: [[0, 3], [0]], f: Float64Array.of(0), maybe: 1 });
  expect(two).toEqual({ w: [0, 36], m: [[0, 0], [0]], f: Float64Array.of(72), maybe: 1 });
});

test("objects reached by several paths add up", () => {
  const shared: N = { v: 2, next: null };
  const two: N[] = [
    { v: 1, next: shared },
    { v: 3, next: shared },
  ];
  const f = (a: N[]): number => a[0]!.next!.v * a[1]!.next!.v * a[0]!.v * a[1]!.v;
  const slope = grad(f)(two) as N[];
  expect(slope).toEqual([
    { v: 12, next: { v: 12 } },
    { v: 4, next: { v: 12 } },
  ]);
  expect(slope[0]!.next).toBe(slope[1]!.next);
});

test("a graph with cycles", () => {
  interface G {
    id: number;
    near: G[];
  }
  const all: G[] = Array.from({ length: 5 }, (_, id) => ({ id, near: [] }));
  for (const [i, node] of all.entries()) node.near.push(all[(i + 1) % 5]!, all[(i + 2) % 5]!);
  const walk = (nodes: G[], x: number): number => {
    let at = nodes[0]!;
    let s = 0;
    for (let i = 0; i < 7; i++) {
      s += at.id * x;
      at = at.near[i % 2]!;
    }
    return at === nodes[0] ? s : -s;
  };
  expect(jit(walk)(all, 2)).toBe(walk(all, 2));
  expect(grad(walk, { wrt: 1 })(all, 2)).toBe(walk(all, 1));
});

test("a gradient taken inside is read along its links", () => {
  const inner = (head: N): number => {
    const slope = grad(sum as (head: N, x: number) => number)(head, 1);
    let s = 0;
    let q: N | null | undefined = slope as N;
    for (let p: N | null = head; p !== null; p = p.next) {
      s += p.v * q!.v;
      q = q!.next;
    }
    return s;
  };
  expect(jit(inner)(chain(3))).toBe(28);
});

test("second derivatives beside linked objects", () => {
  const list = chain(3);
  const f = (x: number[]): number => sum(list, x[0]!) * x[1]! * x[0]!;
  expect(hessian(f)([2, 3])).toEqual([Float64Array.of(84, 56), Float64Array.of(56, 0)]);
});

test("what is captured grows", () => {
  const log: { v: number }[] = [];
  const note = (x: number, n: number): number => {
    for (let i = 0; i < n; i++) log.push({ v: x * i });
    return log.reduce((s, o) => s + o.v, 0);
  };
  expect(jit(note)(2, 3)).toBe(6);
  expect(log).toEqual([{ v: 0 }, { v: 2 }, { v: 4 }]);
  expect(grad(note)(1, 2)).toBe(1);
  expect(log).toHaveLength(5);
});

test("items of another kind", () => {
  const f = (x: number, n: number): number => {
    const all: (number | string)[] = [1, 2];
    for (let i = 0; i < n; i++) all.push(i % 2 === 1 ? x * i : "s");
    let s = 0;
    for (const v of all) s += typeof v === "number" ? v * x : 1;
    return s;
  };
  expect(jit(f)(2, 4)).toBe(f(2, 4));
  expect(grad(f)(2, 4)).toBe(19);
});
