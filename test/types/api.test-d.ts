import { expectTypeOf, test } from "vitest";
import {
  argmin,
  custom,
  fixedPoint,
  grad,
  hessian,
  hvp,
  jacobian,
  jit,
  jvp,
  nd,
  root,
  valueAndGrad,
  vjp,
  vmap,
} from "nabla";
import type { NdArray } from "nabla";

test("a gradient has the structure of the argument", () => {
  expectTypeOf(grad((x: number) => x)(1)).toEqualTypeOf<number>();
  expectTypeOf(grad((x: Float64Array) => x[0])(new Float64Array(1))).toEqualTypeOf<Float64Array>();
  expectTypeOf(grad((m: number[][]) => m[0][0])([[1]])).toEqualTypeOf<number[][]>();
  const f = (q: { x: Float32Array; k: number; name: string; flags: Uint8Array }): number => q.k;
  expectTypeOf(grad(f)).returns.toEqualTypeOf<{ x: Float32Array; k: number }>();
});

test("lists and trees have gradients of their kind", () => {
  interface List {
    v: number;
    next: List | null;
  }
  interface Tree {
    w: number;
    name: string;
    kids: Tree[];
  }
  expectTypeOf(grad((l: List) => l.v))
    .returns.toHaveProperty("next")
    .toHaveProperty("v");
  const ofTree = grad((t: Tree) => t.w);
  expectTypeOf(ofTree).returns.toHaveProperty("kids").items.toHaveProperty("w").toBeNumber();
  expectTypeOf(ofTree).returns.not.toHaveProperty("name");
});

test("parameters may be left out, and have the type of their default", () => {
  expectTypeOf(grad((x: number, y = 2) => x * y)(3)).toEqualTypeOf<number>();
  expectTypeOf(grad((x: number, y?: number) => x * (y ?? 1))(3, 4)).toEqualTypeOf<number>();
});

test("wrt chooses arguments", () => {
  const f = (a: number, b: Float64Array, c: { d: number }): number => a + b[0] + c.d;
  expectTypeOf(grad(f, { wrt: 1 })).returns.toEqualTypeOf<Float64Array>();
  expectTypeOf(grad(f, { wrt: [0, 2] })).returns.toEqualTypeOf<[number, { d: number }]>();
  expectTypeOf(valueAndGrad(f, { wrt: 2 })).returns.toEqualTypeOf<{
    value: number;
    grad: { d: number };
  }>();
});

test("primitives", () => {
  const f = (a: number, b: Float64Array): { s: number } => ({ s: a + b[0] });
  expectTypeOf(jvp(f)).parameters.toEqualTypeOf<
    [primals: [a: number, b: Float64Array], tangents: readonly [a: number, b: Float64Array]]
  >();
  expectTypeOf(jvp(f)).returns.toEqualTypeOf<{ value: { s: number }; tangent: { s: number } }>();
  expectTypeOf(vjp(f, { wrt: [0, 1] })(1, new Float64Array(1)).pullback).toEqualTypeOf<
    (cotangent: { s: number }) => [number, Float64Array]
  >();
  expectTypeOf(jit(f)).toEqualTypeOf<(a: number, b: Float64Array) => { s: number }>();
});

test("matrices", () => {
  expectTypeOf(jacobian((x: Float64Array) => x)(new Float64Array(1))).toEqualTypeOf<
    Float64Array[]
  >();
  expectTypeOf(hessian((x: Float64Array) => x[0])(new Float64Array(1))).toEqualTypeOf<
    Float64Array[]
  >();
  expectTypeOf(hessian((x: number) => x)(1)).toEqualTypeOf<number>();
  expectTypeOf(jacobian((x: number[]) => x, { mode: "reverse" })([1])).toEqualTypeOf<
    Float64Array[]
  >();
  expectTypeOf(jacobian((x: number[][]) => x[0])([[1]])).toEqualTypeOf<number[][][]>();
  expectTypeOf(jacobian((x: number[]) => [x])([1])).toEqualTypeOf<Float64Array[][]>();
  expectTypeOf(hessian((x: number[][]) => x[0][0])([[1]])).toEqualTypeOf<number[][][][]>();
  const f = (p: { w: NdArray; b: number; name: string; t: Float64Array }) => ({
    y: p.w,
    z: p.b,
    l: p.t,
  });
  expectTypeOf(jacobian(f)).returns.toEqualTypeOf<{
    y: { w: NdArray; b: NdArray; t: NdArray };
    z: { w: NdArray; b: number; t: Float64Array };
    l: { w: NdArray[]; b: Float64Array; t: Float64Array[] };
  }>();
  expectTypeOf(jacobian((x: NdArray) => x)).returns.toEqualTypeOf<NdArray>();
  expectTypeOf(jacobian((x: number) => nd.sin(x))).returns.toEqualTypeOf<NdArray>();
  expectTypeOf(hessian((x: { w: NdArray }) => x.w.at(0))).returns.toEqualTypeOf<{
    w: { w: NdArray };
  }>();
  expectTypeOf(hvp((x: { a: number }, k: number) => x.a * k)).parameters.toEqualTypeOf<
    [x: { a: number }, v: { a: number }, k: number]
  >();
});

test("only a function to number has a gradient", () => {
  // @ts-expect-error a string has no gradient
  grad((x: number) => String(x));
});

test("rules have the types of the function", () => {
  const f = custom((p: { a: number; name: string }, xs: Float64Array) => p.a * xs[0]!, {
    jvp: ([p, xs], [dp, dxs]) => {
      expectTypeOf(dp).toEqualTypeOf<{ a: number }>();
      expectTypeOf(dxs).toEqualTypeOf<Float64Array>();
      return { value: p.a * xs[0]!, tangent: dp.a * xs[0]! + p.a * dxs[0]! };
    },
    vjp: (p, xs) => ({
      value: p.a * xs[0]!,
      pullback: (ct) => [{ a: ct * xs[0]! }, xs.map(() => ct)],
    }),
  });
  expectTypeOf(f).toEqualTypeOf<(p: { a: number; name: string }, xs: Float64Array) => number>();
  expectTypeOf(grad(f)).returns.toEqualTypeOf<{ a: number }>();
  // @ts-expect-error a cotangent for each argument
  custom((x: number, y: number) => x * y, { vjp: (x) => ({ value: x, pullback: (ct) => [ct] }) });
  // @ts-expect-error the value of the function
  custom((x: number) => x, { jvp: ([x], [t]) => ({ value: String(x), tangent: t }) });
});

test("solutions have the type of the first guess", () => {
  expectTypeOf(fixedPoint((x) => Math.cos(x), 0.5)).toEqualTypeOf<number>();
  expectTypeOf(root((x) => [x[0]! - 1, x[1]!], Float64Array.of(0, 0))).toEqualTypeOf<
    Float64Array<ArrayBuffer>
  >();
  expectTypeOf(argmin((x) => x.a ** 2 + x.b[0]! ** 2, { a: 1, b: [2] })).toEqualTypeOf<{
    a: number;
    b: number[];
  }>();
  // @ts-expect-error the value has the type of the argument
  fixedPoint((x: number) => [x], 1);
});

test("vmap takes arrays of what the function takes, and gives arrays of what it gives", () => {
  const f = (x: number, y: number): number => x * y;
  expectTypeOf(vmap(f)([1], new Float64Array(1))).toEqualTypeOf<Float64Array>();
  expectTypeOf(vmap(f, { in: [0, null] })([1], 2)).toEqualTypeOf<Float64Array>();
  expectTypeOf(vmap(f, { in: [0, null], out: null })([1], 2)).toEqualTypeOf<number>();
  // @ts-expect-error -- a number has no lanes
  void (() => vmap(f)([1], 2));
  const g = (x: number[]): { sum: number; big: boolean; row: number[] } => ({
    sum: x[0]!,
    big: true,
    row: x,
  });
  expectTypeOf(vmap(g)([[1]])).toEqualTypeOf<{
    sum: Float64Array;
    big: boolean[];
    row: number[][];
  }>();
  const row = (a: NdArray): NdArray => a;
  expectTypeOf(vmap(row)(nd.zeros([2, 2]))).toEqualTypeOf<NdArray>();
  expectTypeOf(
    vmap(grad((a: NdArray) => nd.sum(a).item()))(nd.zeros([2, 2])),
  ).toEqualTypeOf<NdArray>();
  const pair = (x: number): [number, number[]] => [x, [x]];
  expectTypeOf(vmap(pair, { out: [0, 0] })([1])).toEqualTypeOf<[Float64Array, number[][]]>();
});
