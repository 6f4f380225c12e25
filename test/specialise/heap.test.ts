// Objects and lists whose number, or whose links, are known only when running.
import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";

interface N {
  v: number;
  next: N | null;
}
function list(x: number, n: number): number {
  let head: N | null = null;
  for (let i = 0; i < n; i++) head = { v: x * i, next: head };
  let s = 0;
  for (let p = head; p !== null; p = p.next) s += p.v * p.v;
  return s;
}
class P {
  x: number;
  v: number;
  constructor(x: number, v: number) {
    this.x = x;
    this.v = v;
  }
  step(dt: number): void {
    this.x += this.v * dt;
    this.v -= this.x * dt;
  }
}
function particles(k: number, n: number): number {
  const ps: P[] = [];
  for (let i = 0; i < n; i++) ps.push(new P(i * k, 1));
  for (let t = 0; t < 10; t++) for (const p of ps) p.step(0.1);
  let e = 0;
  for (let i = 0; i < ps.length; i++) e += ps[i].x * ps[i].x + ps[i].v ** 2;
  return e;
}
type Shape = { kind: "circle"; r: number } | { kind: "rect"; w: number; h: number };
function area(s: Shape): number {
  switch (s.kind) {
    case "circle":
      return Math.PI * s.r * s.r;
    case "rect":
      return s.w * s.h;
  }
}
function shapes(x: number, n: number): number {
  const all: Shape[] = [];
  for (let i = 0; i < n; i++) {
    if (i % 2 === 0) all.push({ kind: "circle", r: x * i });
    else all.push({ kind: "rect", w: x, h: i });
  }
  let s = 0;
  for (const q of all) s += area(q);
  return s;
}
interface T {
  v: number;
  l: T | null;
  r: T | null;
}
function build(d: number, x: number): T | null {
  if (d === 0) return null;
  return { v: x * d, l: build(d - 1, x + 1), r: build(d - 1, x * 0.5) };
}
function sum(t: T | null): number {
  return t === null ? 0 : Math.sin(t.v) + sum(t.l) * sum(t.r) + sum(t.r);
}
function tree(x: number, d: number): number {
  return sum(build(d, x));
}
function merged(x: number, n: number): number {
  const a = { p: x, q: 1 },
    b = { p: 2, q: x };
  const c = n > 2 ? a : b;
  c.p += 3;
  c.q *= x;
  return a.p * a.q + b.p * b.q;
}
function rows(x: number, n: number): number {
  const D: number[][] = [];
  for (let i = 0; i < 3; i++) D.push([]);
  for (let i = 0; i < n; i++) D[i % 3].push(x * i);
  let s = 0;
  for (const row of D) {
    let p = 1;
    for (const y of row) p *= y + 1;
    s += p;
  }
  return s;
}
class Sq {
  s: number;
  constructor(s: number) {
    this.s = s;
  }
  area(): number {
    return this.s * this.s;
  }
}
class Ci {
  r: number;
  constructor(r: number) {
    this.r = r;
  }
  area(): number {
    return 3 * this.r * this.r;
  }
}
function dispatch(x: number, n: number): number {
  const all: (Sq | Ci)[] = [];
  for (let i = 0; i < n; i++) all.push(i % 3 === 0 ? new Sq(x + i) : new Ci(x * i));
  let s = 0;
  for (const q of all) s += q.area();
  return s;
}
function links(x: number, n: number): N | null {
  let head: N | null = null;
  for (let i = 0; i < n; i++) head = { v: x * i, next: head };
  return head;
}
class V {
  x: number;
  y: number;
  tags: string[] = [];
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
  len(): number {
    return Math.hypot(this.x, this.y);
  }
}
function vs(x: number, n: number): V[] {
  const r: V[] = [];
  for (let i = 0; i < n; i++) {
    const v = new V(x, i);
    if (i % 2) v.tags.push("odd");
    r.push(v);
  }
  return r;
}
type Val = number | string | boolean | null | Val[];
function mixed(x: number, n: number): Val[] {
  const r: Val[] = [];
  for (let i = 0; i < n; i++) {
    if (i % 4 === 0) r.push(x * i);
    else if (i % 4 === 1) r.push("s");
    else if (i % 4 === 2) r.push([x, null, true]);
    else r.push(null);
  }
  return r;
}
function sumMixed(x: number, n: number): number {
  let s = 0;
  for (const v of mixed(x, n)) {
    if (typeof v === "number") s += v * v;
    else if (Array.isArray(v)) {
      const w = v[0];
      if (typeof w === "number") s += w;
    } else if (v === null) s += 1;
    else if (v === "s") s += x;
  }
  return s;
}
interface E {
  k: "num" | "add" | "mul" | "x";
  v?: number;
  a?: E;
  b?: E;
}
function parse(n: number): E {
  return n === 0
    ? { k: "x" }
    : n === 1
      ? { k: "num", v: 3 }
      : n % 2 === 0
        ? { k: "add", a: parse(n - 1), b: parse(n - 2) }
        : { k: "mul", a: parse(n - 1), b: parse(n - 2) };
}
function ev(e: E, x: number): number {
  switch (e.k) {
    case "num":
      return e.v!;
    case "x":
      return x;
    case "add":
      return ev(e.a!, x) + ev(e.b!, x);
    case "mul":
      return ev(e.a!, x) * ev(e.b!, x);
  }
}
function expr(x: number, n: number): number {
  return ev(parse(n), x);
}
interface G {
  id: number;
  val: number;
  out: G[];
}
function graph(x: number, n: number): number {
  const nodes: G[] = [];
  for (let i = 0; i < n; i++) nodes.push({ id: i, val: x + i, out: [] });
  for (let i = 0; i < n; i++) {
    nodes[i].out.push(nodes[(i + 1) % n]);
    nodes[i].out.push(nodes[(i * 2) % n]);
  }
  const dist: number[] = new Array(n).fill(Infinity);
  dist[0] = 0;
  const queue: G[] = [nodes[0]];
  while (queue.length > 0) {
    const u = queue.shift()!;
    for (const v of u.out) {
      const d = dist[u.id] + v.val * v.val;
      if (d < dist[v.id]) {
        dist[v.id] = d;
        queue.push(v);
      }
    }
  }
  let s = 0;
  for (const d of dist) s += d;
  return s;
}
function swap(x: number, n: number): number {
  let a = { v: x },
    b = { v: 2 * x };
  for (let i = 0; i < n; i++) {
    const t = a;
    a = b;
    b = t;
    a.v += 1;
  }
  return a.v * a.v * b.v;
}
function cyc(x: number, n: number): number {
  interface C {
    v: number;
    other: C | undefined;
  }
  const a: C = { v: x, other: undefined };
  const b: C = { v: 2, other: a };
  a.other = b;
  let p: C = a;
  let s = 0;
  for (let i = 0; i < n; i++) {
    s += p.v * (i + 1);
    p = p.other!;
  }
  return p === a ? s * s : s;
}
function opt(x: number, n: number): number {
  let best: { i: number; v: number } | undefined;
  for (let i = 0; i < n; i++) {
    const v = Math.sin(x * i);
    if (best === undefined || v > best.v) best = { i, v };
  }
  return best!.v * best!.i;
}
abstract class Node2 {
  abstract eval(x: number): number;
}
class Lit extends Node2 {
  c: number;
  constructor(c: number) {
    super();
    this.c = c;
  }
  eval(): number {
    return this.c;
  }
}
class X extends Node2 {
  eval(x: number): number {
    return x;
  }
}
class Mul extends Node2 {
  l: Node2;
  r: Node2;
  constructor(l: Node2, r: Node2) {
    super();
    this.l = l;
    this.r = r;
  }
  eval(x: number): number {
    return this.l.eval(x) * this.r.eval(x);
  }
}
function poly(x: number, n: number): number {
  let e: Node2 = new Lit(2);
  for (let i = 0; i < n; i++) e = new Mul(e, i % 2 ? new X() : new Lit(i + 1));
  return e.eval(x);
}
function stack(x: number, n: number): number {
  const st: number[][] = [[]];
  for (let i = 0; i < n; i++) {
    if (i % 3 === 2) {
      const t = st.pop()!;
      let s = 0;
      for (const y of t) s += y * y;
      if (st.length === 0) st.push([]);
      st[st.length - 1].push(s);
    } else if (i % 2) st.push([x * i]);
    else st[st.length - 1].push(x);
  }
  let s = 0;
  for (const r of st) for (const y of r) s += y;
  return s;
}

const differentiated: readonly (readonly [(x: number, n: number) => number, number])[] = [
  [list, 5],
  [particles, 20],
  [shapes, 7],
  [tree, 4],
  [merged, 1],
  [merged, 3],
  [rows, 8],
  [dispatch, 6],
  [sumMixed, 9],
  [expr, 5],
  [graph, 6],
  [swap, 3],
  [swap, 4],
  [cyc, 4],
  [cyc, 5],
  [opt, 5],
  [poly, 6],
  [stack, 11],
];

test.each(differentiated)("%o of %i", (f, n) => {
  const [x, h] = [0.7, 1e-4];
  expect(jit(f)(x, n)).toBe(f(x, n));
  const between = (h: number): number => (f(x + h, n) - f(x - h, n)) / (2 * h);
  // central differences, extrapolated: the error is of the fourth order
  const slope = (4 * between(h / 2) - between(h)) / 3;
  const found = grad(f)(x, n) as unknown as number;
  expect(Math.abs(found - slope)).toBeLessThan(1e-8 * (1 + Math.abs(slope)));
});

test.each([
  [links, 3],
  [vs, 4],
  [mixed, 9],
] as const)("%o gives objects", (f, n) => {
  expect(jit(f as (x: number, n: number) => unknown)(0.5, n)).toEqual(f(0.5, n));
});

test("a path on which a function gives no number is an error when it is taken", () => {
  const f = (x: number): number | undefined => (x > 0 ? x * x : undefined);
  expect(grad(f as (x: number) => number)(3)).toBe(6);
  expect(() => grad(f as (x: number) => number)(-3)).toThrow("this is undefined");
});
