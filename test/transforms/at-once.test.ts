// Loops over independent iterations: run forward and backwards at once, they give what two sweeps give.
import { expect, test } from "vitest";
import { interpret, measure, memoryOver, type Memory } from "../../src/backends/interp/index.ts";
import { library } from "../../src/driver/known.ts";
import { runStages } from "../../src/driver/pipeline.ts";
import { grad } from "../../src/index.ts";
import type { Module } from "../../src/ir/func.ts";
import { memOf } from "../../src/ir/types.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise } from "../../src/specialise/index.ts";
import { expectDual } from "./duality.ts";

type Program = (x: Float64Array) => number;

const points = 12;
const point = (i: number): number => Math.sin(3 * i) + 0.1 * i;

/** Weighted least squares over records. */
const leastSquares: Program = (x) => {
  const records = [0, 1, 2, 3].map((i) => ({ t: point(i), y: point(i + 4), w: 1 + i }));
  let sum = 0;
  for (const { t, y, w } of records) sum += w * (x[0]! + x[1]! * Math.exp(x[2]! * t) - y) ** 2;
  return 0.5 * sum + x[0]! * x[3]!;
};

/** A loss with branches, of which some add nothing, and a second sum that goes on from the first. */
const robust: Program = (x) => {
  let loss = x[0]! * x[0]!;
  for (let i = 0; i < points; i++) {
    const r = x[1]! * point(i) - x[2]!;
    if (r > 1) continue;
    loss += Math.abs(r) < 0.5 ? 0.5 * r * r : 0.5 * (Math.abs(r) - 0.25);
  }
  for (let i = 0; i < x.length; i++) loss -= Math.sin(x[i]!);
  return loss / points - x[3]!;
};

/** Softmax of rows: scratch that each row writes first, an extreme, a logarithm. */
const softmax: Program = (x) => {
  const [rows, classes] = [5, 3];
  const scores = new Float64Array(classes);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < classes; c++) scores[c] = x[c]! * point(row) + x[c + 3]! * point(row + 6);
    let most = scores[0]!;
    for (let c = 1; c < classes; c++) most = Math.max(most, scores[c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(scores[c]! - most);
    loss += most + Math.log(sum) - scores[row % classes]!;
  }
  return loss;
};

/** Each point to its nearest of two places, and to both softly; sums of sums. */
const nearest: Program = (x) => {
  let [hard, soft] = [0, 0];
  for (let i = 0; i < points; i++) {
    let near = Infinity;
    let weights = 0;
    for (let c = 0; c < 3; c++) {
      const d = (x[c]! - point(i)) ** 2 + 0.1 * x[c + 3]! ** 2;
      near = Math.min(near, d);
      weights += Math.exp(-d);
    }
    hard += near;
    for (let c = 0; c < 2; c++) soft += Math.log(weights) * x[c]!;
  }
  return 2 * hard - soft;
};

/** What iterations hand on beside sums: a random number, which does not vary. */
const sampled: Program = (x) => {
  let [seed, sum] = [7, 0];
  for (let i = 0; i < 10; i++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    sum += Math.cos(x[i % 6]! * (seed / 2147483648));
  }
  return sum;
};

/** The cotangent of the sum depends on the sum. */
const norm: Program = (x) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  return Math.sqrt(sum);
};

/** What is read is written behind. */
const written: Program = (x) => {
  const y = Float64Array.from(x);
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += Math.sin(y[i]!) * y[0]!;
  y[0] = x[1]! * x[2]!;
  return sum + y[0] * y[0];
};

/** What is written is read behind, and by the next iteration. */
const handedOn: Program = (x) => {
  const y = new Float64Array(x.length + 1);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    y[i + 1] = x[i]! * Math.cos(y[i]!);
    sum += y[i + 1]!;
  }
  return sum + y[3]! * y[3]!;
};

/** A sum that is looked at as it grows, and one that is scaled. */
const lookedAt: Program = (x) => {
  let [sum, scaled] = [0, 1];
  for (let i = 0; i < x.length; i++) {
    if (sum < 2) sum += Math.exp(x[i]!);
    scaled = 0.5 * scaled + x[i]!;
  }
  return sum + scaled;
};

/** In memory of its own, of a size that depends on the iteration. */
const triangles: Program = (x) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const parts = new Float64Array(i + 1);
    parts[0] = x[i]!;
    for (let j = 1; j <= i; j++) parts[j] = parts[j - 1]! * Math.sin(x[j]!);
    sum += parts[i]!;
  }
  return -sum * 3;
};

const programs = {
  leastSquares,
  robust,
  softmax,
  nearest,
  sampled,
  norm,
  written,
  handedOn,
  lookedAt,
  triangles,
};

const at = (): Float64Array => Float64Array.from([0.7, -0.4, 0.9, 0.3, -0.8, 0.5]);
const given = (): Memory[] => [memoryOver(memOf("f64"), at())];

function gradientOf(f: Program, atOnce: boolean): { final: Module; name: string } {
  const made = specialise({ fn: grad(f), args: [at()], reflect: reflect as never, library });
  const { final } = runStages(made.module, made.name, { verify: true, derivatives: { atOnce } });
  return { final, name: made.name };
}

test.each(Object.entries(programs))("%s", (_, f: Program) => {
  const [once, apart] = [true, false].map((atOnce) => {
    const { final, name } = gradientOf(f, atOnce);
    return [...((interpret(final, name, given())[0] as Memory).data as Float64Array)];
  });
  once!.forEach((x, i) => {
    expect(Math.abs(x - apart![i]!)).toBeLessThan(1e-14 * (1 + Math.abs(x)));
    const step = 1e-6;
    const moved = (by: number): number => f(at().map((v, j) => (i === j ? v + by : v)));
    expect(Math.abs(x - (moved(step) - moved(-step)) / (2 * step))).toBeLessThan(1e-8);
  });
  expect([...(grad(f)(at()) as Float64Array)]).toHaveLength(6);
});

test.each(Object.entries(programs))("%s, to second order in both modes", (_, f: Program) => {
  for (const fn of [f, grad(f)]) {
    const made = specialise({ fn, args: [at()], reflect: reflect as never, library });
    const { derived } = runStages(made.module, made.name);
    expectDual(derived, made.name, { args: given, tolerance: 1e-11 });
  }
});

test("an iteration computes once what both sweeps need", () => {
  const many = (x: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < 100; i++) {
      let t = x[0]!;
      for (let j = 0; j < x.length; j++) t = Math.exp(Math.sin(t * x[j]! + i));
      sum += t;
    }
    return sum;
  };
  const { final, name } = gradientOf(many, true);
  expect(measure(final, name, given()).counts.operations.get("exp")).toBe(600);
});
