// A derivative that is strict stops where an operation says that it has a kink. It has one exactly
// where its tangent is not the slope on either side; a new operation is tested here unseen.
import { expect, test } from "vitest";
import { interpret } from "../../src/backends/interp/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf } from "../../src/ir/func.ts";
import type { Scalar } from "../../src/ir/op.ts";
import { f64, isFloat, type Type } from "../../src/ir/types.ts";
import { ops } from "../../src/ops/registry.ts";
import { accepts, isFixed, tangentFunc, type Instance } from "./instances.ts";

const doubles = [[f64], [f64, f64]];
const instances: Instance[] = [...ops.values()]
  .filter((op) => op.eval !== undefined && op.rule.kind !== "none" && op.name !== "const")
  .flatMap((op) =>
    doubles.filter((types) => accepts(op, types)).map((types) => ({ op, types, samples: [] })),
  );

/** Bits are of no use but to be put together again, and rounding to single precision is no step. */
const exempt = new Set(["f64_bits", "to_f32", "stop"]);
/** Where an integer is made of a number, its derivative ends, wherever the number is. */
const everywhere = new Set(["to_int32", "to_index"]);

const points = [-2.5, -2, -1, -0.5, -0, 0, 0.375, 0.5, 1, 1.5, 2, 2.5, 3];

function value({ op, types }: Instance, x: readonly number[]): number {
  return Number(op.eval!(x, types[0] as Type, {}) as Scalar);
}

/** Whether the operation says that it has a kink at `x`, in operand `i`. */
function says({ op, types }: Instance, x: readonly number[], i: number): boolean {
  const b = new Builder();
  const params = types.map((t) => b.param(t));
  const vary = types.map((_, k) => k === i);
  const there = op.kink?.at(b, params, vary, {});
  if (there === undefined) return false;
  const func = { name: "f", region: b.finish([there]) };
  return interpret(moduleOf(func), "f", x)[0] === 1;
}

function tangent(instance: Instance, x: readonly number[], i: number): number {
  const { op, types } = instance;
  if (op.rule.kind === "zero" || !isFloat(op.type(types, {}, [])[0] as Type)) return 0;
  const func = tangentFunc(instance, [i]);
  return (interpret(moduleOf(func), func.name, [...x, 1])[0] ?? 0) as number;
}

/** Whether `slope` is that of the operation on both sides of `x`. */
function isSlope(instance: Instance, x: readonly number[], i: number, slope: number): boolean {
  const quotient = (h: number): number => {
    const moved = x.with(i, x[i]! + h);
    return (value(instance, moved) - value(instance, x)) / (moved[i]! - x[i]!);
  };
  return [1e-7, -1e-7].every((h) => {
    // extrapolated, so that a bend is not taken for a kink
    const found = 2 * quotient(h) - quotient(2 * h);
    return Math.abs(found - slope) <= 1e-5 * Math.max(1, Math.abs(slope));
  });
}

test.each(instances.filter(({ op }) => !exempt.has(op.name)).map((i) => [i.op.name, i] as const))(
  "%s has kinks where it says so",
  (name, instance) => {
    const { types } = instance;
    const all = types.reduce<number[][]>(
      (xs) => xs.flatMap((x) => points.map((p) => [...x, p])),
      [[]],
    );
    for (const x of all) {
      for (const i of types.keys()) {
        if (isFixed(instance.op, i)) continue;
        const place = `operand ${i} at ${x.join(", ")}`;
        const said = says(instance, x, i);
        if (everywhere.has(name)) {
          expect(said, place).toBe(true);
          continue;
        }
        const slope = tangent(instance, x, i);
        // a pole, and what is outside of the domain, have their say without
        if (!Number.isFinite(value(instance, x)) || Math.abs(slope) === Infinity) continue;
        expect(said, place).toBe(!isSlope(instance, x, i, slope));
      }
    }
  },
);

test("what has kinks is a function of doubles", () => {
  for (const op of ops.values()) {
    if (op.kink === undefined) continue;
    expect(op.kink.says).not.toBe("");
    if (op.run !== undefined) continue; // of arrays: test/ops/arrays
    expect([...doubles, [f64, f64, f64]].some((types) => accepts(op, types))).toBe(true);
  }
});
