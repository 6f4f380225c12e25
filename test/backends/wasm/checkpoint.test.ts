import { describe, expect, test } from "vitest";
import { parseModule } from "../../../src/ir/parse.ts";
import { ops } from "../../../src/ops/registry.ts";
import { optimise } from "../../../src/passes/pipeline.ts";
import type { AdOptions } from "../../../src/transforms/family.ts";
import { Heap } from "../../../src/runtime/heap.ts";
import { vjp } from "../../../src/transforms/vjp.ts";
import { callFlat } from "./data.ts";
import { compiled, compiledInto, heap } from "./run.ts";

/** The gradient of `@main` by its first parameter, and the bytes that its run needs. */
function gradient(
  text: string,
  args: readonly number[],
  options: AdOptions,
): { readonly results: readonly unknown[]; readonly bytes: number } {
  const module = parseModule(text, ops);
  const made = vjp(module, "main", [true, ...args.slice(1).map(() => false)], options);
  const final = optimise(made.module, [made.name], { final: true });
  const instance = compiled(final, made.name);
  heap.reset();
  const results = callFlat(instance, made.name, [...args, 1]).flat();
  return { results, bytes: heap.used };
}

describe("loops of many iterations in little memory", () => {
  const budget = { kind: "snapshots", most: 64 } as const;

  test("ten million, how many being up to the data", () => {
    // y ← y - h x y, until it is small
    const text = `
      func @main(%x: f64) -> (f64, i32) {
        %start = const f64 1
        %none = const i32 0
        %y: f64, %n: i32 = loop %start, %none { (%at: f64, %k: i32)
          %h = const f64 1e-6
          %small = const f64 4.54e-5
          %one = const i32 1
          %hx: f64 = mul %h, %x
          %change: f64 = mul %hx, %at
          %next: f64 = sub %at, %change
          %count: i32 = add %k, %one
          %more: bool = gt %next, %small
          yield %more, %next, %count
        }
        return %y, %n
      }`;
    const { results, bytes } = gradient(text, [1], { budget });
    const [y, n, slope] = results as [number, number, number];
    expect(n).toBeGreaterThan(9_999_000);
    // d/dx (1 - h x)ⁿ
    const expected = -n * 1e-6 * (1 - 1e-6) ** (n - 1);
    expect(Math.abs(slope / expected - 1)).toBeLessThan(1e-8);
    expect(y).toBeCloseTo((1 - 1e-6) ** n, 10);
    expect(bytes).toBeLessThan(10_000);
  });

  test("that make a new array each", () => {
    const text = `
      func @main(%x: f64, %n: i32) -> (f64) {
        %zero = const i32 0
        %size = const i32 50
        %first = alloc mem<f64> %size
        fill %first, %x
        %end: mem<f64> = for {step: 1} %zero, %n, %first { (%t: i32, %m: mem<f64>)
          %none = const i32 0
          %one = const i32 1
          %all = const i32 50
          %last = const i32 49
          %k = const f64 3.7
          %next = alloc mem<f64> %all
          for {step: 1} %none, %all { (%i: i32)
            %unit = const f64 1
            %v: f64 = load %m, %i
            %other: i32 = sub %last, %i
            %w: f64 = load %m, %other
            %rest: f64 = sub %unit, %v
            %p: f64 = mul %rest, %w
            %q: f64 = mul %p, %k
            store %next, %i, %q
            yield
          }
          yield %next
        }
        %r: f64 = load %end, %zero
        return %r
      }`;
    expect(gradient(text, [0.3, 100], { budget }).results).toEqual(
      gradient(text, [0.3, 100], {}).results,
    );
    const { bytes } = gradient(text, [0.3, 20_000], { budget });
    // 65 snapshots of 50 numbers, with room to grow to twice as many
    expect(bytes).toBeLessThan(200_000);
  });
});

/** The gradient of `@main` at 0.3, and how many bytes have anything in them after its run. */
function touching(
  text: string,
  depth: number,
  options: AdOptions,
): { readonly results: readonly unknown[]; readonly bytes: number } {
  const module = parseModule(text, ops);
  const made = vjp(module, "main", [true, false], options);
  const own = new Heap();
  const instance = compiledInto(
    own,
    optimise(made.module, [made.name], { final: true }),
    made.name,
  );
  own.reset();
  const start = lastUsed(own);
  const results = callFlat(instance, made.name, [0.3, depth, 1]).flat();
  return { results, bytes: lastUsed(own) - start };
}

function lastUsed({ views: { u32 } }: Heap): number {
  let end = u32.length;
  while (end > 0 && u32[end - 1] === 0) end--;
  return 4 * end;
}

describe("deep recursion in little memory", () => {
  // f(x, n) = n > 0 ? x / 2 + sin f(0.9 x + 0.1, n - 1) : x, and the same with its call at the end
  const recursion = (last: boolean): string => `
    func @f(%x: f64, %n: i32) -> (f64) {
      %none = const i32 0
      %ends: bool = le %n, %none
      %r: f64 = if %ends {
        yield %x
      } {
        %one = const i32 1
        %less: i32 = sub %n, %one
        %half = const f64 0.5
        %most = const f64 0.9
        %some = const f64 0.1
        %y: f64 = mul %x, %most
        %s: f64 = ${last ? "sin %x" : "add %y, %some"}
        %t: f64 = add %s, %some
        ${
          last
            ? "%z: f64 = call @f %t, %less"
            : `%down: f64 = call @f %s, %less
               %sin: f64 = sin %down
               %own: f64 = mul %x, %half
               %z: f64 = add %own, %sin`
        }
        yield %z
      }
      return %r
    }
    func @main(%x: f64, %n: i32) -> (f64) {
      %r: f64 = call @f %x, %n
      return %r
    }`;

  test.each([
    ["at the end", true],
    ["on the way", false],
  ])("calls %s: a hundred thousand with 64 snapshots", (_, last) => {
    const budget = { kind: "snapshots", most: 64 } as const;
    const text = recursion(last);
    const short = touching(text, 3000, {});
    expect(short.bytes).toBeGreaterThan(3000 * 16);
    expect(touching(text, 3000, { budget }).results).toEqual(short.results);
    const deep = touching(text, 100_000, { budget });
    expect(Number.isFinite(deep.results[0])).toBe(true);
    expect(deep.bytes).toBeLessThan(20_000);
  });
});
