// The derivatives of a program must not depend on how they are taken.
import { isMemory, measure, memoryOver, type Datum } from "../../src/backends/interp/index.ts";
import { loadJs } from "../../src/backends/js/index.ts";
import { grad, hessian, hvp, jacfwd, jacrev, jvp as jvpOf, valueAndGrad } from "../../src/index.ts";
import { memOf } from "../../src/ir/types.ts";
import type { Module } from "../../src/ir/func.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { lowerArrays } from "../../src/lower/arrays/index.ts";
import { deepen } from "../../src/lower/deep/index.ts";
import { passes } from "../../src/passes/registry.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import type { AdOptions } from "../../src/transforms/family.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { compare, compiled } from "../backends/wasm/run.ts";
import { fromJs, toJs } from "../backends/js-data.ts";
import { derivativeOf, expectDual } from "../transforms/duality.ts";
import {
  argsOf,
  dataOf,
  functionOf,
  ofArray,
  plain,
  rows,
  scope,
  specialised,
  stagesOf,
  type Point,
} from "./subject.ts";
import { withElementary } from "./values.ts";

const active = [true, true, true, true];

/** What reverse mode may keep, how long, and whether it looks at what is active. */
export const choices: readonly AdOptions[] = [
  {},
  { save: "all" },
  { save: "recompute" },
  { allActive: true },
  { preaccumulate: false, winners: false },
  { budget: { kind: "snapshots", most: 2 } },
];

export interface Derivative {
  readonly module: Module;
  readonly name: string;
}

export function reverse(
  module: Module,
  name: string,
  options: AdOptions,
  better: boolean,
): Derivative {
  const made = vjp(module, name, active, options);
  verifyModule(made.module);
  if (!better) return made;
  const final = optimise(lowerArrays(made.module), [made.name], { final: true, verify: true });
  return { module: final, name: made.name };
}

const zeros = (): Datum => memoryOver(memOf("f64"), new Float64Array(rows));

/** Arguments of a reverse derivative: those of the program, zero shadows, the cotangent 1. */
export function reverseArgs(point: Point): Datum[] {
  return [...dataOf(point), zeros(), zeros(), 1];
}

/** x, y, a, b of the gradient, and what it cost. */
export function gradientOf(
  { module, name }: Derivative,
  point: Point,
): { gradient: number[]; cost: number } {
  const args = reverseArgs(point);
  const { results, counts } = measure(module, name, args);
  const [, dx, dy] = results as number[];
  const arrays = args
    .slice(4, 6)
    .flatMap((m) => (isMemory(m as Datum) ? [...(m as never as { data: Float64Array }).data] : []));
  return { gradient: [dx!, dy!, ...arrays], cost: counts.cost };
}

export function expectClose(
  what: string,
  x: readonly number[],
  y: readonly number[],
  tolerance: number,
): void {
  const finite = x.filter((v) => Number.isFinite(v)).map(Math.abs);
  if (finite.length < x.length) return;
  const scale = Math.max(1, ...finite);
  const same = x.length === y.length && x.every((v, i) => Math.abs(v - y[i]!) <= tolerance * scale);
  if (!same) throw new Error(`${what}: ${String(y)} instead of ${String(x)}`);
}

/** Whether the program has a number for a result that is made when it runs. */
export function isNumber(made: { readonly result: { readonly kind: string } }): boolean {
  return made.result.kind === "number";
}

/** All ways to take the gradient agree, with forward mode and with differences where they can tell. */
export function checkGradient(text: string, point: Point): void {
  plain(text)(point);
  const made = specialised(functionOf(text), point);
  if (!isNumber(made)) return;
  const { derived: optimised } = stagesOf(made);
  const raw = reverse(
    stagesOf(made, { disable: all }).derived,
    made.name,
    { save: "all", allActive: true },
    false,
  );
  const { gradient } = gradientOf(raw, point);
  // tangents of singles are singles
  const rough = /Float32|fround/.test(text) ? 1e5 : 1;
  for (const options of choices) {
    const what = JSON.stringify(options);
    const plainly = reverse(optimised, made.name, options, false);
    expectClose(`vjp ${what}`, gradient, gradientOf(plainly, point).gradient, rough * 1e-10);
    const better = reverse(optimised, made.name, options, true);
    expectClose(
      `optimised vjp ${what}`,
      gradient,
      gradientOf(better, point).gradient,
      rough * 1e-10,
    );
    expectDual(optimised, made.name, {
      args: () => dataOf(point),
      options,
      tolerance: rough * 1e-11,
    });
  }
  expectDifferences(text, point, gradient);
}

const all = passes.map(({ name }) => name);

/** The interpreter, WebAssembly and JavaScript give the same bits of a gradient, however calls are made. */
export function checkBackends(text: string, point: Point): void {
  plain(text)(point);
  const made = specialised(functionOf(text), point);
  if (!isNumber(made)) return;
  const { derived: optimised } = stagesOf(made);
  const { module, name } = reverse(optimised, made.name, {}, true);
  const exact = withElementary(module);
  const { params, yields } = module.funcs.get(name)!.region;
  const types = params.map((p) => p.type);
  const { results: expected } = measure(module, name, reverseArgs(point));
  for (const form of [module, deepen(module, [name], { all: true })]) {
    compare(exact, name, () => reverseArgs(point), compiled(form, name));
    const js = toJs(reverseArgs(point), types);
    const given = loadJs(form)[name]!(...js) as unknown;
    const results = fromJs(
      yields.length === 1 ? [given] : (given as unknown[]),
      yields.map((v) => v.type),
    );
    expected.forEach((x, i) => {
      if (!Object.is(x, results[i]))
        throw new Error(`js: ${String(results[i])} instead of ${String(x)}`);
    });
  }
}

/** The public functions give the gradient that the transforms give. */
export function checkApi(text: string, point: Point): void {
  plain(text)(point);
  const fn = functionOf(text);
  // tangents of single precision are rounded to it
  const tolerance = /Float32|fround/.test(text) ? 1e-5 : 1e-9;
  const made = specialised(fn, point);
  if (!isNumber(made)) return;
  const { derived: optimised } = stagesOf(made);
  const { gradient } = gradientOf(reverse(optimised, made.name, { save: "all" }, false), point);
  const options = { ...scope, wrt: [0, 1, 2, 3] } as const;
  const flat = (g: readonly unknown[]): number[] =>
    g.flatMap((x) => (typeof x === "number" ? [x] : [...(x as Float64Array)]));
  expectClose("grad", gradient, flat(grad(fn, options)(...argsOf(point))), tolerance);
  const both = valueAndGrad(fn, options)(...argsOf(point));
  expectClose("valueAndGrad", gradient, flat(both.grad), tolerance);
  const direction = point.map((_, i) => Math.cos(3 * i + 1));
  const { tangent } = jvpOf(fn, scope)(argsOf(point), argsOf(direction));
  const along = gradient.reduce((s, g, i) => s + g * direction[i]!, 0);
  const size = Math.max(...gradient.map(Math.abs));
  if (
    !(Math.abs((tangent as number) - along) <= tolerance * (1 + size)) &&
    Number.isFinite(along)
  ) {
    throw new Error(`jvp: ${String(tangent)} instead of ${along}`);
  }
}

/** Gradients and differences agree where differences can tell. */
function expectDifferences(text: string, point: Point, gradient: readonly number[]): void {
  if (/Float32|fround|Int\d|grad\(/.test(text)) return;
  const f = plain(text);
  for (const i of [0, 1, 2, 5, 8, 10]) {
    const slope = (h: number): number => {
      const at = (x: number): number => f(point.map((p, j) => (j === i ? x : p)))[0]!;
      return (at(point[i]! + h) - at(point[i]! - h)) / (2 * h);
    };
    const side = (h: number): number => {
      const at = (x: number): number => f(point.map((p, j) => (j === i ? x : p)))[0]!;
      return (at(point[i]! + h) - at(point[i]!)) / h;
    };
    const [one, two, three] = [slope(1e-4), slope(1e-5), side(1e-6)];
    const scale = 1 + Math.abs(one);
    // else it is not smooth here, or the differences are too rough
    if (!(Math.abs(one - two) < 1e-5 * scale && Math.abs(two - three) < 1e-4 * scale)) continue;
    if (Math.abs(gradient[i]! - two) > 1e-3 * scale) {
      throw new Error(`differences by ${i}: gradient ${gradient[i]}, slope ${two}`);
    }
  }
}

/** Derivatives of derivatives: each mode over each mode is dual to itself, all options the same. */
export function checkSecond(text: string, point: Point): void {
  plain(text)(point);
  const made = specialised(functionOf(text), point);
  if (!isNumber(made)) return;
  const { derived: optimised } = stagesOf(made);
  const tolerance = /Float32|fround/.test(text) ? 1e-4 : 1e-9;
  const sample = { module: optimised, name: made.name, args: () => dataOf(point) };
  for (const mode of ["jvp", "vjp"] as const) {
    const inner = derivativeOf(mode, sample);
    const better = optimise(inner.module, [inner.name], { verify: true });
    expectDual(inner.module, inner.name, { args: inner.args, tolerance });
    expectDual(better, inner.name, { args: inner.args, tolerance });
  }
}

/** Hessians by all mixes of modes agree and are symmetric. */
export function checkHessian(text: string, point: Point): void {
  plain(text)(point);
  const rough = /Float32|fround/.test(text) ? 1e4 : 1;
  const f = ofArray<number>(text, "value");
  const z = Float64Array.from(point);
  const h = hessian(f, scope)(z);
  const flat = h.flatMap((row) => [...row]);
  if (!flat.every((v) => Number.isFinite(v))) return;
  const n = point.length;
  const turned = flat.map((_, k) => h[k % n]![Math.floor(k / n)]!);
  expectClose("symmetry", flat, turned, rough * 1e-8);
  const v = Float64Array.from(point, (_, i) => Math.cos(i));
  const product = h.map((row) => row.reduce((s, x, j) => s + x * v[j]!, 0));
  expectClose("hvp", product, [...hvp(f, scope)(z, v)], rough * 1e-8);
  const g = grad(f, scope);
  const back = jacrev(g as (z: Float64Array) => Float64Array, scope)(z) as Float64Array[];
  expectClose(
    "reverse over reverse",
    flat,
    back.flatMap((row) => [...row]),
    rough * 1e-8,
  );
  const j = jacfwd(f, scope) as never as (z: Float64Array) => Float64Array;
  const over = jacrev(j, scope)(z) as never as Float64Array[];
  expectClose(
    "reverse over forward",
    flat,
    over.flatMap((row) => [...row]),
    rough * 1e-8,
  );
}

export interface Cost {
  readonly primal: number;
  readonly gradient: number;
}

/** What the program and its gradient cost, as the interpreter counts. */
export function costsOf(text: string, point: Point): Cost | undefined {
  plain(text)(point);
  const made = specialised(functionOf(text), point);
  if (!isNumber(made)) return undefined;
  const { derived: optimised, final } = stagesOf(made);
  const primal = measure(final, made.name, dataOf(point)).counts.cost;
  const { cost } = gradientOf(reverse(optimised, made.name, {}, true), point);
  return { primal, gradient: cost };
}

/** What a gradient may cost besides: shadows of the arguments, the first room of what is kept. */
const constant = 1000;

/** A gradient costs at most four times the program, and something for each input. */
export function checkCost(text: string, point: Point): void {
  const costs = costsOf(text, point);
  if (costs === undefined) return;
  const { primal, gradient } = costs;
  if (gradient > 4 * primal + constant) {
    throw new Error(
      `gradient costs too much: ${gradient} for ${primal}, ${(gradient / primal).toFixed(1)} times`,
    );
  }
}
