// A new operation in src/ops is tested here without a line written for it.
import { describe, expect, test } from "vitest";
import { interpret, isDatumOf } from "../../src/backends/interp/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Func, type Value } from "../../src/ir/func.ts";
import type { Op, Scalar } from "../../src/ir/op.ts";
import { freeValues } from "../../src/ir/rewrite.ts";
import { isFloat, sameType, f64, type Type } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";
import { loadJs } from "../../src/backends/js/index.ts";
import { jvp } from "../../src/transforms/jvp.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { fromJs, toJs } from "../backends/js-data.ts";
import { difference } from "./differences.ts";
import {
  instancesOf,
  isFixed,
  single,
  tangentFunc,
  transposeFunc,
  type Instance,
} from "./instances.ts";

const all = [...ops.values()];
const onScalars = all.filter((op) => op.eval !== undefined && op.name !== "const");
const instances = onScalars.flatMap(instancesOf);
const cases = (list: readonly Instance[]): [string, Instance][] =>
  list.map((i) => [
    `${i.op.name}(${i.types.map((t) => (t.kind === "scalar" ? t.dtype : "")).join(", ")})`,
    i,
  ]);

function run(func: Func, args: readonly Scalar[]): readonly Scalar[] {
  return interpret(moduleOf(func), func.name, args) as Scalar[];
}

const evaluate = (op: Op, types: readonly Type[], x: readonly Scalar[]): Scalar =>
  op.eval!(x, types[0] as Type, {});

describe("every operation", () => {
  test.each(all.map((op) => [op.name, op] as const))("%s says what it is", (name, op) => {
    expect(ops.get(name)).toBe(op);
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(op.doc).not.toBe("");
    expect(op.cost).toBeGreaterThanOrEqual(0);
    if (op.rule.kind === "zero" || op.rule.kind === "none") expect(op.rule.why).not.toBe("");
  });

  test.each(onScalars.map((op) => [op.name, op] as const))("%s has samples", (_, op) => {
    expect(op.effect).toBe("pure");
    expect(instancesOf(op).some((i) => i.samples.length > 0)).toBe(true);
  });
});

test.each(cases(instances))("%s gives a value of its type", (_, instance) => {
  const func = single(instance);
  verifyModule(moduleOf(func));
  for (const x of instance.samples) {
    const [y] = run(func, x);
    expect(y).toBe(evaluate(instance.op, instance.types, x));
    expect(isDatumOf(y as Scalar, func.region.yields[0]!.type)).toBe(true);
  }
});

const differentiable = instances.filter(
  ({ op, types }) =>
    (op.rule.kind === "jvp" || op.rule.kind === "linear") &&
    isFloat(op.type(types, {}, [])[0] as Type),
);
const floatsOf = ({ op, types }: Instance): number[] =>
  [...types.keys()].filter((i) => isFloat(types[i]!) && !isFixed(op, i));
const isDouble = (i: Instance): boolean => i.types.every((t) => !isFloat(t) || sameType(t, f64));
const partial = differentiable.filter((i) => isDouble(i) && i.op.rule.kind === "jvp");

// The tangent by the rule at `x` in direction `dx`, of the operands `directions`.
function tangent(
  instance: Instance,
  x: readonly Scalar[],
  directions: readonly number[],
  dx: readonly number[],
): number {
  const func = tangentFunc(instance, directions);
  verifyModule(moduleOf(func));
  return (run(func, [...x, ...dx])[0] ?? 0) as number;
}

describe("the tangent", () => {
  test.each(cases(differentiable.filter(isDouble)))("of %s is its derivative", (_, instance) => {
    const { op, types } = instance;
    if (!sameType(op.type(types, {}, [])[0] as Type, f64)) return; // rounds: no difference quotient
    for (const i of floatsOf(instance)) {
      let sharpest = Infinity;
      for (const x of instance.samples) {
        const at = (t: number): number => evaluate(op, types, x.with(i, t)) as number;
        const { slope, error } = difference(at, x[i] as number);
        const actual = tangent(instance, x, [i], [1]);
        const rounding = 8 * Number.EPSILON * Math.abs(slope);
        expect(Math.abs(actual - slope), `${String(x)}: ${actual}, ${slope}`).toBeLessThanOrEqual(
          4 * error + rounding,
        );
        sharpest = Math.min(sharpest, error / Math.max(1, Math.abs(slope)));
      }
      expect(sharpest).toBeLessThanOrEqual(1e-9);
    }
  });

  test.each(cases(differentiable))("of %s is linear", (_, instance) => {
    const floats = floatsOf(instance);
    for (const x of instance.samples) {
      const parts = floats.map((i) => tangent(instance, x, [i], [1]));
      const weights = [0.75, -1.5, 2.25].slice(0, floats.length);
      const whole = tangent(instance, x, floats, weights);
      const expected = weights.reduce((sum, w, k) => sum + w * parts[k]!, 0);
      const size = weights.reduce((sum, w, k) => sum + Math.abs(w * parts[k]!), 0);
      const unit = isDouble(instance) ? Number.EPSILON : 2 ** -23;
      expect(Math.abs(whole - expected)).toBeLessThanOrEqual(8 * unit * size);
    }
  });

  // outside of its domain an operation has no derivative, whatever the formula of its rule gives
  test.each(cases(partial))("of %s is NaN where it is", (_, instance) => {
    const { op, types } = instance;
    const points = [-2.5, -1, -0.5, 0, 0.5, 1, 3];
    const all = types.reduce<number[][]>(
      (xs) => xs.flatMap((x) => points.map((p) => [...x, p])),
      [[]],
    );
    for (const x of all) {
      if (!Number.isNaN(evaluate(op, types, x))) continue;
      for (const i of floatsOf(instance)) {
        expect(tangent(instance, x, [i], [1]), `operand ${i} at ${x.join(", ")}`).toBeNaN();
      }
    }
  });

  test.each(cases(differentiable))("of %s is made of linear operations", (_, instance) => {
    for (const directions of [floatsOf(instance), ...floatsOf(instance).map((i) => [i])]) {
      const { region } = tangentFunc(instance, directions);
      const tainted = new Set<Value>(region.params.slice(instance.types.length));
      for (const { op, args, results } of region.body) {
        const at = [...args.keys()].filter((i) => tainted.has(args[i]!));
        if (at.length === 0) continue;
        results.forEach((r) => tainted.add(r));
        for (const i of at) expectLinear(op, args, i, results[0]!, tainted);
      }
    }
  });
});

// Linear in operand `i`: with a transpose, which reads no tangent.
function expectLinear(
  op: Op,
  args: readonly Value[],
  i: number,
  y: Value,
  tainted: ReadonlySet<Value>,
): void {
  if (op.rule.kind !== "linear") throw new Error(`${op.name} of a tangent is not linear`);
  const b = new Builder();
  const ct = b.param(y.type);
  const back = op.rule.transpose(b, ct, args, i, {});
  if (back === undefined) throw new Error(`${op.name} is not linear in operand ${i}`);
  for (const v of freeValues(b.finish([back]))) expect(tainted.has(v)).toBe(false);
}

const linear = differentiable.filter(({ op }) => op.rule.kind === "linear");

test.each(cases(linear))("%s has the transpose of its tangent", (_, instance) => {
  const unit = isDouble(instance) ? 1e-13 : 1e-5;
  for (const x of instance.samples) {
    for (const i of floatsOf(instance)) {
      const func = transposeFunc(instance, i);
      if (func.region.yields.length === 0) continue;
      verifyModule(moduleOf(func));
      const [u, v] = [0.5 + 2 ** -10, -1.25];
      const forward = u * tangent(instance, x, [i], [v]);
      const back = (run(func, [...x, u])[0] as number) * v;
      expect(Math.abs(forward - back)).toBeLessThanOrEqual(unit * Math.abs(forward));
    }
  }
});

describe("the transforms", () => {
  test.each(cases(differentiable))("of %s do what its rule says", (_, instance) => {
    const floats = floatsOf(instance);
    const active = instance.types.map((_, i) => floats.includes(i));
    const module = moduleOf(single(instance));
    const [forward, reverse] = [jvp(module, "f", active), vjp(module, "f", active)];
    verifyModule(forward.module);
    verifyModule(reverse.module);
    const unit = isDouble(instance) ? 1e-13 : 1e-5;
    for (const x of instance.samples) {
      const dx = [0.75, -1.5, 2.25].slice(0, floats.length);
      const wanted = tangent(instance, x, floats, dx);
      const [y, dy] = interpret(forward.module, forward.name, [...x, ...dx]) as number[];
      expect(y).toBe(run(single(instance), x)[0]);
      // the sum of terms that may cancel
      const parts = floats.map((i, k) => tangent(instance, x, [i], [dx[k]!]));
      const size = parts.reduce((sum, p) => sum + Math.abs(p), 0);
      expect(Math.abs(dy! - wanted)).toBeLessThanOrEqual(unit * size);
      const [, ...cts] = interpret(reverse.module, reverse.name, [...x, 0.5]) as number[];
      const back = cts.reduce((sum, ct, k) => sum + ct * dx[k]!, 0);
      expect(Math.abs(back - 0.5 * wanted)).toBeLessThanOrEqual(unit * size);
    }
  });
});

test("JavaScript has the interpreter's bits for every operation", () => {
  const named = instances.map((instance, n) => ({ instance, name: `f${n}` }));
  const funcs = named.map(({ instance, name }) => ({ ...single(instance), name }));
  const js = loadJs(moduleOf(...funcs));
  for (const [n, { instance, name }] of named.entries()) {
    const { types, samples, op } = instance;
    for (const x of samples) {
      const wanted = run(single(instance), x);
      const y = js[name]!(...toJs(x, types));
      const result = fromJs([y], [funcs[n]!.region.yields[0]!.type]);
      expect(result, `${op.name} of ${x.join(", ")}`).toEqual(wanted);
    }
  }
});

const constant = instances.filter(
  ({ op, types }) =>
    op.rule.kind === "zero" && types.every((t) => sameType(t, f64)) && types.length === 1,
);

test.each(cases(constant))("%s does not change near its samples", (_, { op, types, samples }) => {
  if (!["piecewise constant"].includes((op.rule as { why: string }).why)) return;
  const h = 1e-6;
  for (const [x] of samples as number[][]) {
    const at = (t: number): Scalar => evaluate(op, types, [t]);
    expect(at(x! + h)).toBe(at(x! + 2 * h));
    expect(at(x! - h)).toBe(at(x! - 2 * h));
  }
});
