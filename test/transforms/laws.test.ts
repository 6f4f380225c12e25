import { expect, test } from "vitest";
import { interpret, measure, memoryOver, type Memory } from "../../src/backends/interp/index.ts";
import type { Module } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { memOf } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { jvp } from "../../src/transforms/jvp.ts";
import { showKept } from "../../src/transforms/kept.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { numbers, programs, ramp } from "./programs.ts";

const gradient = (
  text: string,
  name: string,
  active: boolean[],
): { module: Module; name: string } => {
  const made = vjp(optimise(parseModule(text, ops), [name]), name, active);
  return { module: optimise(made.module, [made.name]), name: made.name };
};

const countdown = `
  func @down(%n: i32, %x: f64) -> (f64) {
    %zero = const i32 0
    %done = le %n, %zero
    %r = if %done {
      yield %x
    } {
      %one = const i32 1
      %k = sub %n, %one
      %y = sin %x
      %z: f64 = call {callee: "down"} %k, %y
      %w = add %z, %x
      yield %w
    }
    return %r
  }`;

test("deep recursion costs in proportion to its depth", () => {
  const { module, name } = gradient(countdown, "down", [false, true]);
  const cost = (n: number): number => measure(module, name, [n, 0.5, 1]).counts.cost;
  expect(cost(20_000) / cost(2_000)).toBeCloseTo(10, 1);
});

const branch = `
  func @main(%x: f64) -> (f64) {
    %zero = const f64 0
    %c = gt %x, %zero
    %r = if %c {
      %l = log %x
      %q = sqrt %x
      %d = div %l, %q
      yield %d
    } {
      yield %zero
    }
    return %r
  }`;

test("a branch that is not taken contributes nothing", () => {
  for (const mode of [jvp, vjp]) {
    const { module, name } = mode(parseModule(branch, ops), "main", [true]);
    expect(interpret(module, name, [0, 1])).toEqual([0, 0]);
    expect(interpret(module, name, [-1, 1])).toEqual([0, 0]);
  }
});

const residuals = `
  func @main(%p: mem<f64>, %xs: mem<f64>) -> (f64) disjoint {
    %zero = const i32 0
    %one = const i32 1
    %fz = const f64 0
    %n = length %xs
    %sum = for {step: 1} %zero, %n, %fz { (%i: i32, %s: f64)
      %a = load %p, %zero
      %b = load %p, %one
      %x = load %xs, %i
      %bx = mul %b, %x
      %e = exp %bx
      %m = mul %a, %e
      %r = sub %m, %x
      %r2 = mul %r, %r
      %l = log1p %r2
      %t = add %s, %l
      yield %t
    }
    return %sum
  }`;

const chain = `
  func @main(%x: f64, %n: i32) -> (f64) {
    %zero = const i32 0
    %r = for {step: 1} %zero, %n, %x { (%i: i32, %a: f64)
      %s = sin %a
      %e = exp %s
      %l = log1p %e
      %c = cos %l
      yield %c
    }
    return %r
  }`;

test("of a chain of operations one number is kept, and the order of its products is forward", () => {
  const module = optimise(parseModule(chain, ops), ["main"]);
  const n = 100;
  const costs = [true, false].map((preaccumulate) => {
    const made = vjp(module, "main", [true, false], { preaccumulate });
    const better = optimise(made.module, [made.name], { final: true });
    const { results, counts } = measure(better, made.name, [0.3, n, 1]);
    return { slope: results[1] as number, bytes: counts.bytes, cost: counts.cost };
  });
  const [together, apart] = costs as [(typeof costs)[0], (typeof costs)[0]];
  expect(together.bytes).toBe(8 * n);
  expect(apart.bytes).toBeGreaterThan(8 * n);
  expect(together.cost).toBeLessThan(apart.cost);
  expect(together.slope / apart.slope).toBeCloseTo(1, 12);
});

test("iterations that do not depend on one another keep nothing", () => {
  const { module, name } = gradient(residuals, "main", [true, false]);
  const shadow = (n: number): Memory => memoryOver(memOf("f64"), new Float64Array(n));
  for (const n of [10, 1000]) {
    const args = [numbers(0.7, 0.3), numbers(...ramp(n, 0, 1 / n)), shadow(2), shadow(n), 1];
    expect(measure(module, name, args).counts.bytes).toBe(0);
  }
});

test("what is inactive gets no adjoint", () => {
  const { module, name } = gradient(residuals, "main", [true, false]);
  const xs = memoryOver(memOf("f64"), new Float64Array(5).fill(NaN));
  const inputs = [numbers(0.7, 0.3), numbers(...ramp(5)), numbers(0, 0), xs, 1];
  interpret(module, name, inputs);
  expect([...(xs.data as Float64Array)]).toEqual([NaN, NaN, NaN, NaN, NaN]);
  const ops = [...measure(module, name, inputs).counts.operations];
  expect(ops.find(([op]) => op === "store")?.[1]).toBeLessThan(4);
});

// f(x) = Σ x_i x_{i+1} sin(x_i), in place over a copy
const coupled = `
  func @f(%xs: mem<f64>) -> (f64) {
    %zero = const i32 0
    %one = const i32 1
    %fz = const f64 0
    %n = length %xs
    %ys = alloc mem<f64> %n
    copy %ys, %xs
    %m = sub %n, %one
    %sum = for {step: 1} %zero, %m, %fz { (%i: i32, %s: f64)
      %j = add %i, %one
      %x = load %ys, %i
      %y = load %ys, %j
      %sx = sin %x
      %p = mul %x, %y
      %q = mul %p, %sx
      store %ys, %j, %q
      %t = add %s, %q
      yield %t
    }
    return %sum
  }`;

test("Hessians are symmetric, and the same by all four pairs of modes", () => {
  const base = parseModule(coupled, ops);
  const n = 4;
  const x = ramp(n, 0.4, 0.3);
  const unit = (i: number): number[] => x.map((_, j) => Number(i === j));
  const buffer = (xs: number[]): Memory => memoryOver(memOf("f64"), Float64Array.from(xs));
  const zeros = (): Memory => buffer(x.map(() => 0));
  const list = (m: Memory): number[] => [...(m.data as Float64Array)];
  const pair = (outer: typeof jvp, inner: typeof jvp, active: boolean[][]): [Module, string] => {
    const first = inner(base, "f", active[0]!);
    const second = outer(first.module, first.name, active[1]!);
    verifyModule(second.module);
    return [second.module, second.name];
  };
  const hessians: number[][][] = [];
  // forward over reverse: the tangent of the gradient
  {
    const [module, name] = pair(jvp, vjp, [[true], [true, true, false]]);
    hessians.push(
      x.map((_, i) => {
        const shadow = zeros();
        // x, x', 1, and the tangents of x and x'
        const tangent = zeros();
        interpret(module, name, [buffer(x), shadow, 1, buffer(unit(i)), tangent]);
        return list(tangent);
      }),
    );
  }
  // reverse over reverse: of one element of the gradient
  {
    const [module, name] = pair(vjp, vjp, [[true], [true, true, false]]);
    hessians.push(
      x.map((_, i) => {
        const adjoint = zeros();
        interpret(module, name, [buffer(x), zeros(), 1, adjoint, buffer(unit(i)), 0]);
        return list(adjoint);
      }),
    );
  }
  // reverse over forward: of one directional derivative
  {
    const [module, name] = pair(vjp, jvp, [[true], [true, false]]);
    hessians.push(
      x.map((_, i) => {
        const adjoint = zeros();
        interpret(module, name, [buffer(x), buffer(unit(i)), adjoint, zeros(), 0, 1]);
        return list(adjoint);
      }),
    );
  }
  // forward over forward: one entry at a time
  {
    const [module, name] = pair(jvp, jvp, [[true], [true, false]]);
    hessians.push(
      x.map((_, i) =>
        x.map((__, j) => {
          const args = [buffer(x), buffer(unit(i)), buffer(unit(j)), zeros()];
          return interpret(module, name, args)[3] as number;
        }),
      ),
    );
  }
  const [first] = hessians as [number[][]];
  for (const h of hessians) {
    h.forEach((row, i) =>
      row.forEach((v, j) => {
        expect(v).toBeCloseTo(first[j]![i]!, 12);
      }),
    );
  }
  expect(Math.abs(first[0]![1]!)).toBeGreaterThan(0.01);
});

test("what is kept is told, with a reason", () => {
  const kept: string[] = [];
  const { module, name } = programs["a recurrent state"]!;
  vjp(module, name, [true, true], { report: (k) => kept.push(showKept(k)) });
  expect(kept).toMatchInlineSnapshot(`
    [
      "@main: the result of mul (f64) is kept for each iteration: computing it again, with all that it takes, costs more",
      "@main: h (f64) is kept for each iteration: it comes from the iteration before",
    ]
  `);
});
