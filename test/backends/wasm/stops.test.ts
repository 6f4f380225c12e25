import { describe, expect, test } from "vitest";
import { NablaError } from "../../../src/diagnostics/error.ts";
import { sourceFile, type Span } from "../../../src/diagnostics/span.ts";
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf, withFuncs, type Func, type Module, type Value } from "../../../src/ir/func.ts";
import { f64, i32, memOf, type Type } from "../../../src/ir/types.ts";
import {
  add,
  allocate,
  bounds,
  call,
  eq,
  failWith,
  forRange,
  ifElse,
  int,
  length,
  load,
  num,
  storeTo,
  sub,
  toF64,
  toIndex,
  zeroOf,
} from "../../../src/ops/index.ts";
import { deepen } from "../../../src/lower/deep/index.ts";
import { Caller } from "../../../src/runtime/caller.ts";
import { isStackOverflow } from "../../../src/runtime/stop.ts";
import { layoutOf } from "../../../src/values/layout-of.ts";
import { compiled } from "./run.ts";

const text = "const f = (x, i) => x[i];\n";
const file = sourceFile("app.ts", text);
const span: Span = { file, start: text.indexOf("x[i]"), end: text.indexOf("x[i]") + 4 };

function moduleFor(
  types: readonly Type[],
  make: (b: Builder, x: readonly Value[]) => readonly Value[],
): Module {
  const b = new Builder(span);
  const x = types.map((t) => b.param(t));
  return moduleOf({ name: "f", region: b.finish(make(b, x)), span });
}

function caught(module: Module, roots: readonly unknown[]): Error {
  const caller = new Caller(compiled(module, "f"), "f", layoutOf(roots));
  try {
    caller.run(roots);
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

describe("an index outside of its array", () => {
  const module = moduleFor([memOf("f64"), f64], (b, [m, i]) => [
    load(b, m!, bounds(b, toIndex(b, i!), length(b, m!))),
  ]);

  test("is shown in the source", () => {
    expect(caught(module, [[1, 2, 3], 3]).message).toMatchInlineSnapshot(`
      "NB4001: an index is outside its array

        app.ts:1:21
        1 | const f = (x, i) => x[i];
          |                     ^^^^ index 3 is outside of an array of length 3

        help: an index is an integer from 0 to one less than the array's length
        more: docs/errors/NB4001.md"
    `);
  });

  test("is also one that is negative, between integers, or none at all", () => {
    for (const i of [-1, 0.5, NaN, Infinity, 2 ** 32]) {
      expect(caught(module, [[1, 2, 3], i])).toMatchObject({ code: "NB4001", detail: { span } });
    }
    expect(caught(module, [[1], 0.5]).message).toMatch(/negative or not an integer/);
    expect(caught(module, [[], 0])).toMatchObject({ code: "NB4001" });
  });

  test("leaves the instance usable", () => {
    const caller = new Caller(compiled(module, "f"), "f", layoutOf([[1], 0]));
    expect(() => caller.run([[1, 2], 2])).toThrow(NablaError);
    caller.run([[1, 2], 1]);
    expect(caller.number(0)).toBe(2);
  });
});

describe("an error of the program", () => {
  const failing = (code: string): Module =>
    moduleFor([f64], (b, [x]) =>
      ifElse(
        b,
        eq(b, x!, num(b, 1)),
        (c) => {
          failWith(c, code, "no solution");
          return [zeroOf(c, f64)];
        },
        () => [x!],
      ),
    );

  test("is an Error with its message", () => {
    const error = caught(failing("throw"), [1]);
    expect(error).not.toBeInstanceOf(NablaError);
    expect(error).toEqual(new Error("no solution"));
  });

  test("of nabla's has the code and the place", () => {
    expect(caught(failing("NB4001"), [1])).toMatchObject({ code: "NB4001", detail: { span } });
  });
});

describe("recursion", () => {
  // s(n) = n = 0 ? 0 : n + s(n - 1), with some values that live across the call
  const recursive: Func = (() => {
    const b = new Builder(span);
    const n = b.param(f64);
    const [result] = ifElse(
      b,
      eq(b, n, num(b, 0)),
      (c) => [num(c, 0)],
      (c) => {
        const [rest] = call(c, "s", [sub(c, n, num(c, 1))], [f64]);
        return [add(c, n, rest!)];
      },
    );
    return { name: "s", region: b.finish([result!]), span };
  })();
  const module = moduleOf(
    recursive,
    ...moduleFor([f64], (b, [n]) => call(b, "s", [n!], [f64])).funcs.values(),
  );

  test("may be deep", () => {
    const caller = new Caller(compiled(module, "f"), "f", layoutOf([1]));
    caller.run([10000]);
    expect(caller.number(0)).toBe(50005000);
  });

  test("that does not end is the engine's overflow, and known as such", () => {
    expect(isStackOverflow(caught(module, [-1]))).toBe(true);
    expect(isStackOverflow(new RangeError("the stack is empty"))).toBe(false);
  });

  test("in memory names the function, and the depth", () => {
    const named = withFuncs(module, { ...recursive, userName: "down" });
    const error = caught(deepen(named, ["f"], { maxDepth: 20_000 }), [-1]);
    expect(error).toMatchObject({ code: "NB4002", detail: { span } });
    expect(error.message).toContain("`down` calls itself 20000 deep");
  });
});

describe("memory", () => {
  // allocates n arrays of k elements, writes one element of each and sums what is in them
  const allocating = moduleFor([i32, i32], (b, [n, k]) =>
    forRange(b, [int(b, 0), n!, 1], [num(b, 0)], (c, i, [s]) => {
      const m = allocate(c, { kind: "mem", elem: { kind: "store", storage: "f64" } }, k!);
      const before = load(c, m, int(c, 1));
      storeTo(c, m, int(c, 1), toF64(c, add(c, i, int(c, 1))));
      return [add(c, add(c, s!, before), load(c, m, int(c, 1)))];
    }),
  );

  test("grows in a call, is given back after it, and is always zero at first", () => {
    const instance = compiled(allocating, "f");
    const { call: f } = instance.entry("f");
    for (const [n, k] of [
      [1, 2],
      [100, 100_000],
      [100, 100_000],
      [1000, 3],
      [3, 3_000_000],
    ]) {
      instance.heap.reset();
      expect(f(n!, k!)).toBe((n! * (n! + 1)) / 2);
    }
  });

  test("that is not there is an error with its place", () => {
    const instance = compiled(allocating, "f");
    const { call: f } = instance.entry("f");
    for (const [n, k] of [
      [1, 2 ** 30],
      [1, 2 ** 29 - 1],
    ]) {
      instance.heap.reset();
      expect(() => f(n!, k!)).toThrow(
        expect.objectContaining({ code: "NB4004", detail: expect.objectContaining({ span }) }),
      );
    }
    instance.heap.reset();
    expect(f(2, 2)).toBe(3);
  });
});
