// Recursion under a budget: the same gradient, to the bit, of random functions that call themselves.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpret, measure, type Datum } from "../../src/backends/interp/index.ts";
import type { Budget } from "../../src/ir/budget.ts";
import type { Module } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";
import type { Checkpoint } from "../../src/transforms/checkpoints.ts";
import { vjp } from "../../src/transforms/vjp.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 40);

const budgets: readonly Budget[] = [
  { kind: "snapshots", most: 1 },
  { kind: "snapshots", most: 2 },
  { kind: "snapshots", most: 5 },
  { kind: "memory", bytes: 600 },
];

/** Numbers of a program, read off bytes; 0 when they are used up. */
class Bytes {
  readonly #bytes: number[];

  constructor(bytes: Iterable<number>) {
    this.#bytes = [...bytes];
  }

  below(n: number): number {
    return (this.#bytes.shift() ?? 0) % n;
  }

  pick(list: readonly string[]): string {
    return list[this.below(list.length)] as string;
  }
}

/** Writes instructions, whose results become `known` numbers. */
class Writer {
  readonly #bytes: Bytes;
  #count = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  name(): string {
    return `%v${this.#count++}`;
  }

  /** Instructions on the numbers `known`, and elements of `%xs` if it may be read. */
  some(known: string[], reads: boolean, most: number): string[] {
    return Array.from({ length: this.#bytes.below(most + 1) }, () =>
      this.#one(known, reads),
    ).flat();
  }

  // Results stay in (-1, 1), or near it, at any depth.
  #one(known: string[], reads: boolean): string[] {
    const [a, b] = [this.#bytes.pick(known), this.#bytes.pick(known)];
    const [r, s] = [this.name(), this.name()];
    known.push(r);
    switch (this.#bytes.below(reads ? 7 : 6)) {
      case 0:
        return [`${r}: f64 = sin ${a}`];
      case 1:
        return [`${r}: f64 = cos ${a}`];
      case 2:
        return [`${s}: f64 = mul ${a}, ${b}`, `${r}: f64 = sin ${s}`];
      case 3:
        return [`${s}: f64 = add ${a}, ${b}`, `${r}: f64 = cos ${s}`];
      case 4:
        return [`${s}: f64 = sub ${a}, ${b}`, `${r}: f64 = tanh ${s}`];
      case 5: {
        const [c, t] = [this.name(), this.name()];
        return [
          `${c}: bool = lt ${a}, ${b}`,
          `${t}: f64 = if ${c} { ${s}: f64 = sin ${b} yield ${s} } { yield ${a} }`,
          `${r}: f64 = atan ${t}`,
        ];
      }
      default:
        return [`${s}: i32 = const i32 ${this.#bytes.below(3)}`, `${r}: f64 = load %xs, ${s}`];
    }
  }
}

/** A function `@f` of numbers, an array, and how deep it is to go; `@main` calls it. */
function recursive(all: readonly number[]): string {
  const bytes = new Bytes(all);
  const w = new Writer(bytes);
  const tail = bytes.below(3) === 0;
  const [before, after] = [bytes.below(2) === 0, bytes.below(4) === 0];
  const given = ["%x", "%y"];
  const start = w.some(given, before, 3);
  const base = [...given];
  const end = w.some(base, true, 2);
  const branch = (): string => {
    const known = [...given];
    const down = w.some(known, before, 3);
    const passed = [bytes.pick(known), bytes.below(3) === 0 ? "%y" : bytes.pick(known)];
    const [p, q] = [w.name(), w.name()];
    const call = `${p}: f64, ${q}: f64 = call @f ${passed.join(", ")}, %xs, %less`;
    const up = [...known, p, q];
    const rest = tail ? [] : w.some(up, after, 4);
    const results = tail ? [p, q] : [bytes.pick([p, q, ...up.slice(-3)]), bytes.pick(up)];
    return [...down, call, ...rest, `yield ${results.join(", ")}`].join("\n");
  };
  return `
    func @f(%x: f64, %y: f64, %xs: mem<f64>, %n: i32) -> (f64, f64) {
      ${start.join("\n")}
      %none = const i32 0
      %one = const i32 1
      %less: i32 = sub %n, %one
      %ends: bool = le %n, %none
      %r: f64, %s: f64 = if %ends {
        ${end.join("\n")}
        yield ${bytes.pick(base)}, ${bytes.pick(base)}
      } {
        %half = const f64 0.5
        %low: bool = lt %x, %half
        %p: f64, %q: f64 = if %low {
          ${branch()}
        } {
          ${branch()}
        }
        yield %p, %q
      }
      return %r, %s
    }
    func @main(%x: f64, %y: f64, %xs: mem<f64>, %n: i32) -> (f64, f64) {
      %r: f64, %s: f64 = call @f %x, %y, %xs, %n
      return %r, %s
    }`;
}

interface Gradient {
  readonly results: readonly Datum[];
  readonly shadow: readonly unknown[];
  readonly notes: readonly string[];
}

function memory(numbers: readonly number[]): Datum {
  return {
    kind: "memory",
    elem: { kind: "store", storage: "f64" },
    data: Float64Array.from(numbers),
    start: 0,
    length: numbers.length,
  };
}

function gradient(
  module: Module,
  active: readonly boolean[],
  depth: number,
  budget?: Budget,
): Gradient {
  const notes: string[] = [];
  const note = ({ what }: Checkpoint): void => void notes.push(what);
  const made = vjp(module, "main", active, { budget, note });
  verifyModule(made.module);
  const shadow = [0, 0, 0];
  const into = memory(shadow);
  const args = [0.4, 0.7, memory([0.3, -0.2, 0.9]), depth, into, 0.8, -1.3];
  const results = interpret(made.module, made.name, args);
  // a sum that begins with 0 has no sign, one of -0 alone does
  const unsigned = (x: unknown): unknown => (typeof x === "number" ? x + 0 : x);
  const held = (into as { data: Float64Array }).data;
  return {
    results: results.map((x) => unsigned(x) as Datum),
    shadow: [...held].map(unsigned),
    notes,
  };
}

test("a budget makes no difference to random recursions", () => {
  const seen = { loop: 0, parts: 0, refused: 0 };
  const programs = fc
    .uint8Array({ minLength: 30, maxLength: 80, size: "max" })
    .map((bytes) => recursive([...bytes]));
  fc.assert(
    fc.property(programs, fc.integer({ min: 0, max: 40 }), fc.boolean(), (text, depth, array) => {
      const module = parseModule(text, ops);
      const active = [true, !array, array, false];
      const plain = gradient(module, active, depth);
      for (const budget of budgets) {
        const { results, shadow, notes } = gradient(module, active, depth, budget);
        expect({ results, shadow }).toEqual({ results: plain.results, shadow: plain.shadow });
        const said = notes.join("\n");
        if (/the loop keeps/.test(said)) seen.loop++;
        if (/run in parts/.test(said)) seen.parts++;
        if (/not checkpointed/.test(said)) seen.refused++;
      }
    }),
    { numRuns: runs, seed: 2 },
  );
  expect(seen.loop).toBeGreaterThan(runs / 4);
  expect(seen.parts).toBeGreaterThan(runs / 2);
  expect(seen.refused).toBeGreaterThan(0);
});

describe("how often a level is run", () => {
  // f(x, n) = n > 0 ? sin(x + f(atan x, n - 1)) : x
  const text = `
    func @f(%x: f64, %n: i32) -> (f64) {
      %none = const i32 0
      %more: bool = gt %n, %none
      %r: f64 = if %more {
        %one = const i32 1
        %less: i32 = sub %n, %one
        %y: f64 = atan %x
        %z: f64 = call @f %y, %less
        %t: f64 = add %x, %z
        %u: f64 = sin %t
        yield %u
      } {
        yield %x
      }
      return %r
    }
    func @main(%x: f64, %n: i32) -> (f64) {
      %r: f64 = call @f %x, %n
      return %r
    }`;

  // s (s + 1)^h levels need h kinds of parts, and h + 2 + (h + 1)(h + 2)(h + 3) / 6 runs of each
  test.each([
    [5, 5, 3],
    [30, 5, 7],
    [31, 5, 13],
    [180, 5, 13],
    [181, 5, 24],
    [4160, 64, 7],
  ])("%i levels, at most %i at a time: %i times", (levels, most, times) => {
    const module = parseModule(text, ops);
    const budget: Budget = { kind: "snapshots", most };
    const made = vjp(module, "main", [true, false], { budget });
    const plain = vjp(module, "main", [true, false]);
    const { results, counts } = measure(made.module, made.name, [0.3, levels - 1, 1]);
    expect(results).toEqual(interpret(plain.module, plain.name, [0.3, levels - 1, 1]));
    const descents = counts.operations.get("atan") ?? 0;
    expect(descents).toBeLessThanOrEqual(times * levels);
    expect(descents).toBeGreaterThan((times - 3) * (levels - 1));
  });
});
