// Functions compiled in advance do what the same functions do that are compiled when called.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { prebuild } from "../../src/driver/prebuild.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import { fixedPoint, grad, jit, jvp, valueAndGrad, vjp } from "../../src/index.ts";
import { prebuilt, type Built } from "../../src/runtime/built.ts";
import { builtModule } from "../../src/tools/cli/built-module.ts";
import { cloned } from "../../src/values/clone.ts";
import { programs } from "../replay/programs.ts";

type F = (...args: unknown[]) => unknown;

const folder = mkdtempSync(join(tmpdir(), "nabla-built-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const runtime = pathToFileURL(`${import.meta.dirname}/../../src/runtime/built.ts`).href;
let modules = 0;

/** What a page gets that imports what was written. */
async function imported(all: readonly Built[]): Promise<Record<string, F>> {
  const path = join(folder, `built${modules++}.js`);
  const text = builtModule("model.ts", all);
  writeFileSync(path, text.replace('"nabla/prebuilt"', JSON.stringify(runtime)));
  return (await import(pathToFileURL(path).href)) as Record<string, F>;
}

const builtOf = (fn: object, args: readonly unknown[], name = "f"): Built =>
  prebuild(fn, args, { name, file: "model.ts", text: true });

async function builtAndImported(fn: object, args: readonly unknown[]): Promise<F> {
  return (await imported([builtOf(fn, args)]))["f"]!;
}

/** What a call gives or throws, and what it makes of its arguments. */
function outcome(f: F, args: readonly unknown[]): unknown {
  const given = cloned(args);
  try {
    return { value: f(...given), given };
  } catch (error) {
    return { thrown: (error as Error).message, given };
  }
}

test("programs of all kinds", { timeout: 120_000 }, async () => {
  const chosen = (await programs()).filter((_, i) => i % 7 === 0);
  const refused: string[] = [];
  for (const { name, fn, args } of chosen) {
    try {
      // one after the other: they print
      // oxlint-disable-next-line no-await-in-loop
      const f = await builtAndImported(fn, args);
      expect(outcome(f, args), name).toStrictEqual(outcome(fn as F, args));
    } catch (error) {
      if (!(error instanceof NablaError) || error.code !== "NB5013") throw error;
      refused.push(name);
    }
  }
  expect(chosen.length).toBeGreaterThan(25);
  expect(refused.length, refused.join()).toBeLessThan(3);
});

interface List {
  value: number;
  next: List | null;
}

describe("in and out", () => {
  test.each<[string, object, readonly unknown[]]>([
    ["arrays that are changed", jit((x: number[]) => x.sort((a, b) => a - b).length), [[3, 1, 2]]],
    ["the same array twice", grad((x: number[], y: number[]) => x[0]! * y[0]!), [...twice([2])]],
    ["typed arrays over the same bytes", jit(overlapping), windows()],
    [
      "objects",
      valueAndGrad((p: { a: number; b: number[] }) => p.a * p.b[1]!),
      [{ a: 2, b: [3, 4] }],
    ],
    ["strings and what is missing", jit(chosen), ["add", 2, undefined]],
    ["linked objects", grad(sum), [{ value: 2, next: { value: 3, next: null } }]],
    ["a circle", jit(around), [circle()]],
    ["maps", grad((m: Map<string, number>) => m.get("a")! ** 2), [new Map([["a", 3]])]],
    ["text", jit((x: number) => ({ text: `${x.toFixed(2)} m`, nan: NaN, zero: -0 })), [1.5]],
    [
      "rows",
      grad((m: number[][]) => m[0]![1]! * m[1]![0]!),
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ],
    ["errors of every kind", jit(failing), [-1]],
    ["an index outside", jit((x: Float64Array, i: number) => x[i]!), [Float64Array.of(1), 3]],
    ["what is captured", jit((x: number) => x * table[1]! + settings.scale), [2]],
  ])("%s", async (_, fn, args) => {
    const f = await builtAndImported(fn, args);
    expect(outcome(f, args)).toStrictEqual(outcome(fn as F, args));
    // again, with the memory of the first call
    expect(outcome(f, args)).toStrictEqual(outcome(fn as F, args));
  });
});

const table = [1, 2, 3];
const settings = { scale: 0.5 };

function twice(x: number[]): [number[], number[]] {
  return [x, x];
}

function windows(): [Float64Array, Float64Array] {
  const all = Float64Array.of(1, 2, 3);
  return [all.subarray(0, 2), all.subarray(1)];
}

function overlapping(x: Float64Array, y: Float64Array): number {
  x[1] = 7;
  return y[0]!;
}

function chosen(how: string, x: number, y: number | undefined): number {
  return how === "add" ? x + (y ?? 1) : x;
}

function sum(list: List): number {
  let total = 0;
  for (let at: List | null = list; at !== null; at = at.next) total += at.value ** 2;
  return total;
}

function circle(): List {
  const first: List = { value: 1, next: null };
  first.next = { value: 2, next: first };
  return first;
}

function around(list: List): number {
  list.value += 10;
  return list.next!.next!.value;
}

function failing(x: number): number {
  if (x < 0) throw new RangeError(`negative: ${x}`);
  return Math.sqrt(x);
}

test("functions of one module share what they can, and calls of one leave the others alone", async () => {
  const square = builtOf(
    grad((x: number) => x * x),
    [1],
    "square",
  );
  const norm = builtOf(
    grad((x: number[]) => x[0]! ** 2 + x[1]! ** 2),
    [[1, 2]],
    "norm",
  );
  const made = await imported([square, norm]);
  const first = made["norm"]!([3, 4]);
  expect(made["square"]!(5)).toBe(10);
  expect(first).toEqual([6, 8]);
  expect(made["norm"]!([1, 1])).toEqual([2, 2]);
  expect([made["square"]!.name, made["norm"]!.name]).toEqual(["square", "norm"]);
});

test("recursion that is too deep for the engine's stack goes on in memory", async () => {
  const count = (n: number): number => (n === 0 ? 0 : 1 + count(n - 1));
  const f = await builtAndImported(
    jit((n: number) => count(n)),
    [3],
  );
  expect(f(200_000)).toBe(200_000);
  expect(f(5)).toBe(5);
});

test("arguments of other types are refused, of other lengths not", async () => {
  const f = await builtAndImported(
    grad((x: number[]) => x.reduce((e, y) => e + y * y, 0)),
    [[1]],
  );
  expect(f([1, 2, 3])).toEqual([2, 4, 6]);
  expect(f([1], 5)).toEqual([2]);
  const refused = (...args: unknown[]): string => {
    try {
      return String(f(...args));
    } catch (error) {
      return /was built for \(.*|was built for \d.*/.exec((error as Error).message)![0];
    }
  };
  expect([refused(Float64Array.of(1)), refused({ a: 1 }), refused("x"), refused()]).toEqual([
    "was built for (number[]), and was given (Float64Array)",
    "was built for (number[]), and was given ({ a: number })",
    'was built for (number[]), and was given ("x")',
    "was built for 1 argument, and was given 0",
  ]);
});

test("errors say where, and show the line where the text was kept", () => {
  const at = jit((x: Float64Array, i: number) => x[i]!);
  const args = [Float64Array.of(1), 0];
  const said = (text: boolean): string => {
    const f = prebuilt(prebuild(at, args, { name: "at", file: "model.ts", text })) as F;
    try {
      return String(f(Float64Array.of(1), 4));
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(said(true)).toMatch(/ {2}\S+:\d+:\d+\n {2}\d+ \| .*x\[i\]!/);
  expect(said(false)).toMatch(/ {2}\S+:\d+:\d+\n {2}index 4 is outside of an array of length 1/);
});

test("what cannot be built is refused", async () => {
  class Point {
    x = 1;
  }
  let count = 0;
  const kept: number[] = [];
  const cases: [object, readonly unknown[], string][] = [
    [jit((f: (x: number) => number) => f(2)), [Math.sin], "argument 1 is a function"],
    [grad((p: Point) => p.x ** 2), [new Point()], "the class `Point`"],
    [jit((x: number) => ((count += x), x)), [1], "may change what it captures (`count`)"],
    [jit((x: number) => kept.push(x)), [1], "may change what it captures (an object)"],
    [jit((x: number) => x, { parallel: 2 }), [1], "the option `parallel`"],
    [vjp((x: number) => x), [1], "`vjp(f)`"],
    [jvp((x: number) => x), [[1], [1]], "`jvp(f)`"],
  ];
  const said = await Promise.all(
    cases.map(([fn, args]) => builtAndImported(fn, args).then(String, (e: Error) => e.message)),
  );
  expect(count).toBe(0);
  for (const [i, [, , what]] of cases.entries()) {
    expect(said[i], what).toContain("NB5013: this cannot be built in advance");
    expect(said[i]).toContain(what);
  }
});

test("solvers, and options that derivatives have, are built as well", async () => {
  const root = jit((a: number) => fixedPoint((x: number) => 0.5 * (x + a / x), 1));
  const f = await builtAndImported(root, [2]);
  expect(f(9)).toBe((root as unknown as F)(9));
  const finite = await builtAndImported(
    grad((x: number) => Math.sqrt(x), { strict: true }),
    [1],
  );
  expect(() => finite(0)).toThrow();
});

test("another format is refused", () => {
  const built = builtOf(
    grad((x: number) => x * x),
    [1],
  );
  expect(() => prebuilt({ ...built, format: 0 })).toThrow(
    "`f` of model.ts was built in format 0, this nabla runs format 1",
  );
});
