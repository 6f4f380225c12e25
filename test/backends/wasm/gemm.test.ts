import { describe, expect, test } from "vitest";
import { interpret, type Memory } from "../../../src/backends/interp/index.ts";
import { loadJs } from "../../../src/backends/js/index.ts";
import { emitWasm, type WasmOptions } from "../../../src/backends/wasm/index.ts";
import type { Module } from "../../../src/ir/func.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { ops } from "../../../src/ops/registry.ts";
import { instantiate } from "../../../src/runtime/instance.ts";
import { hasFusedMultiplyAdd } from "../../../src/runtime/features.ts";
import { callFlat } from "./data.ts";
import { heap } from "./run.ts";

type Dtype = "f64" | "f32";
interface Form {
  readonly ta: boolean;
  readonly tb: boolean;
  readonly add: boolean;
}
type Sizes = readonly [m: number, n: number, k: number];

const both = [false, true];
const forms: readonly Form[] = both.flatMap((ta) =>
  both.flatMap((tb) => both.map((add) => ({ ta, tb, add }))),
);

const programs = new Map<string, Module>();

function program(dtype: Dtype, form: Form): Module {
  const key = `${dtype} ${JSON.stringify(form)}`;
  const made = programs.get(key) ?? makeProgram(dtype, form);
  programs.set(key, made);
  return made;
}

function makeProgram(dtype: Dtype, form: Form): Module {
  const attrs = Object.entries(form).flatMap(([name, is]) => (is ? [`${name}: true`] : []));
  const text = attrs.length > 0 ? ` {${attrs.join(", ")}}` : "";
  const mem = `mem<${dtype}>`;
  return parseModule(
    `func @f(%c: ${mem}, %a: ${mem}, %b: ${mem}, %m: i32, %n: i32, %k: i32) -> () {
       gemm${text} %c, %a, %b, %m, %n, %k
 return
     }`,
    ops,
  );
}

type Numbers = Float64Array | Float32Array;

function numbers(dtype: Dtype, length: number, at: (i: number) => number): Numbers {
  const made = dtype === "f64" ? new Float64Array(length) : new Float32Array(length);
  return made.map((_, i) => at(i));
}

function memoryOf(dtype: Dtype, data: Numbers): Memory {
  const elem = { kind: "store", storage: dtype } as const;
  return { kind: "memory", elem, data, start: 0, length: data.length };
}

interface Matrices {
  readonly c: Numbers;
  readonly a: Numbers;
  readonly b: Numbers;
}

// small integers, whose sums are exact in any order
function matrices(dtype: Dtype, [m, n, k]: Sizes): Matrices {
  return {
    c: numbers(dtype, m * n, (i) => (i % 5) - 2),
    a: numbers(dtype, m * k, (i) => ((i * 7) % 9) - 4),
    b: numbers(dtype, k * n, (i) => ((i * 5) % 11) - 5),
  };
}

function expected(dtype: Dtype, form: Form, sizes: Sizes, { c, a, b }: Matrices): Numbers {
  const into = c.slice();
  const memories = [into, a, b].map((data) => memoryOf(dtype, data));
  interpret(program(dtype, form), "f", [...memories, ...sizes]);
  return into;
}

// Bytes around each matrix that must stay, and that must not get into sums.
const MARGIN = 40;

function runner(dtype: Dtype, form: Form, options: WasmOptions = {}) {
  const instance = instantiate(emitWasm(program(dtype, form), ["f"], options), heap);
  const size = dtype === "f64" ? 8 : 4;
  const Numbers = dtype === "f64" ? Float64Array : Float32Array;
  return (sizes: Sizes, { c, a, b }: Matrices): Numbers => {
    heap.reset();
    const around = MARGIN / size;
    const places = [c, a, b].map((data) => {
      const start = heap.alloc(data.byteLength + 2 * MARGIN)!;
      const whole = new Numbers(heap.memory.buffer, start, data.length + 2 * around);
      whole.fill(NaN);
      whole.set(data, around);
      return start + MARGIN;
    });
    const args = places.flatMap((at, i) => [at, [c, a, b][i]!.length]);
    const before = heap.used;
    callFlat(instance, "f", [...args, ...sizes]);
    // what was copied is given back
    expect(heap.used).toBe(before);
    const [start] = places as [number];
    const found = new Numbers(heap.memory.buffer, start - MARGIN, c.length + 2 * around);
    const margins = [...found.subarray(0, around), ...found.subarray(around + c.length)];
    expect(margins.every((x) => Number.isNaN(x))).toBe(true);
    return found.slice(around, around + c.length);
  };
}

const lengths = [0, 1, 3, 4, 9];
const small: readonly Sizes[] = lengths.flatMap((m) =>
  lengths.flatMap((n) => lengths.map((k): Sizes => [m, n, k])),
);
const large: readonly Sizes[] = [
  [63, 64, 65],
  [65, 63, 64],
  [64, 65, 63],
  [3, 257, 5],
  [257, 3, 65],
  [1, 257, 300],
  [257, 1, 300],
  [5, 33, 257],
  [33, 36, 513],
  [131, 40, 3],
  [17, 1030, 7],
  [17, 5, 16],
  [5, 17, 8],
];

for (const dtype of ["f64", "f32"] as const) {
  describe(`a product of matrices of ${dtype}`, () => {
    test.each(forms)("is what it is said to be, %o", (form) => {
      const run = runner(dtype, form);
      for (const sizes of [...small, ...large]) {
        const given = matrices(dtype, sizes);
        expect(run(sizes, given), String(sizes)).toEqual(expected(dtype, form, sizes, given));
      }
    });

    test("is near the exact one for numbers that are no integers", () => {
      const sizes: Sizes = [70, 50, 300];
      const at = (i: number): number => Math.sin(i * i + 1);
      const given = {
        c: numbers(dtype, 70 * 50, at),
        a: numbers(dtype, 70 * 300, at),
        b: numbers(dtype, 300 * 50, (i) => at(i + 17)),
      };
      const bound = 300 * 2 ** (dtype === "f64" ? -53 : -24);
      for (const form of forms) {
        const want = expected(dtype, form, sizes, given);
        const found = runner(dtype, form)(sizes, given);
        // the sums of the absolute products are below 300
        want.forEach((x, i) => expect(Math.abs(found[i]! - x)).toBeLessThan(bound * 300));
      }
    });

    test("keeps NaN and infinities where they belong", () => {
      for (const sizes of [
        [5, 6, 7],
        [40, 41, 42],
        [1, 9, 5],
        [9, 1, 5],
      ] as const) {
        const [m, n, k] = sizes;
        for (const form of forms) {
          const given = matrices(dtype, sizes);
          given.a[m * k - 1] = NaN;
          given.a[0] = Infinity;
          given.b[k * n - 1] = -Infinity;
          expect(runner(dtype, form)(sizes, given), String(sizes)).toEqual(
            expected(dtype, form, sizes, given),
          );
        }
      }
    });

    test("is the same in JavaScript", () => {
      for (const form of forms) {
        const { f } = loadJs(program(dtype, form));
        for (const sizes of [
          [0, 2, 3],
          [3, 5, 0],
          [4, 3, 5],
        ] as const) {
          const { c, a, b } = matrices(dtype, sizes);
          const want = expected(dtype, form, sizes, { c, a, b });
          f!(c, a, b, ...sizes);
          expect(c).toEqual(want);
        }
      }
    });
  });
}

describe.runIf(hasFusedMultiplyAdd())("with fused multiply-adds", () => {
  test.each(["f64", "f32"] as const)("a product of matrices of %s is the same", (dtype) => {
    for (const form of forms) {
      const run = runner(dtype, form, { fused: true });
      for (const sizes of large) {
        const given = matrices(dtype, sizes);
        expect(run(sizes, given), String(sizes)).toEqual(expected(dtype, form, sizes, given));
      }
    }
  });
});

test("fused multiply-adds are used only where they are asked for", () => {
  const { bytes } = emitWasm(program("f64", forms[0]!), ["f"]);
  expect(WebAssembly.validate(bytes)).toBe(true);
  const fused = emitWasm(program("f64", forms[0]!), ["f"], { fused: true }).bytes;
  expect(WebAssembly.validate(fused)).toBe(hasFusedMultiplyAdd());
});
