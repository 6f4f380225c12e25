import { describe, expect, test } from "vitest";
import { parseModule } from "../../../src/ir/parse.ts";
import { ops } from "../../../src/ops/registry.ts";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import { instantiate } from "../../../src/runtime/instance.ts";
import { callFlat } from "./data.ts";
import { heap } from "./run.ts";

/** y[i] = f(x[i]), by loops that make four at once, or one after the other. */
function mapped(op: string, vectors: "none" | "any"): (x: Float32Array) => Float32Array {
  const module = parseModule(
    `func @f(%x: mem<f32>, %y: mem<f32>, %n: i32) -> () disjoint {
  %zero = const i32 0
  for {step: 1} %zero, %n { (%i: i32)
    %v: f32 = load %x, %i
    %r: f32 = ${op} %v
    store %y, %i, %r
    yield
  }
  return
}`,
    ops,
  );
  const instance = instantiate(emitWasm(module, ["f"], { vectors }), heap);
  return (x) => {
    heap.reset();
    const n = x.length;
    const [from, to] = [heap.alloc(4 * n)!, heap.alloc(4 * n)!];
    new Float32Array(heap.memory.buffer, from, n).set(x);
    callFlat(instance, "f", [from, n, to, n, n]);
    return new Float32Array(heap.memory.buffer, to, n).slice();
  };
}

const floatOf = (bits: number): number => new Float32Array(Int32Array.of(bits).buffer)[0]!;

/** The error of `got` for the double `want`, in units of the last place of a float near it. */
function ulps(got: number, want: number): number {
  if (Object.is(got, Math.fround(want))) return 0;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(want))), -126);
  return Math.abs(got - want) / 2 ** (exponent - 23);
}

/** Floats of both signs, of all sizes, and more between 2⁻⁶ and 128. */
function samples(): Float32Array {
  const all: number[] = [];
  for (let bits = 0; bits < 0x7f800000; bits += 160_001) all.push(floatOf(bits));
  for (let bits = 0x3c800000; bits < 0x43000000; bits += 1999) all.push(floatOf(bits));
  return Float32Array.from(all.flatMap((x) => [x, -x]));
}

const special = [0, -0, Infinity, -Infinity, NaN, 1, -1, 88.72, 88.73, -103.9, -104.1, 1e-45];

describe.each([
  ["exp", Math.exp, 0.98],
  ["log", Math.log, 0.85],
  ["tanh", Math.tanh, 1.1],
] as const)("%s of floats of 32 bits", (op, reference, bound) => {
  const [four, one] = [mapped(op, "any"), mapped(op, "none")];
  const x = samples();

  test(`is within ${bound} ulp`, () => {
    const y = four(x);
    let worst = { x: 0, ulps: 0 };
    x.forEach((v, i) => {
      const want = reference(v);
      if (!Number.isFinite(Math.fround(want))) return;
      const error = ulps(y[i]!, want);
      if (!(error <= worst.ulps)) worst = { x: v, ulps: error };
    });
    expect(worst.ulps, `at ${worst.x}`).toBeLessThan(bound);
  });

  test("is right at the ends", () => {
    const values = Float32Array.from(special);
    const found = four(values);
    values.forEach((v, i) => {
      const want = Math.fround(reference(v));
      if (Number.isFinite(want) && want !== 0)
        expect(ulps(found[i]!, reference(v))).toBeLessThan(bound);
      else expect(found[i], `${op}(${v})`).toBe(want);
    });
  });

  test("has the same bits one by one", () => {
    expect(new Int32Array(one(x).buffer)).toEqual(new Int32Array(four(x).buffer));
  });
});
