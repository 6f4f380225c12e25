// Special functions: correctly rounded values, and what is compiled against what the interpreter
// computes. The laws of test/ops hold their derivatives.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { emitWasm } from "../../src/backends/wasm/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Func } from "../../src/ir/func.ts";
import { f32, f64 } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { specialFuncs, specialNames } from "../../src/lower/kernels/special.ts";
import { ops } from "../../src/ops/registry.ts";
import { instantiate } from "../../src/runtime/instance.ts";
import { callFlat } from "../backends/wasm/data.ts";
import { heap } from "../backends/wasm/run.ts";
import { ulpsBetween } from "../elementary/ulps.ts";

interface Case {
  readonly op: string;
  readonly x: readonly (readonly number[])[];
  readonly value: readonly number[];
}

const path = new URL("data/special.json", import.meta.url);
const cases = JSON.parse(readFileSync(path, "utf8")) as Case[];

/** Most units in the last place, where 4 are not enough: parts cancel there. */
const allowed: Readonly<Record<string, number>> = {
  bessel_i: 6,
  betainc: 8,
  gamma_density: 12,
  gammainc: 8,
  gammaincc: 10,
  lgamma: 10,
};

const evaluate = (op: string, x: readonly number[]): number =>
  ops.get(op)!.eval!(x, f64, {}) as number;

test("there are values for all", () => {
  const found = cases.map(({ op }) => op).toSorted();
  expect(found).toEqual(specialNames.filter((name) => name !== "bessel_ie").toSorted());
});

test.each(cases)("$op is close to its correctly rounded values", ({ op, x, value }) => {
  const far = x
    .map((args, i) => ({ args, want: value[i]!, got: evaluate(op, args) }))
    .filter(({ want, got }) => !(ulpsBetween(got, want) <= (allowed[op] ?? 4)));
  expect(far).toEqual([]);
});

function wrappers(type: typeof f64): Func[] {
  return specialNames.map((name): Func => {
    const op = ops.get(name)!;
    const b = new Builder();
    const x = op.samples[0]!.map(() => b.param(type));
    return { name, region: b.finish([b.emit1(op, x)]) };
  });
}

test.each([
  ["f64", f64],
  ["f32", f32],
] as const)("as WebAssembly, %s", (_, type) => {
  const module = moduleOf(...wrappers(type));
  verifyModule(module);
  const instance = instantiate(emitWasm(module, specialNames), heap);
  for (const { op, x } of cases) {
    for (const args of x) {
      const given = type === f32 ? args.map(Math.fround) : args;
      const [got] = callFlat(instance, op, given).flat() as [number];
      const want = ops.get(op)!.eval!(given, type, {}) as number;
      // exp, pow and so on differ by an ulp from JavaScript's
      const close = Math.abs(got - want) <= 1e-12 * Math.abs(want);
      expect(
        close || Object.is(got, want) || !Number.isFinite(want),
        `${op} ${given}: ${got} ${want}`,
      ).toBe(true);
    }
  }
});

test("their functions in IR", () => {
  const all = new Set(specialNames.flatMap((name) => specialFuncs(name)));
  verifyModule(moduleOf(...all));
});
