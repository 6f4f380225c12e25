// Rules of factorisations, determinants and Fourier transforms: against differences, and the two
// modes against each other.
import { describe, expect, test } from "vitest";
import { interpret, type Datum } from "../../src/backends/interp/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Attrs, type Module } from "../../src/ir/func.ts";
import type { Op } from "../../src/ir/op.ts";
import { arrayOf, sizeOf } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import * as op from "../../src/ops/index.ts";
import { jvp } from "../../src/transforms/jvp.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { definite, identity, numbers, product } from "../kernels/matrices.ts";

type Shape = readonly number[];

const tensor = (shape: Shape, data: Float64Array): Datum => ({
  kind: "tensor",
  dtype: "f64",
  shape,
  data,
});
const dataOf = (x: Datum | undefined): Float64Array => (x as { data: Float64Array }).data;

interface Subject {
  readonly op: Op;
  readonly shapes: readonly Shape[];
  readonly attrs?: Attrs;
  readonly active?: readonly boolean[];
}

function moduleFor({ op: operation, shapes, attrs }: Subject): Module {
  const b = new Builder();
  const x = shapes.map((shape) => b.param(arrayOf("f64", shape)));
  const module = moduleOf({ name: "f", region: b.finish([b.emit1(operation, x, attrs)]) });
  verifyModule(module);
  return module;
}

function value(subject: Subject, x: readonly Float64Array[]): Float64Array {
  const module = moduleFor(subject);
  const [y] = interpret(
    module,
    "f",
    x.map((v, i) => tensor(subject.shapes[i]!, v)),
  );
  return dataOf(y);
}

function tangent(
  subject: Subject,
  x: readonly Float64Array[],
  dx: readonly Float64Array[],
): Float64Array {
  const active = subject.active ?? x.map(() => true);
  const made = jvp(moduleFor(subject), "f", active);
  verifyModule(made.module);
  const args = x.map((v, i) => tensor(subject.shapes[i]!, v));
  const dargs = dx.map((v, i) => tensor(subject.shapes[i]!, v)).filter((_, i) => active[i]);
  return dataOf(interpret(made.module, made.name, [...args, ...dargs])[1]);
}

function cotangents(
  subject: Subject,
  x: readonly Float64Array[],
  ct: Float64Array,
): readonly Float64Array[] {
  const module = moduleFor(subject);
  const shape = (module.funcs.get("f")!.region.yields[0]!.type as { shape: Shape }).shape;
  const made = vjp(module, "f", subject.active ?? x.map(() => true));
  verifyModule(made.module);
  const args = x.map((v, i) => tensor(subject.shapes[i]!, v));
  return interpret(made.module, made.name, [...args, tensor(shape, ct)])
    .slice(1)
    .map(dataOf);
}

const moved = (x: readonly Float64Array[], dx: readonly Float64Array[], t: number) =>
  x.map((v, i) => v.map((p, j) => p + t * dx[i]![j]!));
const dot = (x: Float64Array, y: Float64Array): number => x.reduce((s, v, i) => s + v * y[i]!, 0);

/** The tangent against differences of fourth order, and the cotangents against it. */
function check(subject: Subject, x: readonly Float64Array[], tolerance = 1e-8): void {
  const active = subject.active ?? x.map(() => true);
  const dx = x.map((v, i) => (active[i] ? numbers(v.length, 90 + i) : v.map(() => 0)));
  const dy = tangent(subject, x, dx);
  const h = 1e-3;
  const at = (t: number): Float64Array => value(subject, moved(x, dx, t));
  const [p, q, r, s] = [at(h), at(-h), at(2 * h), at(-2 * h)];
  const scale = Math.max(1, ...dy.map(Math.abs));
  dy.forEach((d, i) => {
    const difference = (8 * (p[i]! - q[i]!) - (r[i]! - s[i]!)) / (12 * h);
    expect(Math.abs(d - difference)).toBeLessThan(tolerance * scale);
  });
  const ct = numbers(dy.length, 99);
  const back = cotangents(subject, x, ct);
  const given = dx.filter((_, i) => active[i]);
  const sum = back.reduce((total, g, i) => total + dot(g, given[i]!), 0);
  expect(Math.abs(sum - dot(ct, dy))).toBeLessThan(1e-10 * scale * dy.length);
}

const stack = (...x: readonly Float64Array[]): Float64Array =>
  Float64Array.from(x.flatMap((v) => [...v]));

describe.each([1, 2, 4])("n = %i", (n) => {
  const shape = [2, n, n];
  const square = stack(numbers(n * n, 1), numbers(n * n, 2));
  const positive = stack(definite(n, 3), definite(n, 4));

  test("cholesky", () => check({ op: op.cholesky, shapes: [shape] }, [positive]));
  test("lu", () => check({ op: op.lu, shapes: [shape] }, [square]));
  test("eigh", () => check({ op: op.eigh, shapes: [shape] }, [positive], 1e-7));
  test("det", () => check({ op: op.det, shapes: [shape] }, [square]));
  test.each([0, 2])("qr, %i rows more", (more) =>
    check({ op: op.qr, shapes: [[2, n + more, n]] }, [numbers(2 * (n + more) * n, 5)], 1e-7),
  );
  test.each([
    [0, 0],
    [2, 0],
    [0, 3],
  ])("svd, %i rows and %i columns more", (down, across) => {
    const [m, k] = [n + down, n + across];
    check({ op: op.svd, shapes: [[2, m, k]] }, [numbers(2 * m * k, 6)], 1e-6);
  });
  test.each(Array.from({ length: 16 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1, i >> 3]))(
    "triangular solve, left %i, lower %i, transposed %i, unit %i",
    (left, lower, turned, unit) => {
      const attrs = {
        left: left === 1,
        lower: lower === 1,
        transpose: turned === 1,
        unit: unit === 1,
      };
      const other = left === 1 ? [2, n, 3] : [2, 3, n];
      const a = square.map((x, i) => x + ((i % (n * n)) % (n + 1) === 0 ? 2 : 0));
      const subject = { op: op.triangularSolve, shapes: [shape, other], attrs };
      check(subject, [a, numbers(6 * n, 7)]);
      check({ ...subject, active: [false, true] }, [a, numbers(6 * n, 7)]);
      check({ ...subject, active: [true, false] }, [a, numbers(6 * n, 7)]);
    },
  );

  test("det and cofactors, where the matrix is singular or has equal values", () => {
    const singular = product(numbers(n * (n - 1), 8), numbers((n - 1) * n, 9), [n, n - 1, n]);
    for (const a of [stack(singular, identity(n)), new Float64Array(2 * n * n)]) {
      check({ op: op.det, shapes: [shape] }, [a]);
      for (const count of [0, 1, 2]) {
        const e = Array.from({ length: count }, (_, i) => numbers(2 * n * n, 10 + i));
        check({ op: op.cofactor, shapes: Array.from({ length: count + 1 }, () => shape) }, [
          a,
          ...e,
        ]);
      }
    }
  });
});

test("third derivatives of a determinant are the last that there are", () => {
  const shapes = Array.from({ length: 4 }, () => [1, 3, 3]);
  const x = shapes.map((_, i) => numbers(9, 20 + i));
  check({ op: op.cofactor, shapes, active: [false, true, true, true] }, x);
  expect(() => check({ op: op.cofactor, shapes }, x)).toThrow("order 4");
});

test("empty matrices", () => {
  for (const operation of [op.cholesky, op.lu, op.eigh, op.svd, op.qr]) {
    const subject = { op: operation, shapes: [[2, 0, 0]] };
    expect(cotangents(subject, [new Float64Array(0)], new Float64Array(0))[0]).toHaveLength(0);
  }
});

describe("equal values", () => {
  const n = 3;
  const da = numbers(n * n, 30);
  const values = new Float64Array(n * (n + 1)).fill(1, n * n);

  test("those of symmetric matrices have derivatives, their vectors have none", () => {
    const subject = { op: op.eigh, shapes: [[1, n, n]] };
    // the sum of the values is the trace
    const [ct] = cotangents(subject, [identity(n)], values);
    expect([...ct!]).toEqual([...identity(n)]);
    const dy = tangent(subject, [identity(n)], [da]);
    expect(Number.isNaN(dy[1])).toBe(true);
    const sum = dy.slice(n * n).reduce((total, x) => total + x, 0);
    expect(sum).toBeCloseTo(da[0]! + da[4]! + da[8]!, 12);
    expect([...tangent(subject, [identity(n)], [identity(n)])].some(Number.isNaN)).toBe(false);
  });

  test("singular values, the same", () => {
    const subject = { op: op.svd, shapes: [[1, n, n]] };
    const only = new Float64Array(2 * n * n + n).fill(1, n * n, n * n + n);
    const [ct] = cotangents(subject, [identity(n)], only);
    expect([...ct!]).toEqual([...identity(n)]);
    expect([...tangent(subject, [identity(n)], [da])].some(Number.isNaN)).toBe(true);
  });
});

test.each([1, 2, 5, 8])(
  "fft of length %i is linear, and its transpose the other direction",
  (n) => {
    for (const inverse of [false, true]) {
      check({ op: op.fft, shapes: [[2, 3, n]], attrs: { inverse } }, [numbers(6 * n, 40)]);
    }
  },
);

test("what a kernel takes", () => {
  const refused = (operation: Op, ...shapes: readonly Shape[]): (() => void) => {
    return () =>
      void operation.type(
        shapes.map((shape) => arrayOf("f64", shape)),
        {},
        [],
      );
  };
  expect(refused(op.cholesky, [1, 2, 3])).toThrow("square");
  expect(refused(op.qr, [1, 2, 3])).toThrow("as many rows");
  expect(refused(op.svd, [2, 3])).toThrow("three axes");
  expect(refused(op.fft, [3, 1, 4])).toThrow("real and imaginary");
  expect(refused(op.triangularSolve, [1, 3, 3], [1, 3, 2])).toThrow("along 2");
  expect(() => op.det.type([arrayOf("i32", [1, 2, 2])], {}, [])).toThrow("f64 or f32");
  expect(
    sizeOf((op.lu.type([arrayOf("f32", [2, 3, 3])], {}, [])[0] as { shape: Shape }).shape),
  ).toBe(24);
});
