import { describe, expect, test } from "vitest";
import { interpret } from "../../src/backends/interp/index.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { derive, type DeriveOptions } from "../../src/transforms/derive.ts";

const run = (text: string, args: number[], options?: DeriveOptions): readonly unknown[] => {
  const module = derive(parseModule(text, ops), options);
  verifyModule(module);
  for (const func of module.funcs.values()) expect(func.region.body).toBeDefined();
  return interpret(module, "main", args);
};

const both = [undefined, { optimise: (m, roots) => optimise(m, roots) }] as (
  | DeriveOptions
  | undefined
)[];

describe.each(both)("derivatives inside of compiled code", (options) => {
  // d/dx (x · d/dy (x + y)) = 1: the two perturbations are not confused
  for (const outer of ["jvp", "vjp"]) {
    for (const inner of ["jvp", "vjp"]) {
      test(`${outer} of ${inner}`, () => {
        const text = `
          func @sum(%x: f64, %y: f64) -> (f64) {
            %s = add %x, %y
            return %s
          }
          func @product(%x: f64) -> (f64) {
            %one = const f64 1
            %v: f64, %d: f64 = derive {mode: "${inner}", callee: "sum", active: "01"} %x, %one, %one
            %p = mul %x, %d
            return %p
          }
          func @main(%x: f64) -> (f64, f64) {
            %one = const f64 1
            %v: f64, %d: f64 = derive {mode: "${outer}", callee: "product", active: "1"} %x, %one
            return %v, %d
          }`;
        expect(run(text, [3], options)).toEqual([3, 1]);
      });
    }
  }

  test("a result without a cotangent counts for nothing", () => {
    const text = `
      func @f(%x: f64) -> (f64, mem<f64>, f64) {
        %n = const i32 1
        %m = alloc mem<f64> %n
        %i = const i32 0
        %y = mul %x, %x
        store %m, %i, %y
        %z = mul %y, %x
        return %y, %m, %z
      }
      func @main(%x: f64) -> (f64, f64) {
        %one = const f64 1
        %y: f64, %m: mem<f64>, %z: f64, %d: f64 =
          derive {mode: "vjp", callee: "f", active: "1", seeded: "100"} %x, %one
        %i = const i32 0
        %v = load %m, %i
        return %v, %d
      }`;
    expect(run(text, [3], options)).toEqual([9, 6]);
  });

  test("third order by nesting", () => {
    const text = `
      func @f(%x: f64) -> (f64) {
        %y = sin %x
        return %y
      }
      func @g(%x: f64) -> (f64) {
        %one = const f64 1
        %v: f64, %d: f64 = derive {mode: "vjp", callee: "f", active: "1"} %x, %one
        return %d
      }
      func @h(%x: f64) -> (f64) {
        %one = const f64 1
        %v: f64, %d: f64 = derive {mode: "jvp", callee: "g", active: "1"} %x, %one
        return %d
      }
      func @main(%x: f64) -> (f64) {
        %one = const f64 1
        %v: f64, %d: f64 = derive {mode: "vjp", callee: "h", active: "1"} %x, %one
        return %d
      }`;
    const [d] = run(text, [0.7], options);
    expect(d).toBeCloseTo(-Math.cos(0.7), 14);
  });

  test("in a function that calls itself", () => {
    // f(n, x) = n ≤ 0 ? x : f(n - 1, sin'(x) x), and its derivative
    const text = `
      func @s(%x: f64) -> (f64) {
        %y = sin %x
        return %y
      }
      func @f(%n: i32, %x: f64) -> (f64) {
        %zero = const i32 0
        %done = le %n, %zero
        %r = if %done {
          yield %x
        } {
          %fone = const f64 1
          %one = const i32 1
          %k = sub %n, %one
          %v: f64, %d: f64 = derive {mode: "vjp", callee: "s", active: "1"} %x, %fone
          %y = mul %d, %x
          %z: f64 = call {callee: "f"} %k, %y
          yield %z
        }
        return %r
      }
      func @main(%n: i32, %x: f64) -> (f64, f64) {
        %one = const f64 1
        %v: f64, %d: f64 = derive {mode: "vjp", callee: "f", active: "01"} %n, %x, %one
        return %v, %d
      }`;
    const f = (x: number): number => x * Math.cos(x);
    const df = (x: number): number => Math.cos(x) - x * Math.sin(x);
    const [v, d] = run(text, [2, 0.4], options) as [number, number];
    expect(v).toBeCloseTo(f(f(0.4)), 14);
    expect(d).toBeCloseTo(df(f(0.4)) * df(0.4), 13);
  });
});

test("a derivative of unbounded order is refused", () => {
  const text = `
    func @main(%n: i32, %x: f64) -> (f64) {
      %zero = const i32 0
      %done = le %n, %zero
      %r = if %done {
        yield %x
      } {
        %one = const i32 1
        %fone = const f64 1
        %k = sub %n, %one
        %v: f64, %d: f64 = derive {mode: "vjp", callee: "main", active: "01"} %k, %x, %fone
        yield %d
      }
      return %r
    }`;
  expect(() => run(text, [1, 2])).toThrow("NB3002");
});
