// An operation on arrays that is added fails here until it has an entry in `cases`, or is tested elsewhere.
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTensor, type Datum } from "../../../src/backends/interp/index.ts";
import type { Op } from "../../../src/ir/op.ts";
import type { Dtype } from "../../../src/ir/types.ts";
import { ops } from "../../../src/ops/registry.ts";
import { cases, type Drawn } from "./cases.ts";
import { Draw, tensor } from "./draw.ts";
import {
  backward,
  dot,
  floatsAmong,
  forward,
  moved,
  numbersOf,
  run,
  single,
  sizeOfAll,
  typeOf,
  type Program,
} from "./one.ts";

const numRuns = Number(process.env["NABLA_RUNS"] ?? 60);

/** Those whose operands must not be just any, by the tests that they have. */
const elsewhere: Readonly<Record<string, string>> = {
  "test/ops/linalg.test.ts": "cofactor det cholesky lu triangular_solve qr eigh svd fft",
  "test/random/gamma.test.ts": "random_gamma random_gamma_slope random_poisson",
};
const others = Object.values(elsewhere).flatMap((names) => names.split(" "));

const known = [...ops.values()].filter((op) => op.run !== undefined);
const onArrays = known.filter((op) => !others.includes(op.name));

test("every operation on arrays has cases", () => {
  const tested = [...Object.keys(cases), ...others];
  expect(known.map((op) => op.name).toSorted()).toEqual(tested.toSorted());
  for (const path of Object.keys(elsewhere)) expect(existsSync(path), path).toBe(true);
});

function check(op: Op, float: Dtype, law: (drawn: Drawn, d: Draw) => void): void {
  const draw = cases[op.name]!;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const d = new Draw(g, float);
      law(draw(d), d);
    }),
    { numRuns, seed: 1 },
  );
}

const like = (d: Draw, x: Datum): Datum =>
  isTensor(x) ? d.floats(x.shape, x.dtype) : d.int(-8, 8) / 4;

/** A direction for each of `x` that is `active`. */
const directions = (d: Draw, x: readonly Datum[], active: readonly boolean[]): Datum[] =>
  x.filter((_, i) => active[i]).map((a) => like(d, a));

const varies = (op: Op): boolean => op.rule.kind === "linear" || op.rule.kind === "jvp";
const named = (list: readonly Op[]): [string, Op][] => list.map((op) => [op.name, op]);
const differentiable = named(onArrays.filter(varies));

test.each(named(onArrays))("%s gives arrays of its type, whatever it takes", (_, op) => {
  for (const dtype of ["f64", "f32", "i32", "bool"] as const) {
    check(op, dtype, (drawn) => {
      if (!dtype.startsWith("f") && !takes(op, drawn)) return;
      // the interpreter compares what it gets with the type rule
      run(single(op, drawn), drawn.args);
    });
  }
});

/** Whether `op` takes elements of that type. */
function takes(op: Op, { args, attrs }: Drawn): boolean {
  try {
    op.type(args.map(typeOf), attrs, []);
    return true;
  } catch {
    return false;
  }
}

/** Some of the operands that can vary: one at least. */
function someActive(d: Draw, args: readonly Datum[]): boolean[] {
  const all = floatsAmong(args);
  const some = all.map((can) => can && d.flag());
  return some.includes(true) ? some : all;
}

// The derivative of `f` along `dx` of `active` arguments, by differences.
function slope(
  f: Program,
  args: readonly Datum[],
  active: readonly boolean[],
  dx: readonly Datum[],
): number[] {
  const h = 2 ** -10;
  const at = (t: number): number[] => {
    let next = 0;
    const there = args.map((a, i) => (active[i] ? moved(a, dx[next++]!, t) : a));
    return run(f, there).flatMap(numbersOf);
  };
  const [p, q, r, s] = [at(h), at(-h), at(2 * h), at(-2 * h)];
  // of infinities there is none
  const change = (v: number, w: number): number => (v === w ? 0 : v - w);
  return p!.map((v, i) => (8 * change(v, q![i]!) - change(r![i]!, s![i]!)) / (12 * h));
}

function expectNear(got: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  const size = wanted.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  got.forEach((v, i) => {
    const error = Math.abs(v - wanted[i]!);
    if (!(error <= tolerance * size)) expect.fail(`${v} is not ${wanted[i]} (element ${i})`);
  });
}

describe("derivatives", () => {
  test.each(differentiable)("the tangent of %s is its slope", (_, op) => {
    check(op, "f64", (drawn, d) => {
      const f = single(op, drawn);
      const active = someActive(d, drawn.args);
      const dx = directions(d, drawn.args, active);
      const [y, dy] = run(forward(f, active), [...drawn.args, ...dx]);
      expect(numbersOf(y!)).toEqual(numbersOf(run(f, drawn.args)[0]!));
      expectNear(numbersOf(dy!), slope(f, drawn.args, active, dx), 1e-7);
    });
  });

  test.each(differentiable)("%s has the transpose of its tangent", (_, op) => {
    for (const [float, unit] of [
      ["f64", 1e-12],
      ["f32", 1e-4],
    ] as const) {
      check(op, float, (drawn, d) => {
        const f = single(op, drawn);
        const active = someActive(d, drawn.args);
        const dx = directions(d, drawn.args, active);
        const [y, dy] = run(forward(f, active), [...drawn.args, ...dx]);
        const w = like(d, y!);
        const [again, ...cts] = run(backward(f, active), [...drawn.args, w]);
        expect(numbersOf(again!)).toEqual(numbersOf(y!));
        cts.forEach((ct, k) => expect(typeOf(ct)).toEqual(typeOf(dx[k]!)));
        const size = sizeOfAll([dy!]) * sizeOfAll([w]) * Math.max(1, numbersOf(w).length);
        expect(Math.abs(dot([w], [dy!]) - dot(cts, dx))).toBeLessThanOrEqual(unit * size);
      });
    }
  });

  test.each(differentiable)("%s has a symmetric second derivative", (_, op) => {
    check(op, "f64", (drawn, d) => {
      const { args } = drawn;
      const f = single(op, drawn);
      const active = floatsAmong(args);
      const [y] = run(f, args);
      const w = like(d, y!);
      // of ⟨w, f⟩: its gradient, and the tangent and cotangent of that
      const gradient = backward(f, active);
      const both = [...active, false];
      const at = [...args, w];
      const tangent = forward(gradient, both);
      const count = args.filter((_x, i) => active[i]).length;
      const times = (v: readonly Datum[]): readonly Datum[] => {
        const all = run(tangent, [...at, ...v]);
        return all.slice(-count);
      };
      const [u, v] = [directions(d, args, active), directions(d, args, active)];
      const [hu, hv] = [times(u), times(v)];
      const size = (sizeOfAll([...hu, ...hv]) || 1) * Math.max(1, u.flatMap(numbersOf).length) * 2;
      expect(Math.abs(dot(v, hu) - dot(u, hv))).toBeLessThanOrEqual(1e-12 * size);
      // reverse over reverse is the same
      const none = isTensor(y!)
        ? tensor(
            y.dtype,
            y.shape,
            numbersOf(y).map(() => 0),
          )
        : 0;
      const back = run(backward(gradient, both), [...at, none, ...v]);
      expectNear(back.slice(-count).flatMap(numbersOf), hv.flatMap(numbersOf), 1e-12);
      // and is how the gradient changes
      const all = slope(gradient, at, both, v);
      const wanted = hv.flatMap(numbersOf);
      expectNear(wanted, all.slice(all.length - wanted.length), 1e-7);
    });
  });
});
