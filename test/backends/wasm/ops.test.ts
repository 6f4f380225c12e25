import { describe, expect, test } from "vitest";
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf, type Func } from "../../../src/ir/func.ts";
import type { Op, Scalar } from "../../../src/ir/op.ts";
import { elementaryFuncs } from "../../../src/lower/elementary/index.ts";
import { scalarType, showType, type Dtype, type Type } from "../../../src/ir/types.ts";
import { literal } from "../../../src/ops/index.ts";
import * as special from "../../../src/ops/special/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import { compiled, heap } from "./run.ts";
import { callFlat } from "./data.ts";

const dtypes: readonly Dtype[] = ["f64", "f32", "i64", "i32", "bool"];

const values: Readonly<Record<Dtype, readonly Scalar[]>> = {
  f64: [
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3,
    7,
    0.3,
    -0.3,
    0.49999999999999994,
    5e-324,
    1e-310,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    2 ** 32 + 5,
    -(2 ** 32) - 5,
    2 ** 52 + 1,
    2 ** 53,
    2 ** 63,
    2 ** 83 * 1.2345678901234567,
    -(2 ** 60) * 1.2345678901234567,
    2 ** 84,
    1e300,
    -1e300,
    Infinity,
    -Infinity,
    NaN,
  ],
  f32: [0, -0, 1, -1, 0.5, -0.5, 1.5, -2.5, 0.3, 3, 7, 2 ** 23 + 1, 3e38, 1e-45, Infinity, NaN].map(
    Math.fround,
  ),
  i64: [
    0n,
    1n,
    -1n,
    7n,
    -7n,
    31n,
    63n,
    64n,
    2n ** 31n,
    2n ** 32n + 5n,
    2n ** 63n - 1n,
    -(2n ** 63n),
  ],
  i32: [0, 1, -1, 2, 7, -7, 31, 32, 33, 2147483647, -2147483648],
  bool: [0, 1],
};

/** Every list of operand types that `op` takes, with the type of its result. */
function signatures(op: Op, arity: number): { params: Type[]; result: Type }[] {
  const lists = Array.from({ length: arity }).reduce<Dtype[][]>(
    (all) => all.flatMap((list) => dtypes.map((d) => [...list, d])),
    [[]],
  );
  return lists.flatMap((list) => {
    const params = list.map(scalarType);
    try {
      return [{ params, result: op.type(params, {}, [])[0]! }];
    } catch {
      return [];
    }
  });
}

function operands(params: readonly Type[]): Scalar[][] {
  return params.reduce<Scalar[][]>(
    (all, type) =>
      all.flatMap((list) => values[(type as { dtype: Dtype }).dtype].map((v) => [...list, v])),
    [[]],
  );
}

/** A function of `op` in which the operands that are given are constants. */
function funcOf(
  op: Op,
  name: string,
  params: readonly Type[],
  constants: readonly (Scalar | undefined)[],
): Func {
  const b = new Builder();
  const x = params.map((t) => b.param(t));
  const args = x.map((p, i) => {
    const constant = constants[i];
    return constant === undefined ? p : literal(b, constant, params[i]!);
  });
  return { name, region: b.finish([b.emit1(op, args)]) };
}

/** Distance of results, in units in the last place of their type. */
function ulps(a: Scalar, b: Scalar, type: Type): number {
  if (Object.is(a, b)) return 0;
  const size = Math.abs(Number(b)) * (type === scalarType("f32") ? 2 ** -23 : 2 ** -52);
  const distance = Math.abs(Number(a) - Number(b)) / Math.max(Number.MIN_VALUE, size);
  return Number.isNaN(distance) ? Infinity : distance;
}

const specials = new Set(Object.values(special).flatMap((op) => ("rule" in op ? [op.name] : [])));

const scalars = [...ops.values()].filter((op) => op.eval !== undefined && op.name !== "const");

describe.each(scalars.map((op) => [op.name, op] as const))("%s", (_, op) => {
  // JavaScript's own elementary functions are the reference, and they round differently; what is made
  // of exponentials magnifies that by their exponents
  const isElementary = elementaryFuncs.has(op.name) && op.name !== "rem";
  const tolerance = specials.has(op.name) ? 1e-12 / Number.EPSILON : isElementary ? 2 : 0;
  test.each(
    signatures(op, op.samples[0]!.length).map((s) => ({ ...s, of: s.params.map(showType).join() })),
  )("of $of is the interpreter's", ({ params, result }) => {
    const all = operands(params);
    const some = all.filter((_x, i) => i % Math.ceil(all.length / 50) === 0);
    const module = moduleOf(
      funcOf(op, "f", params, []),
      ...some.map((x, i) => funcOf(op, `constant${i}`, params, x)),
      ...some.map((x, i) =>
        funcOf(op, `last${i}`, params, [...x.slice(1).map(() => undefined), x.at(-1)]),
      ),
    );
    const instance = compiled(module, ...module.funcs.keys());
    heap.reset();
    const check = (name: string, x: readonly Scalar[]): void => {
      const expected = op.eval!(x, params[0]!, {});
      const [[actual]] = callFlat(instance, name, x) as [[Scalar]];
      if (ulps(actual, expected, result) <= tolerance) return;
      expect({ name, x, result: actual }).toEqual({ name, x, result: expected });
    };
    for (const x of all) check("f", x);
    for (const [i, x] of some.entries()) {
      check(`constant${i}`, x);
      check(`last${i}`, x);
    }
  });
});
