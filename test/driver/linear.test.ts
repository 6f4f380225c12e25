// The work of programs and of their gradients grows as the program's own: with ten times the size
// it is between five and twenty times as much, by operations counted and not by time.
import { describe, expect, test } from "vitest";
import { measure } from "../../src/backends/interp/index.ts";
import { library } from "../../src/driver/known.ts";
import { runStages } from "../../src/driver/pipeline.ts";
import { grad } from "../../src/index.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise } from "../../src/specialise/index.ts";

type F = (x: number, n: number) => number;

function built(x: number, n: number): number {
  const all: number[] = [];
  for (let i = 0; i < n; i++) all.push(x * i);
  return all.reduce((sum, y) => sum + y * y, 0);
}

function read(x: number, n: number): number {
  const table = Float64Array.from({ length: 16 }, (_, i) => x + i);
  let s = 0;
  for (let i = 0; i < n; i++) s += table[i % 16]! * table[(i * 7) % 16]!;
  return s;
}

function written(x: number, n: number): number {
  const cells = new Float64Array(16).fill(x);
  for (let i = 0; i < n; i++) cells[i % 16] = 0.5 * cells[(i + 1) % 16]! + Math.sin(cells[i % 16]!);
  return cells.reduce((sum, y) => sum + y, 0);
}

function linked(x: number, n: number): number {
  interface Link {
    y: number;
    next: Link | null;
  }
  let head: Link | null = null;
  for (let i = 0; i < n; i++) head = { y: x * i, next: head };
  let s = 0;
  for (let p = head; p !== null; p = p.next) s = 0.9 * s + p.y;
  return s;
}

function mapped(x: number, n: number): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < n; i++) counts.set(i * 3, (counts.get(i - 3) ?? x) * 0.5 + x);
  let s = 0;
  for (const y of counts.values()) s += y;
  return s;
}

function queued(x: number, n: number): number {
  const open = [x];
  let s = 0;
  let at = 0;
  while (at < open.length && open.length < n) {
    const y = open[at++]!;
    s += y;
    open.push(0.5 * y, Math.cos(y));
  }
  return s;
}

const recursive = (x: number, n: number): number =>
  n === 0 ? x : Math.sin(recursive(x, n - 1)) + x;

function cost(f: F, n: number): number {
  const scope = { reflect: reflect as never, library };
  const made = specialise({ fn: f as never, args: [0.7, n], ...scope });
  const { final } = runStages(made.module, made.name);
  return measure(final, made.name, [0.7, n]).counts.cost;
}

describe.each([built, read, written, linked, mapped, queued, recursive])("%o", (f: F) => {
  test.each([
    ["the program", f],
    ["its gradient", grad(f) as F],
  ])("%s", (_, g) => {
    const ratio = cost(g, 1000) / cost(g, 100);
    expect(ratio).toBeGreaterThan(5);
    expect(ratio).toBeLessThan(20);
  });
});
