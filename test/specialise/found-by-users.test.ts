// Programs as users write them that were refused or wrong once.
import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";
import { agrees } from "./agrees.ts";

let factor = 5;

/** A module with a variable of the same name as one of this file. */
const library = (() => {
  let factor = 100;
  const twice = (x: number): number => 2 * x;
  class Scaled {
    readonly at: number;
    constructor(at: number) {
      this.at = at;
    }
    value(): number {
      return twice(this.at) * factor;
    }
    get half(): number {
      return (this.at * factor) / 2;
    }
  }
  class Raised {
    readonly by: number;
    constructor(by: number) {
      this.by = by;
    }
    value(): number {
      return twice(this.by) + factor;
    }
  }
  const setFactor = (to: number): void => {
    factor = to;
  };
  return { Scaled, Raised, setFactor };
})();
const { Scaled, Raised, setFactor } = library;

test("methods see the variables around their class, not those of the function", () => {
  const f = (x: number): number => {
    const made = new Scaled(x);
    return made.value() + made.half + factor;
  };
  for (const now of [100, 7]) {
    setFactor(now);
    expect(jit(f)(3)).toBe(f(3));
    expect(grad(f)(3)).toBe(2.5 * now);
  }
  factor = 6;
  expect(jit(f)(3)).toBe(f(3));
});

test("methods of instances that are passed in, or are one of several classes", () => {
  const sum = (x: Float64Array): number => {
    const all: { value(): number }[] = [];
    for (let i = 0; i < x.length; i++)
      all.push(i % 2 === 0 ? new Scaled(x[i]!) : new Raised(x[i]!));
    let total = 0;
    for (const one of all) total += one.value();
    return total;
  };
  const value = (one: { value(): number }): number => one.value();
  for (const now of [100, 7]) {
    setFactor(now);
    const x = Float64Array.of(1, 2, 3);
    expect(jit(sum)(x)).toBe(sum(x));
    expect([...grad(sum)(x)]).toEqual([2 * now, 2, 2 * now]);
    expect(jit(value)(new Scaled(3))).toBe(6 * now);
  }
});

test("classes of one declaration, each with what it captures", () => {
  const times = (k: number): new (x: number) => { readonly value: number } =>
    class {
      readonly x: number;
      constructor(x: number) {
        this.x = x;
      }
      get value(): number {
        return this.x * k;
      }
    };
  const of = (Made: ReturnType<typeof times>) => (x: number) => new Made(x).value;
  expect([2, 5].map((k) => jit(of(times(k)))(3))).toEqual([6, 15]);
  expect([2, 5].map((k) => grad(of(times(k)))(3))).toEqual([2, 5]);
});

test("a method that changes a variable around its class", () => {
  let count = 0;
  class Counter {
    next(): number {
      count += 1;
      return count;
    }
  }
  const f = (x: number): number => {
    const counter = new Counter();
    return counter.next() * x + counter.next();
  };
  expect([jit(f)(2), jit(f)(2), count]).toEqual([4, 10, 4]);
});

type P = [number, number];
interface Branch {
  point: P;
  axis: number;
  left: Branch | null;
  right: Branch | null;
}

function build(ps: P[], depth = 0): Branch | null {
  if (ps.length === 0) return null;
  const mid = ps.length >> 1;
  return {
    point: ps[mid]!,
    axis: depth % 2,
    left: build(ps.slice(0, mid), depth + 1),
    right: build(ps.slice(mid + 1), depth + 1),
  };
}

function nearest(n: Branch | null, q: P, best: { d: number }): void {
  if (n === null) return;
  const d = n.point[n.axis]! - q[n.axis]!;
  if (d < best.d) best.d = d;
  const [near, far] = d < 0 ? [n.left, n.right] : [n.right, n.left];
  nearest(near, q, best);
  if (d * d < best.d) nearest(far, q, best);
}

test("what a call reads outside goes to the heap with an argument of the call", () => {
  const f = (x: Float64Array): number => {
    const ps: P[] = [];
    for (let i = 0; i + 1 < x.length; i += 2) ps.push([x[i]!, x[i + 1]!]);
    const best = { d: Infinity };
    nearest(build(ps), [0.1, 0.2], best);
    return best.d;
  };
  const at = Float64Array.of(1, 2, 3, 4, 0.7, 9);
  expect(jit(f)(at)).toBe(f(at));
  const slopes = grad(f)(at);
  expect(slopes.reduce((sum, d) => sum + d, 0)).toBe(1);
});

test("a recursive function reads a list from outside in one of its branches", () => {
  interface Link {
    v: number;
    next: Link | null;
  }
  const f = (x: number, b: number[]): number => {
    let head: Link | null = null;
    for (let i = 0; i < 3; i++) head = { v: b.length, next: head };
    const r = (p: number, n: number = 2 + Math.abs(x)): number => {
      if (n < 0.5) return x;
      const q = p * x + r(x, n - 1);
      return q * (head?.next?.v ?? x);
    };
    return r(x);
  };
  expect(jit(f)(0.7, [2, 3])).toBe(f(0.7, [2, 3]));
  const h = 1e-5;
  expect(grad(f)(0.7, [2, 3])).toBeCloseTo((f(0.7 + h, [2, 3]) - f(0.7 - h, [2, 3])) / (2 * h), 6);
});

test("objects of the caller's stay the same where another might have taken their place", () => {
  const [r, s] = [
    { p: 1, q: 2 },
    { p: 3, q: 4 },
  ];
  const list = [r, s, r];
  const f = (rs: { p: number; q: number }[], x: number): number => {
    if (x > 0) rs[rs.length - 1] = { p: x, q: x };
    return x;
  };
  jit(f)(list, -1);
  expect(list[2]).toBe(r);
  jit(f)(list, 2);
  expect(list).toEqual([r, s, { p: 2, q: 2 }]);
  const turned = (rs: { p: number }[], x: number): number => {
    if (x > 0) rs.reverse();
    return rs[0]!.p;
  };
  const two = [r, s];
  expect([jit(turned)(two, 1), two[0] === s, jit(turned)(two, -1), two[0] === s]).toEqual([
    3,
    true,
    3,
    true,
  ]);
  const chosen = (a: object, b: object, x: number): object => (x > 0 ? a : b);
  expect(jit(chosen)(r, s, 1)).toBe(r);
  expect(jit(chosen)(r, s, -1)).toBe(s);
});

test("a function is not compared with one that was kept", () => {
  const f = (x: number, n: number): number => {
    const g = (y: number): number => y * x;
    const all: ((y: number) => number)[] = [];
    for (let i = 0; i < n; i++) all.push(g);
    return all[0] === g ? x : all[1]!(2);
  };
  expect(() => jit(f)(2, 3)).toThrow("the function that was kept");
});

test("a recursive method is compiled again in the loop that is unrolled for its sake", () => {
  interface Body {
    x: number;
    pull: number;
  }
  class Interval {
    halves: (Interval | null)[] | null = null;
    body: Body | null = null;
    count = 0;
    mean = 0;
    readonly from: number;
    readonly size: number;
    constructor(from: number, size: number) {
      this.from = from;
      this.size = size;
    }
    half(of: Body): Interval {
      const h = this.size / 2;
      const i = of.x >= this.from + h ? 1 : 0;
      this.halves ??= [null, null];
      return (this.halves[i] ??= new Interval(this.from + i * h, h));
    }
    insert(body: Body): void {
      if (this.count === 0 && !this.halves) this.body = body;
      else {
        if (this.body) {
          const before = this.body;
          this.body = null;
          this.half(before).insert(before);
        }
        this.half(body).insert(body);
      }
      this.mean = (this.mean * this.count + body.x) / (this.count + 1);
      this.count += 1;
    }
    pullOn(body: Body, g: number): void {
      if (this.body === body) return;
      if (!this.halves || Math.abs(this.mean - body.x) > 4 * this.size) {
        body.pull += g * this.count * (this.mean - body.x);
        return;
      }
      for (const half of this.halves) half?.pullOn(body, g);
    }
  }
  const f = (g: number, dt: number): number => {
    const bodies: Body[] = [];
    for (let i = 0; i < 5; i++) bodies.push({ x: 0.3 + ((i * i) % 11), pull: 0 });
    for (let step = 0; step < 3; step++) {
      const root = new Interval(-2, 12);
      for (const body of bodies) root.insert(body);
      for (const body of bodies) {
        body.pull = 0;
        root.pullOn(body, g);
      }
      for (const body of bodies) body.x += body.pull * dt;
    }
    return bodies.reduce((s, { x }, i) => s * 0.5 + x * i, 0);
  };
  agrees(f as (...at: number[]) => number, 0.7, 0.011);
});

test("the first item of what a map gives, and iterators of arrays", () => {
  const f = (x: number, n: number): number => {
    const recent = new Map<number, number>();
    let s = 0;
    for (let i = 0; i < Math.floor(n) * 4; i++) {
      const key = (i * i) % 7;
      s += recent.get(key) ?? 0;
      recent.delete(key);
      recent.set(key, x * i);
      if (recent.size > 3) recent.delete(recent.keys().next().value!);
    }
    const first = recent.entries().next();
    const none = new Set<number>().values().next();
    s += first.done ? 0 : first.value[0] * x + first.value[1];
    return s + (none.done ? x : 0) + [x * x, 2][Symbol.iterator]().next().value!;
  };
  agrees(f as (...at: number[]) => number, 1.3, 4.5);
});

test("a value of many kinds is a number where it is asked for one", () => {
  type Value = number | { names: Map<number, Value> } | null;
  const f = (x: number, n: number): number => {
    const all: (Value | undefined)[] = [];
    for (let i = 0; i < Math.floor(n); i++) {
      const kinds = [x * i, { names: new Map<number, Value>([[i, x]]) }, null, undefined];
      all.push(kinds[i % 4]);
    }
    const last = all[all.length - 2];
    return typeof last === "number" ? last : 0;
  };
  agrees(f as (...at: number[]) => number, 1.3, 6.5);
});
