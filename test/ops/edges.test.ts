// The derivative chosen where a function has none, and where a naive formula fails.
import { expect, test } from "vitest";
import { interpret } from "../../src/backends/interp/index.ts";
import { moduleOf } from "../../src/ir/func.ts";
import { f64 } from "../../src/ir/types.ts";
import { ops } from "../../src/ops/registry.ts";
import { tangentFunc } from "./instances.ts";

test.each([
  // operation, operands, which one changes, derivative
  ["sqrt", [0], 0, 0],
  ["sqrt", [-0], 0, 0],
  ["sqrt", [-1], 0, NaN],
  ["cbrt", [0], 0, 0],
  ["abs", [0], 0, 0],
  ["abs", [-0], 0, -0],
  ["min", [1, 1], 0, 0.5],
  ["max", [1, 1], 1, 0.5],
  ["min", [-0, 0], 0, 0.5],
  ["max", [NaN, 1], 1, 1],
  ["min", [Infinity, 1], 0, 0],
  ["hypot", [0, 0], 0, 0],
  ["hypot", [1e200, 1e200], 0, Math.SQRT1_2],
  ["hypot", [3e-320, 4e-320], 0, 0.6],
  ["atan2", [0, 0], 0, NaN],
  ["atan2", [1e200, 1e200], 0, 5e-201],
  ["atan2", [0, -1], 0, -1],
  ["pow", [0, 0], 0, 0],
  ["pow", [-3, 0], 0, 0],
  ["pow", [0, 1], 0, 1],
  ["pow", [0, 2], 0, 0],
  ["pow", [-2, 3], 0, 12],
  ["pow", [0, 2], 1, 0],
  ["pow", [-2, 2], 1, NaN],
  ["rem", [-5.5, 2], 1, 2],
  ["log", [0], 0, Infinity],
  ["log1p", [-1], 0, Infinity],
  ["log", [-0], 0, Infinity],
  ["strong_mul", [0, Infinity], 0, Infinity],
  ["strong_mul", [0, Infinity], 1, 0],
  ["strong_div", [0, 0], 0, Infinity],
  ["strong_div", [0, 0], 1, -0],
  ["expm1", [-1000], 0, 0],
  ["exp", [1000], 0, Infinity],
  ["tanh", [400], 0, 0],
  ["asinh", [1e300], 0, 1e-300],
  ["acosh", [1e300], 0, 1e-300],
  ["atanh", [0], 0, 1],
  ["asin", [1], 0, Infinity],
  ["acos", [-1], 0, -Infinity],
  ["atan", [1e200], 0, 0],
] as const)("%s at %j, operand %i: %d", (name, x, i, expected) => {
  const op = ops.get(name)!;
  const func = tangentFunc({ op, types: x.map(() => f64), samples: [] }, [i]);
  const [slope = 0] = interpret(moduleOf(func), func.name, [...x, 1]) as number[];
  const scale = Number.isFinite(expected) ? Math.abs(expected) : 0;
  const close = Math.abs(slope! - expected) <= 4 * Number.EPSILON * scale;
  expect(close || Object.is(slope, expected), `${slope}`).toBe(true);
});
