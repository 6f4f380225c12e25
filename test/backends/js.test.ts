import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { interpret, isMemory, type Datum } from "../../src/backends/interp/index.ts";
import { hasListViews } from "../../src/backends/js/facts.ts";
import { emitJs, loadJs } from "../../src/backends/js/index.ts";
import { funcNamed, type Module } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { derivativeOf } from "../transforms/duality.ts";
import { ops } from "../../src/ops/registry.ts";
import { arbitrarySample, showData } from "../ir/arbitrary.ts";
import type { RandomOptions } from "../ir/random/types.ts";
import { fromJs, toJs } from "./js-data.ts";

/** What the generated function gives, and its arguments afterwards. */
function runJs(module: Module, name: string, args: readonly Datum[]): Datum[] {
  const { region } = funcNamed(module, name);
  const types = region.params.map((p) => p.type);
  const values = toJs(args, types);
  const result = loadJs(module)[name]!(...values);
  const results = region.yields.length === 1 ? [result] : ((result as unknown[]) ?? []);
  const resultTypes = region.yields.map((v) => v.type);
  return fromJs([...results, ...values], [...resultTypes, ...types]);
}

// The text of what `run` gives, or of the error that ends it.
function outcome(module: Module, run: () => Datum[]): string {
  try {
    const data = run();
    // which list a view of a list is of cannot be told from outside
    return showData(hasListViews(module) ? data.filter((x) => typeof x !== "object") : data);
  } catch (error) {
    const { code } = error as { code?: string };
    return `fails: ${code === "throw" ? "NB4003" : (code ?? String(error))}`;
  }
}

function isListPart(x: Datum): boolean {
  return isMemory(x) && Array.isArray(x.data) && x.length < x.data.length;
}

function expectAgreement(module: Module, name: string, args: () => Datum[]): void {
  const before = args();
  fc.pre(!before.some(isListPart));
  const wanted = outcome(module, () => [...interpret(module, name, before), ...before]);
  expect(
    outcome(module, () => runJs(module, name, args())),
    emitJs(module),
  ).toBe(wanted);
}

function agrees(options: RandomOptions, numRuns: number): void {
  fc.assert(
    fc.property(arbitrarySample(options), ({ module, name, args }) => {
      const before = args();
      fc.pre(!before.some(isListPart));
      const wanted = outcome(module, () => [...interpret(module, name, before), ...before]);
      expect(
        outcome(module, () => runJs(module, name, args())),
        emitJs(module),
      ).toBe(wanted);
    }),
    { numRuns },
  );
}

test("random programs do what the interpreter does, to the bit", () => {
  agrees({ special: true, aliases: true }, 300);
  agrees({ special: true, aliases: true, traps: true }, 300);
});

test("so do their derivatives, as they are and optimised", () => {
  fc.assert(
    fc.property(
      arbitrarySample({ smooth: true }),
      fc.constantFrom("jvp", "vjp"),
      fc.boolean(),
      (sample, mode, better) => {
        const { module, name, args } = derivativeOf(mode, sample);
        expectAgreement(better ? optimise(module, [name], { final: true }) : module, name, args);
      },
    ),
    { numRuns: 100 },
  );
});

const read = (text: string): Module => parseModule(text, ops);

const example = `
record node { value: f64, next: ref<node> }

func @sum(%list: ref<node>) -> (f64) {
  %none = null ref<node>
  %zero = const f64 0
  %total, %last = loop %zero, %list { (%acc: f64, %cell: ref<node>)
    %end = same %cell, %none
    %more = not %end
    %next, %rest = if %more {
      %x = get {field: "value"} %cell
      %s = add %acc, %x
      %n = get {field: "next"} %cell
      yield %s, %n
    } {
      yield %acc, %cell
    }
    yield %more, %next, %rest
  }
  return %total
}

func @fold(%xs: mem<f64>, %n: i32) -> (f64, f64) {
  %zero = const i32 0
  %a0 = const f64 0
  %b0 = const f64 1
  %s, %t = for {step: 1} %zero, %n, %a0, %b0 { (%i: i32, %a: f64, %b: f64)
    %len = length %xs
    %j = bounds %i, %len
    %x = load %xs, %j
    %y = mul %x, %a
    %negative = lt %x, %a0
    if %negative {
      fail {code: "throw", message: "negative"}
      yield
    } {
      yield
    }
    %z = add %y, %b
    store %xs, %j, %z
    yield %b, %a
  }
  %c = lt %s, %t
  %r = if %c {
    %q = sin %s
    yield %q
  } {
    yield %t
  }
  return %r, %t
}

func @twice(%xs: mem<f64>, %n: i32) -> (f64) {
  %1: f64, %2: f64 = call @fold %xs, %n
  %3: f64, %4: f64 = call @fold %xs, %n
  %5 = add %2, %3
  return %5
}
`;

test("it reads as a person would write it", () => {
  expect(emitJs(read(example), { types: true })).toMatchInlineSnapshot(`
    "interface Node {
      value: number;
      next: Node | null;
    }

    function sum(list: Node | null): number {
      let acc = 0;
      let cell: Node | null = list;
      while (cell !== null) {
        acc += cell!.value;
        cell = cell!.next;
      }
      return acc;
    }

    function fold(xs: Float64Array, n: number): [number, number] {
      let a = 0;
      let b = 1;
      for (let i = 0; i < n; i++) {
        const j = bounds(i, xs.length);
        const x = xs[j]!;
        if (x < 0) {
          throw fault("throw", "negative");
        }
        xs[j] = x * a + b;
        const t1 = b;
        b = a;
        a = t1;
      }
      return [a < b ? Math.sin(a) : b, b];
    }

    function twice(xs: Float64Array, n: number): number {
      const [, t1] = fold(xs, n);
      const [t2] = fold(xs, n);
      return t1 + t2;
    }

    /** \`i\`, which must be an index of an array of length \`n\`. */
    function bounds(i: number, n: number, place = ""): number {
      if (i >= 0 && i < n) return i;
      throw fault("NB4001", \`index \${i} is outside of an array of length \${n}\`, place);
    }

    /** The error \`code\` of the program, at \`place\` of its source. */
    function fault(code: string, message: string, place = ""): Error {
      return Object.assign(new Error(place === "" ? message : \`\${message} (\${place})\`), { code });
    }

    export { sum, fold, twice };
    "
  `);
});

test("the module can be imported as it is", async () => {
  const url = `data:text/javascript,${encodeURIComponent(emitJs(read(example)))}`;
  const { fold } = (await import(url)) as { fold: (xs: Float64Array, n: number) => number[] };
  const xs = Float64Array.of(1, 2, 3);
  expect(fold(xs, 3)).toEqual([0, 0]);
  expect(() => fold(xs, 4)).toThrow("index 3 is outside of an array of length 3");
});

test("carried values move at once", () => {
  const rotate = loadJs(
    read(`func @rotate(%n: i32, %a: f64, %b: f64, %c: f64) -> (f64, f64, f64) {
      %zero = const i32 0
      %x, %y, %z = for {step: 1} %zero, %n, %a, %b, %c { (%i: i32, %p: f64, %q: f64, %r: f64)
        yield %q, %r, %p
      }
      return %x, %y, %z
    }`),
  )["rotate"]!;
  expect([0, 1, 2, 3].map((n) => rotate(n, 1, 2, 3))).toEqual([
    [1, 2, 3],
    [2, 3, 1],
    [3, 1, 2],
    [1, 2, 3],
  ]);
});

test("a value that goes into a circle of others is not in it", () => {
  const step = loadJs(
    read(`func @step(%n: i32, %a: f64, %b: f64, %c: f64) -> (f64, f64, f64) {
      %zero = const i32 0
      %x, %y, %z = for {step: 1} %zero, %n, %a, %b, %c { (%i: i32, %p: f64, %q: f64, %r: f64)
        %s: f64 = add %r, %p
        yield %r, %s, %q
      }
      return %x, %y, %z
    }`),
  )["step"]!;
  expect([0, 1, 2].map((n) => step(n, 1, 2, 3))).toEqual([
    [1, 2, 3],
    [3, 4, 2],
    [2, 5, 4],
  ]);
});

test("a view of a list shares its elements", () => {
  const f = loadJs(
    read(`func @f(%m: mem<mem<f64>>, %row: mem<f64>) -> (bool, bool, mem<mem<f64>>) {
      %1 = const i32 1
      %2 = const i32 2
      %tail = view %m, %1, %2
      %end = view %tail, %1, %1
      %again = view %m, %2, %1
      %0 = const i32 0
      store %end, %0, %row
      %same = same %end, %again
      %other = same %end, %tail
      %zeros = zeros_like mem<mem<f64>> %m
      return %same, %other, %zeros
    }`),
  )["f"]!;
  const row = Float64Array.of(7);
  const list = [Float64Array.of(1), row, Float64Array.of(2)];
  expect(f(list, row)).toEqual([true, false, [1, 1, 1].map((n) => new Float64Array(n))]);
  expect(list[2]).toBe(row);
});

test("a skeleton is linked as its records were", () => {
  const f = loadJs(
    read(`record node { value: f64, id: i32, next: ref<node>, all: mem<ref<node>>, data: mem<f64> }
    record links { ":of": ref<node>, next: ref<links>, all: mem<ref<links>>, id: i32, n: i32 }
    func @f(%x: ref<node>) -> (ref<links>, ref<node>) {
      %links = skeleton {type: ref<links>} %x
      %same = skeleton {type: ref<node>} %x
      %null = null {type: ref<node>}
      set {field: "next"} %x, %null
      return %links, %same
    }`),
  )["f"]!;
  interface Node {
    value: number;
    id: number;
    next: Node | null;
    all: Node[];
    data: Float64Array;
  }
  const data = Float64Array.of(1);
  const x: Node = { value: 2.5, id: 7, next: null, all: [], data };
  x.next = { value: 3, id: 8, next: x, all: [x], data };
  const second = x.next;
  const [links, same] = f(x) as [Record<string, never>, Node];
  expect(x.next).toBeNull();
  expect(links).toMatchObject({ id: 7, n: 0, all: [] });
  expect(links[":of"]).toBe(x);
  expect(links["next"]![":of"]).toBe(second);
  expect(links["next"]!["next"]).toBe(links);
  expect(links["next"]!["all"]![0]).toBe(links);
  expect(same).toMatchObject({ value: 0, id: 7, next: { value: 0, id: 8 } });
  expect(same.next!.next).toBe(same);
  expect(same.data).toBe(data);
});

test("a derivative, to be read", () => {
  const module = read(`func @logsumexp(%xs: mem<f64>) -> (f64) {
    %n: i32 = length %xs
    %lo = const i32 0
    %zero = const f64 0
    %sum: f64 = for {step: 1} %lo, %n, %zero { (%i: i32, %acc: f64)
      %x: f64 = load %xs, %i
      %e = exp %x
      %next: f64 = add %acc, %e
      yield %next
    }
    %y = log %sum
    return %y
  }`);
  const { module: derived, name } = vjp(module, "logsumexp", [true]);
  const text = emitJs(optimise(derived, [name], { final: true }), { types: true });
  expect(text).toMatchInlineSnapshot(`
    "function logsumexp_vjp(xs: Float64Array, d_xs: Float64Array, t1: number): number {
      let acc = 0;
      for (let i = 0; i < xs.length; i++) {
        acc += Math.exp(xs[i]!);
      }
      const t2 = strongDiv(t1, acc + (acc < 0 ? NaN : 0));
      const t3 = ((0 < xs.length ? xs.length : 0) - 1) | 0;
      for (let i = t3; i > -1; i--) {
        d_xs[i]! += strongMul(t2, Math.exp(xs[i]!));
      }
      return Math.log(acc);
    }

    /** \`x / y\`, but \`x\` where that is 0. */
    function strongDiv(x: number, y: number): number {
      return x === 0 ? x : x / y;
    }

    /** \`x * y\`, but 0 where either is 0. */
    function strongMul(x: number, y: number): number {
      return x === 0 || y === 0 ? 0 : x * y;
    }

    export { logsumexp_vjp };
    "
  `);
});

test("what is written as TypeScript has the types it says", () => {
  const folder = mkdtempSync(`${tmpdir()}/nabla-js-`);
  try {
    const samples = fc.sample(arbitrarySample({ traps: true }), { numRuns: 40, seed: 1 });
    samples.forEach(({ module, name }, i) => {
      const derived = vjp(
        module,
        name,
        funcNamed(module, name).region.params.map(() => true),
      );
      writeFileSync(`${folder}/f${i}.ts`, emitJs(module, { types: true }));
      writeFileSync(`${folder}/d${i}.ts`, emitJs(derived.module, { types: true }));
    });
    const options =
      "--strict --noUncheckedIndexedAccess --target es2022 --module nodenext --noEmit";
    const tsc = new URL("../../node_modules/.bin/tsc", import.meta.url).pathname;
    const files = samples.flatMap((_, i) => [`f${i}.ts`, `d${i}.ts`]);
    const { stdout } = spawnSync(tsc, [...options.split(" "), ...files], { cwd: folder });
    // random programs compare constants, and look into what is known to be null
    const own = /TS2367|on type 'never'/;
    const errors = stdout.toString().split("\n");
    expect(errors.filter((e) => e !== "" && !own.test(e))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
