import { describe, expect, test } from "vitest";
import { memoryOver } from "../../../src/backends/interp/index.ts";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf, type Module, type Value } from "../../../src/ir/func.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { bool, f64, i32, memOf, type Type } from "../../../src/ir/types.ts";
import {
  add,
  boolToI32,
  call,
  flag,
  forRange,
  ge,
  gt,
  ifElse,
  int,
  loopWhile,
  lt,
  mul,
  not,
  num,
  sub,
  toF64,
} from "../../../src/ops/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import { compare, compiled, runScalars } from "./run.ts";

function moduleFor(
  types: readonly Type[],
  make: (b: Builder, x: readonly Value[]) => readonly Value[],
): Module {
  const b = new Builder();
  const x = types.map((t) => b.param(t));
  return moduleOf({ name: "f", region: b.finish(make(b, x)) });
}

/** Compares with the interpreter, and gives the results. */
function run(module: Module, ...args: number[]): number[] {
  compare(module, "f", () => [...args]);
  return runScalars(module, "f", ...args).map(Number);
}

describe("what a loop carries is copied all at once", () => {
  const permuted = (order: readonly number[]): Module =>
    moduleFor([i32, ...order.map(() => f64)], (b, [n, ...x]) =>
      forRange(b, [int(b, 0), n!, 1], x, (_, __, carried) => order.map((k) => carried[k]!)),
    );

  test.each([
    [[1, 0]],
    [[1, 2, 0]],
    [[2, 0, 1]],
    [[1, 0, 3, 2]],
    [[0, 0, 1]],
    [[1, 2, 2]],
    [[1, 0, 0, 1, 4]],
  ])("%j", (order) => {
    for (const n of [0, 1, 2, 3, 7]) {
      const start = order.map((_, i) => i + 1);
      let expected = start;
      for (let k = 0; k < n; k++) expected = order.map((i) => expected[i]!);
      expect(run(permuted(order), n, ...start)).toEqual(expected);
    }
  });

  test("with computations and the index among them", () => {
    const module = moduleFor([i32, f64, f64], (b, [n, x, y]) =>
      forRange(b, [int(b, 0), n!, 1], [x!, y!, int(b, 0)], (c, i, [p, q, last]) => [
        add(c, p!, q!),
        mul(c, p!, toF64(c, last!)),
        i,
      ]),
    );
    for (const n of [0, 1, 2, 5]) run(module, n, 1.5, 2.5);
  });

  test("in a loop that ends in the middle", () => {
    const module = moduleFor([f64, f64, f64], (b, [limit, x, y]) =>
      loopWhile(b, [x!, y!], (c, [p, q]) => {
        const go = lt(c, p!, limit!);
        const next = ifElse(
          c,
          go,
          (d) => [q!, add(d, p!, num(d, 1))],
          () => [p!, q!],
        );
        return [go, ...next] as [Value, ...Value[]];
      }),
    );
    for (const limit of [0, 1, 2.5, 9]) run(module, limit, 1, 2);
  });
});

describe("a counted loop", () => {
  const counting = (step: number): Module =>
    moduleFor([i32, i32], (b, [lo, hi]) =>
      forRange(b, [lo!, hi!, step], [int(b, 0), int(b, -1)], (c, i, [n]) => [
        add(c, n!, int(c, 1)),
        i,
      ]),
    );
  const max = 2 ** 31 - 1;
  const min = -(2 ** 31);

  test.each([
    [1, 0, 5],
    [1, 5, 0],
    [1, max - 3, max],
    [1, min, min + 2],
    [3, 0, 10],
    [3, max - 4, max],
    [3, max - 3, max],
    [2 ** 30, min, max],
    [max, min, max],
    [-1, 5, 0],
    [-1, 0, 5],
    [-1, min + 3, min],
    [-3, min + 4, min],
    [-3, min + 3, min],
    [-(2 ** 30), max, min],
    [-(2 ** 31), max, min],
  ])("by %d from %d to %d", (step, lo, hi) => {
    run(counting(step), lo, hi);
    const fixed = moduleFor([], (b) =>
      forRange(b, [int(b, lo), int(b, hi), step], [int(b, 0), int(b, -1)], (c, i, [n]) => [
        add(c, n!, int(c, 1)),
        i,
      ]),
    );
    run(fixed);
  });
});

describe("loops", () => {
  test("run at least once, and go on while told to", () => {
    const module = moduleFor([f64], (b, [x]) =>
      loopWhile(b, [x!, int(b, 0)], (c, [y, n]) => {
        const next = mul(c, y!, num(c, 0.5));
        return [gt(c, next, num(c, 1)), next, add(c, n!, int(c, 1))];
      }),
    );
    for (const x of [0, 1, 5, 1e6]) run(module, x);
  });

  test("whether to go on may be decided anywhere", () => {
    // leaves at a third of the way by either of two exits, or at the end
    const module = moduleFor([f64, f64], (b, [x, y]) =>
      loopWhile(b, [x!, int(b, 0)], (c, [v, n]) => {
        const big = gt(c, v!, num(c, 100));
        const [again, w, m] = ifElse(
          c,
          big,
          () => [flag(c, false), num(c, -1), n!],
          (d) => {
            const negative = lt(d, v!, num(d, 0));
            return ifElse(
              d,
              negative,
              (e) => [flag(e, false), v!, int(e, 77)],
              (e) => {
                const more = add(e, v!, y!);
                const k = add(e, n!, int(e, 1));
                return [lt(e, k, int(e, 20)), more, k];
              },
            );
          },
        );
        return [again!, w!, m!];
      }),
    );
    for (const [x, y] of [
      [1, 1],
      [1, 30],
      [1, -0.5],
      [200, 1],
      [-1, 1],
    ]) {
      run(module, x!, y!);
    }
  });

  test("the condition may be negated, carried or known", () => {
    const module = moduleFor([f64], (b, [x]) => {
      const [p] = loopWhile(b, [x!], (c, [v]) => {
        const done = ge(c, v!, num(c, 10));
        const [w] = ifElse(
          c,
          done,
          () => [v!],
          (d) => [add(d, v!, num(d, 3))],
        );
        return [not(c, done), w!];
      });
      const [q] = loopWhile(b, [p!], (c, [v]) => [flag(c, false), add(c, v!, v!)]);
      const [r] = loopWhile(b, [q!, flag(b, true)], (c, [v, once]) => [
        once!,
        add(c, v!, num(c, 1)),
        flag(c, false),
      ]);
      return [r!];
    });
    for (const x of [0, 9, 10, 11]) run(module, x);
  });

  test("nested loops keep what is from outside", () => {
    const module = moduleFor([i32, f64], (b, [n, x]) =>
      forRange(b, [int(b, 0), n!, 1], [num(b, 0)], (c, i, [s]) => {
        const square = mul(c, x!, toF64(c, i)); // used in a loop it is not computed in
        const [inner] = forRange(c, [i, int(c, -1), -1], [s!], (d, j, [t]) => [
          add(d, add(d, t!, square), toF64(d, j)),
        ]);
        return [inner!];
      }),
    );
    for (const n of [0, 1, 4]) run(module, n, 1.25);
  });
});

describe("branches", () => {
  test("with none, one and several results, and with nothing to do", () => {
    const module = moduleFor([bool, f64, f64], (b, [c, x, y]) => {
      const [one] = ifElse(
        b,
        c!,
        (d) => [add(d, x!, y!)],
        () => [x!],
      );
      const [p, q] = ifElse(
        b,
        c!,
        () => [y!, x!],
        () => [x!, y!],
      );
      const unused = ifElse(
        b,
        not(b, c!),
        (d) => [mul(d, x!, x!)],
        () => [x!],
      );
      void unused;
      return [one!, p!, q!, boolToI32(b, c!)];
    });
    for (const c of [0, 1]) run(module, c, 2, 3);
  });

  test("whose condition is known are not branches", () => {
    const module = moduleFor([f64], (b, [x]) => {
      const taken = (c: boolean): Value =>
        ifElse(
          b,
          flag(b, c),
          (d) => [add(d, x!, num(d, 1))],
          (d) => [sub(d, x!, num(d, 1))],
        )[0]!;
      return [taken(true), taken(false)];
    });
    expect(run(module, 5)).toEqual([6, 4]);
  });
});

describe("order", () => {
  test("a read stays before the write that follows it", () => {
    const text = `
func @f(%m: mem<f64>, %c: bool) -> (f64, f64, f64) {
  %i = const i32 0
  %a: f64 = load %m, %i
  %two = const f64 2
  store %m, %i, %two
  %b: f64 = load %m, %i
  if %c {
    %three = const f64 3
    store %m, %i, %three
    yield
  } {
    yield
  }
  %d: f64 = load %m, %i
  return %a, %b, %d
}`;
    const module = parseModule(text, ops);
    const memory = () => ({
      kind: "memory" as const,
      elem: { kind: "store" as const, storage: "f64" as const },
      data: Float64Array.of(1),
      start: 0,
      length: 1,
    });
    for (const c of [0, 1]) compare(module, "f", () => [memory(), c]);
  });
});

describe("sizes", () => {
  test("more parameters and results than engines take", () => {
    const many = 1200;
    const b = new Builder();
    const x = Array.from({ length: many }, () => b.param(f64));
    const inner = { name: "g", region: b.finish(x.toReversed()) };
    const c = new Builder();
    const y = c.param(f64);
    const args = x.map((_, i) => add(c, y, num(c, i)));
    const results = call(
      c,
      "g",
      args,
      args.map(() => f64),
    );
    const module = moduleOf(inner, { name: "f", region: c.finish(results) });
    expect(run(module, 0.5)).toEqual(args.map((_, i) => many - 1 - i + 0.5));
  });

  test("long chains and thousands of values", () => {
    const module = moduleFor([f64, f64], (b, [x, y]) => {
      let chain = x!;
      for (let i = 0; i < 20000; i++) chain = add(b, mul(b, chain, num(b, 0.5)), y!);
      const many = Array.from({ length: 3000 }, (_, i) => add(b, x!, num(b, i)));
      const squares = many.map((v) => mul(b, v, v));
      return [chain, squares.reduce((p, q) => add(b, p, q))];
    });
    run(module, 1, 2);
  });

  test("locals are shared", () => {
    // 2000 values in a row, each needed twice: never more than a few at a time
    const module = moduleFor([f64], (b, [x]) => {
      let v = x!;
      for (let i = 0; i < 2000; i++) v = add(b, v, mul(b, v, num(b, 0.25)));
      return [v];
    });
    const { bytes } = emitWasm(module, ["f"], { names: false });
    // each value: get, get, constant, multiply, add, set
    expect(bytes.length).toBeLessThan(2000 * 20);
    run(module, 1);
  });
});

describe("bytes", () => {
  const module = moduleFor([f64], (b, [x]) => [add(b, x!, num(b, 1))]);

  test("are the same for the same IR", () => {
    expect(emitWasm(module, ["f"]).bytes).toEqual(emitWasm(module, ["f"]).bytes);
  });

  test("leave out what is not called", () => {
    const b = new Builder();
    const other = { name: "other", region: b.finish([b.param(f64)]) };
    const both = moduleOf(...module.funcs.values(), other);
    expect(emitWasm(both, ["f"]).bytes).toEqual(emitWasm(module, ["f"]).bytes);
  });

  test("of a small function are few", () => {
    expect(emitWasm(module, ["f"], { names: false }).bytes.length).toBeLessThan(120);
  });
});

describe("a short loop over memory, of which several iterations are made one", () => {
  const numbers = (n: number) =>
    memoryOver(
      memOf("f64"),
      Float64Array.from({ length: n }, (_, i) => (i * 37) % 11),
    );
  const bodies: Record<string, string> = {
    "element by element": `
    %a: f64 = load %m, %i
    %b: f64 = load %p, %i
    %v: f64 = mul %a, %b
    %t: f64 = add %s, %v
    store %m, %i, %v
    yield %t, %u`,
    "in which elements depend on those before": `
    %j: i32 = add %i, %one
    %a: f64 = load %m, %i
    %b: f64 = load %m, %j
    %v: f64 = add %a, %b
    store %m, %j, %v
    store %p, %i, %b
    yield %u, %v`,
    "with offsets on both sides": `
    %j: i32 = sub %i, %lo
    %k: i32 = add %two, %j
    %h: i32 = add %k, %lo
    %g: i32 = sub %h, %one
    %a: f64 = load %m, %g
    %y: f64 = to_f64 %k
    %v: f64 = add %a, %y
    store %m, %i, %v
    store %p, %g, %s
    yield %a, %s`,
  };

  const text = (step: number, body: string): string => `
func @f(%m: mem<f64>, %p: mem<f64>, %lo: i32, %hi: i32, %x: f64) -> (f64, f64) {
  %one = const i32 1
  %two = const i32 2
  %r: f64, %q: f64 = for {step: ${step}} %lo, %hi, %x, %x { (%i: i32, %s: f64, %u: f64)${body}
  }
  return %r, %q
}`;

  test.each(Object.entries(bodies))("%s", (_, body) => {
    for (const step of [1, -1]) {
      const module = parseModule(text(step, body), ops);
      const instance = compiled(module, "f");
      for (let lo = 0; lo < 3; lo++) {
        for (let n = 0; n < 14; n++) {
          const ends = step > 0 ? [lo, lo + n] : [lo + n, lo];
          compare(module, "f", () => [numbers(20), numbers(20), ...ends, 0.5], instance);
          compare(
            module,
            "f",
            () => {
              const m = numbers(20);
              return [m, m, ...ends, 0.5];
            },
            instance,
          );
        }
      }
    }
  });

  test("with an index at the ends of the integers", () => {
    const extremes: readonly (readonly [number, number, number])[] = [
      [1, 2147483642, 2147483647],
      [1, -2147483648, -2147483641],
      [-1, -2147483641, -2147483648],
      [-1, 2147483647, 2147483642],
    ];
    for (const [step, lo, hi] of extremes) {
      const body = `
    %j: i32 = sub %i, ${step > 0 ? "%lo" : "%hi"}
    %y: f64 = to_f64 %i
    %a: f64 = load %m, %j
    %v: f64 = add %a, %y
    store %m, %j, %v
    yield %v, %y`;
      const module = parseModule(text(step, body), ops);
      compare(module, "f", () => [numbers(20), numbers(20), lo, hi, 0.5]);
    }
  });
});

test("a sum of a parameter and a constant that both branches of an if use", () => {
  const module = parseModule(
    `func @f(%n: i32, %c: bool) -> (i32) {
  %one = const i32 1
  %m: i32 = sub %n, %one
  %k: i32 = add %n, %one
  %zero = const i32 0
  %r: i32 = if %c {
    %s: i32 = for {step: 1} %zero, %k, %zero { (%i: i32, %t: i32)
      %u: i32 = add %t, %i
      yield %u
    }
    yield %s
  } {
    %s2: i32 = for {step: 1} %one, %k, %zero { (%i2: i32, %t2: i32)
      %u2: i32 = add %t2, %i2
      yield %u2
    }
    yield %s2
  }
  %last: i32 = for {step: 1} %zero, %k, %r { (%i3: i32, %t3: i32)
    %u3: i32 = add %t3, %m
    yield %u3
  }
  return %last
}`,
    ops,
  );
  for (const c of [0, 1]) for (const n of [0, 1, 5]) compare(module, "f", () => [n, c]);
});
