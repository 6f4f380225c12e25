// Extremes of loops: the derivative is that of the candidates that win, and the same as is found by
// asking all of them, where that does not multiply an infinite slope by 0.
import { expect, test } from "vitest";
import { interpret, measure, memoryOver, type Memory } from "../../src/backends/interp/index.ts";
import { library } from "../../src/driver/known.ts";
import { runStages } from "../../src/driver/pipeline.ts";
import { grad } from "../../src/index.ts";
import { memOf } from "../../src/ir/types.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise } from "../../src/specialise/index.ts";
import { expectDual } from "./duality.ts";

const largest = (x: Float64Array): number => {
  let m = x[0]!;
  for (let i = 1; i < x.length; i++) m = Math.max(m, x[i]! * x[i]!);
  return m * m;
};

const smallestFromAbove = (x: Float64Array): number => {
  let m = 0.25;
  for (let i = x.length - 1; i >= 0; i--) m = Math.min(Math.sin(x[i]!), m);
  return Math.exp(m);
};

/** Two extremes and a sum in one loop. */
const range = (x: Float64Array): number => {
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < x.length; i++) {
    low = Math.min(low, x[i]! + 1);
    high = Math.max(high, 3 * x[i]!);
    sum += x[i]! * x[i]!;
  }
  return (high - low) * sum;
};

/** The distance of two sets of points on a line: an extreme of extremes. */
const hausdorff = (x: Float64Array): number => {
  const half = x.length >> 1;
  let far = 0;
  for (let i = 0; i < half; i++) {
    let near = Infinity;
    for (let j = half; j < x.length; j++) near = Math.min(near, (x[i]! - x[j]!) ** 2);
    far = Math.max(far, near);
  }
  return Math.sqrt(1 + far);
};

/** The branch that says which is nearest. */
const nearest = (x: Float64Array): number => {
  let [best, at] = [10, -1];
  for (let i = 0; i < x.length; i++) {
    const d = (x[i]! - 0.4) * (x[i]! - 0.4);
    if (d < best) {
      best = d + x[i]!;
      at = i;
    }
  }
  return best * (at + 2);
};

/** The last one that is positive, if there is one. */
const lastPositive = (x: Float64Array): number => {
  let last = x[0]! * 7;
  for (let i = 0; i < x.length; i++) last = x[i]! > 0 ? x[i]! * x[i]! : last;
  return last;
};

/** What is compared is overwritten behind: all candidates are asked. */
const overwritten = (x: Float64Array): number => {
  const y = Float64Array.from(x);
  let m = -Infinity;
  for (let i = 0; i < y.length; i++) {
    m = Math.max(m, y[i]! * y[0]!);
    y[0] = y[0]! + 0.25;
  }
  return m;
};

/** A candidate that depends on the one before. */
const relative = (x: Float64Array): number => {
  let [m, before] = [-Infinity, 1];
  for (let i = 0; i < x.length; i++) {
    m = Math.max(m, x[i]! - before);
    before = x[i]!;
  }
  return m;
};

const programs = {
  largest,
  smallestFromAbove,
  range,
  hausdorff,
  nearest,
  lastPositive,
  overwritten,
  relative,
};

const inputs: Readonly<Record<string, readonly number[]>> = {
  one: [0.7],
  falling: [0.9, 0.6, 0.3, -0.2, -0.4, -0.8],
  rising: [-0.8, -0.4, -0.2, 0.3, 0.6, 0.9],
  "equal ones": [0.5, 0.5, -0.5, 0.5, 0.25, -0.5],
  "equal ones that lose": [0.1, 0.1, 0.9, 0.2, 0.2, -0.3],
  zeros: [0, -0, 0, -0, 0, 0],
  "none that wins": [-3, -2, -4, -2, -6, -5],
  "not a number": [0.2, 0.4, NaN, 0.1, 0.9, -0.2],
  infinite: [0.2, -Infinity, 0.3, Infinity, Infinity, 0.1],
};

type Program = (x: Float64Array) => number;

const some = (): Float64Array => Float64Array.from(inputs["rising"]!);

/** The gradient of `f` as the interpreter has it. */
function gradientOf(f: Program, winners: boolean): (x: readonly number[]) => number[] {
  const made = specialise({ fn: grad(f), args: [some()], reflect: reflect as never, library });
  const { final } = runStages(made.module, made.name, { derivatives: { winners } });
  return (x) => {
    const [g] = interpret(final, made.name, [memoryOver(memOf("f64"), Float64Array.from(x))]);
    return [...((g as Memory).data as Float64Array)];
  };
}

test.each(Object.entries(programs))("%s", (_, f: Program) => {
  const [asked, all] = [gradientOf(f, true), gradientOf(f, false)];
  for (const [what, x] of Object.entries(inputs)) {
    const [few, every] = [asked(x), all(x)];
    every.forEach((slope, i) => {
      const found = few[i]!;
      if (Number.isNaN(slope)) expect(Number.isNaN(found) || found === 0, what).toBe(true);
      else if (!Number.isFinite(slope)) expect(found, what).toBe(slope);
      else expect(Math.abs(found - slope), what).toBeLessThan(1e-14 * (1 + Math.abs(slope)));
    });
    expect([...(grad(f)(Float64Array.from(x)) as Float64Array)], what).toEqual(few);
  }
});

test.each(Object.entries(programs))("%s, to second order in both modes", (_, f: Program) => {
  for (const fn of [f, grad(f)]) {
    const made = specialise({ fn, args: [some()], reflect: reflect as never, library });
    const { derived } = runStages(made.module, made.name);
    const args = (): Memory[] => [memoryOver(memOf("f64"), some())];
    expectDual(derived, made.name, { args, tolerance: 1e-12 });
  }
});

test("of many candidates one is worked on", () => {
  const cost = (winners: boolean): number => {
    const f = (x: Float64Array): number => {
      let near = Infinity;
      for (let i = 0; i < x.length; i++) near = Math.min(near, Math.exp(Math.sin(x[i]!)));
      return near;
    };
    const made = specialise({ fn: grad(f), args: [some()], reflect: reflect as never, library });
    const { final } = runStages(made.module, made.name, { derivatives: { winners } });
    const x = Float64Array.from({ length: 100 }, (_, i) => Math.cos(i));
    return measure(final, made.name, [memoryOver(memOf("f64"), x)]).counts.cost;
  };
  expect(cost(true)).toBeLessThan(0.5 * cost(false));
});
