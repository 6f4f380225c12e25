// Arrays of objects of unknown length, and what arrays do with them.
import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";

type Numeric = (x: number, n: number) => number;
interface P {
  v: number;
  id: number;
}
const many = (x: number, n: number): P[] => {
  const ps: P[] = [];
  for (let i = 0; i < n; i++) ps.push({ v: x * ((i * 7) % 5), id: i });
  return ps;
};

const programs: Readonly<Record<string, Numeric>> = {
  sorted: (x, n) =>
    many(x, n)
      .sort((a, b) => b.v - a.v || a.id - b.id)
      .reduce((s, p, i) => s + p.v * i + p.id * i, 0),
  spliced(x, n) {
    const ps = many(x, n);
    const out = ps.splice(1, 2);
    ps.splice(0, 0, { v: x * x, id: -1 });
    return ps.reduce((s, p) => s + p.v, 0) + out.length * out[0]!.v;
  },
  chained: (x, n) =>
    many(x, n)
      .filter((p) => p.v > x)
      .map((p) => ({ ...p, w: p.v * 2 }))
      .reduce((s, p) => s + p.w * p.v, 0),
  reduced(x, n) {
    const r = many(x, n).reduce((acc, p) => ({ sum: acc.sum + p.v, max: Math.max(acc.max, p.v) }), {
      sum: 0,
      max: -Infinity,
    });
    return r.sum * r.max;
  },
  slices(x, n) {
    const ps = many(x, n);
    const a = ps.slice(1, 3);
    const b = ps.concat(a);
    const c = [...ps, ...b];
    c[0]!.v += 5;
    return (
      c.length * a[0]!.v + ps[0]!.v + c.at(-1)!.v + c.indexOf(ps[2]!) + (b.includes(ps[1]!) ? x : 0)
    );
  },
  pairs(x, n) {
    const ps: [string, number][] = [];
    for (let i = 0; i < n; i++) ps.push([i % 2 ? "odd" : "even", x * ((i * 3) % 4)]);
    ps.sort((p, q) => p[1] - q[1]);
    let s = 0;
    for (const [k, v] of ps) s = s * 1.1 + (k === "odd" ? v * v : v);
    return s;
  },
  flattened(x, n) {
    const grid: { v: number }[][] = [];
    for (let i = 0; i < n; i++) {
      const row: { v: number }[] = [];
      for (let j = 0; j <= i; j++) row.push({ v: x * i + j });
      grid.push(row);
    }
    grid[1]![0]!.v = x * x;
    return grid.flat().reduce((s, c) => s + c.v * c.v, 0) + grid.flatMap((r) => r).length;
  },
  filled(x, n) {
    // eslint-disable-next-line unicorn/no-array-fill-with-reference-type -- one object is meant
    const ps: { v: number }[] = new Array<{ v: number }>(n).fill({ v: x });
    ps[0]!.v += 1;
    const maybe: (number | null)[] = new Array<number | null>(n).fill(null);
    for (let i = 0; i < n; i += 2) maybe[i] = x * i;
    return ps.reduce((s, p) => s + p.v, 0) + maybe.reduce<number>((s, y) => s + (y ?? x), 0);
  },
  dictionary(x, n) {
    const d: Record<string, number> = { a: 0, b: 0, c: 1 };
    const names = ["a", "b", "c"];
    for (let i = 0; i < n; i++) {
      const k = names[i % 3]!;
      d[k] = (d[k] ?? 0) + x * i;
    }
    return d["a"]! * d["b"]! + d["c"]!;
  },
  stack(x, n) {
    type Op = { op: "push"; v: number } | { op: "add" } | { op: "mul" };
    const program: Op[] = [];
    for (let i = 0; i < n; i++) {
      program.push({ op: "push", v: x + i });
      if (i > 0) program.push({ op: i % 2 ? "add" : "mul" });
    }
    const stack: number[] = [];
    for (const one of program) {
      switch (one.op) {
        case "push":
          stack.push(one.v);
          break;
        case "add":
          stack.push(stack.pop()! + stack.pop()!);
          break;
        case "mul":
          stack.push(stack.pop()! * stack.pop()!);
          break;
      }
    }
    return stack[0]!;
  },
  byName(x, n) {
    const ps: { name: string; v: number }[] = [];
    for (let i = 0; i < n; i++) ps.push({ name: i % 2 ? "p" : "q", v: x * i });
    const by = new Map(ps.map((p) => [p.name, p] as const));
    return by.get("p")!.v * by.size;
  },
};

for (const [name, f] of Object.entries(programs)) {
  test(`${name}: the value, and the gradient against differences`, () => {
    for (const [x, n] of [
      [1.3, 5],
      [0.7, 6],
    ] as const) {
      expect(jit(f)(x, n)).toBeCloseTo(f(x, n), 10);
      const h = 1e-6;
      const slope = (f(x + h, n) - f(x - h, n)) / (2 * h);
      expect(Math.abs(grad(f)(x, n) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
    }
  });
}
