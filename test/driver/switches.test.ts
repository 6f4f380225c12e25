// The gradient of one function with each part of the pipeline switched off, against differences. To
// find out which part makes a derivative wrong, put the function and its arguments here.
import { describe, expect, test } from "vitest";
import { interpret, memoryOver, type Memory } from "../../src/backends/interp/index.ts";
import { library } from "../../src/driver/known.ts";
import { runStages, type Stages, type Switches } from "../../src/driver/pipeline.ts";
import { grad } from "../../src/index.ts";
import { memOf } from "../../src/ir/types.ts";
import { passes } from "../../src/passes/registry.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise } from "../../src/specialise/index.ts";

const at: readonly number[] = [0.3, -0.7, 1.1];

/** Cosines of cosines: recursion inside a loop. */
const nested = (x: Float64Array, i: number, twice: boolean): number => {
  if (i >= x.length) return 1;
  let s = 0;
  for (let k = 0; k < (twice ? 2 : 1); k++) s += Math.cos(x[i]! * nested(x, i + 1, k > 0));
  return s;
};

/** A recurrence in memory of its own, a branch, a loop that ends by itself, and recursion. */
const f = (x: Float64Array): number => {
  const y = new Float64Array(x.length + 1);
  y[0] = 1;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    y[i + 1] = xi > 0 ? y[i]! * Math.sin(xi) : y[i]! - xi * xi;
  }
  let s = y[x.length]!;
  while (Math.abs(s) > 0.1) s = 0.5 * s * Math.cos(s);
  return s + nested(x, 0, true);
};

// central differences: their error is of the order of the square of this step
const step = Math.cbrt(Number.EPSILON);
const slopes = at.map((_, i) => {
  const moved = (by: number): number => f(Float64Array.from(at, (x, j) => (i === j ? x + by : x)));
  return (moved(step) - moved(-step)) / (2 * step);
});

function expectSlopes(gradient: ArrayLike<number>): void {
  expect(gradient.length).toBe(slopes.length);
  for (const [i, slope] of slopes.entries()) {
    expect(Math.abs(gradient[i]! - slope)).toBeLessThan(100 * step ** 2 * (1 + Math.abs(slope)));
  }
}

/** What the interpreter, which is the meaning of the IR, makes of a stage. */
function interpreted(stage: keyof Stages, switches: Switches): ArrayLike<number> {
  const args = [Float64Array.from(at)];
  const scope = { reflect: reflect as never, library };
  const { module, name } = specialise({ fn: grad(f), args, ...scope });
  const stages = runStages(module, name, { verify: true, ...switches });
  const [gradient] = interpret(stages[stage], name, [
    memoryOver(memOf("f64"), Float64Array.from(at)),
  ]);
  return (gradient as Memory).data as Float64Array;
}

const all = passes.map((pass) => pass.name);

describe("in the interpreter", () => {
  test("without passes", () => expectSlopes(interpreted("derived", { disable: all })));
  test("with passes before differentiation", () => expectSlopes(interpreted("derived", {})));
  test("with passes before and after", () => expectSlopes(interpreted("final", {})));
  test.each(all)("without the pass %s", (pass) =>
    expectSlopes(interpreted("final", { disable: [pass] })),
  );
  test.each(["all", "mincut", "recompute"] as const)("keeping: %s", (save) =>
    expectSlopes(interpreted("final", { derivatives: { save } })),
  );
  test("with calls kept in memory", () =>
    expectSlopes(interpreted("final", { deep: { all: true } })));
  test("with all taken to vary", () =>
    expectSlopes(interpreted("final", { derivatives: { allActive: true } })));
});

test("compiled to WebAssembly", () => expectSlopes(grad(f)(Float64Array.from(at))));
