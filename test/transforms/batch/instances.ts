// Random operands and attributes for every operation on arrays.
import type { Attrs } from "../../../src/ir/func.ts";
import { arrayOf, f64, type ArrayType, type Dtype, type Type } from "../../../src/ir/types.ts";
import { element, type Chance } from "./lanes.ts";

export interface Instance {
  readonly types: readonly Type[];
  readonly attrs: Attrs;
  /** An element of operand `i`; by default any. */
  readonly element?: (i: number) => number;
}

type Make = (c: Chance) => Instance;

const floats: readonly Dtype[] = ["f64", "f32"];
const numbers: readonly Dtype[] = ["f64", "f32", "i32"];
const all: readonly Dtype[] = ["f64", "f32", "i32", "bool"];

function shape(c: Chance, low = 0, high = 3, least = 0): number[] {
  const rank = c.whole(low, high);
  return Array.from({ length: rank }, () => c.whole(c.number() < 0.1 ? least : 1, 3));
}

const some = (c: Chance, rank: number): number[] =>
  Array.from({ length: rank }, (_, i) => i).filter(() => c.flag());

const permuted = (c: Chance, n: number): number[] =>
  Array.from({ length: n }, (_, i) => [c.number(), i] as const)
    .toSorted(([x], [y]) => x - y)
    .map(([, i]) => i);

const one =
  (
    dtypes: readonly Dtype[],
    low: number,
    attrs: (c: Chance, s: number[]) => Attrs,
    least = 0,
  ): Make =>
  (c) => {
    const s = shape(c, low, 3, least);
    return { types: [arrayOf(c.of(dtypes), s)], attrs: attrs(c, s) };
  };

const axis = (c: Chance, s: number[]): Attrs => ({ axis: c.whole(0, s.length - 1) });
const scan = (c: Chance, s: number[]): Attrs => ({ ...axis(c, s), reverse: c.flag() });
const axes = (c: Chance, s: number[]): Attrs => ({ axes: some(c, s.length) });

const scatter: Make = (c) => {
  const [n, rest, at] = [c.whole(1, 4), shape(c, 0, 2), shape(c, 0, 2)];
  const dtype = c.of(numbers);
  return {
    types: [arrayOf(dtype, [n, ...rest]), arrayOf("i32", at), arrayOf(dtype, [...at, ...rest])],
    attrs: {},
    element: (i) => (i === 1 ? c.whole(0, n - 1) : element(c, dtype)),
  };
};

const square: Make = (c) => {
  const [b, n] = [c.whole(1, 2), c.whole(1, 3)];
  return { types: [arrayOf("f64", [b, n, n])], attrs: {}, element: () => c.number() * 2 - 1 };
};

const tall: Make = (c) => {
  const [b, n] = [c.whole(1, 2), c.whole(1, 3)];
  const m = n + c.whole(0, 2);
  return { types: [arrayOf("f64", [b, m, n])], attrs: {}, element: () => c.number() * 2 - 1 };
};

const withKey: Make = (c) => ({
  types: [arrayOf("f64", [2]), arrayOf("f64", shape(c))],
  attrs: {},
  element: (i) => (i === 0 ? c.whole(0, 1000) : 1 + 3 * c.number()),
});

export const instances: Readonly<Record<string, Make>> = {
  reshape: one(all, 0, (c, s) => ({ shape: permuted(c, s.length).map((i) => s[i]!) })),
  transpose: one(all, 0, (c, s) => ({ perm: permuted(c, s.length) })),
  reverse: one(all, 0, axes),
  broadcast: (c) => {
    const to = shape(c, 0, 4);
    const kept = some(c, to.length);
    const own = kept.map((i) => (c.flag() ? 1 : to[i]!));
    const scalar = kept.length === 0 && c.flag();
    return { types: [scalar ? f64 : arrayOf(c.of(all), own)], attrs: { shape: to, axes: kept } };
  },
  item: (c) => ({ types: [arrayOf(c.of(all), c.of([[], [1], [1, 1]]))], attrs: {} }),
  slice: one(all, 0, (c, s) => {
    const start = s.map((n) => c.whole(0, n));
    return {
      start,
      stop: s.map((n, i) => c.whole(start[i]!, n)),
      step: s.map(() => c.whole(1, 2)),
    };
  }),
  pad: one(numbers, 0, (c, s) => ({
    low: s.map((n) => c.whole(n > 0 ? -1 : 0, 2)),
    high: s.map(() => c.whole(0, 2)),
    interior: s.map(() => c.whole(0, 2)),
  })),
  concat: (c) => {
    const s = shape(c, 1);
    const at = c.whole(0, s.length - 1);
    const dtype = c.of(all);
    const types = Array.from({ length: c.whole(1, 3) }, () =>
      arrayOf(dtype, s.with(at, c.whole(0, 2))),
    );
    return { types, attrs: { axis: at } };
  },
  reduce_sum: one(numbers, 0, axes),
  reduce_prod: one(numbers, 0, axes),
  reduce_max: one(all, 0, axes),
  reduce_min: one(all, 0, axes),
  arg_max: one(all, 1, axis, 1),
  arg_min: one(all, 1, axis, 1),
  arg_sort: one(numbers, 1, (c, s) => ({ ...axis(c, s), descending: c.flag() })),
  scan_sum: one(numbers, 1, scan),
  scan_prod: one(numbers, 1, scan),
  scan_max: one(all, 1, scan),
  scan_min: one(all, 1, scan),
  scan_affine: (c) => {
    const type = arrayOf(c.of(floats), shape(c, 1));
    return { types: [type, type], attrs: scan(c, [...type.shape]) };
  },
  indices: (c) => {
    const extent = c.whole(1, 4);
    return {
      types: [arrayOf("i32", shape(c))],
      attrs: { extent },
      element: () => c.whole(-extent, extent - 1),
    };
  },
  gather: (c) => {
    const n = c.whole(1, 4);
    const dtype = c.of(all);
    return {
      types: [arrayOf(dtype, [n, ...shape(c, 0, 2)]), arrayOf("i32", shape(c, 0, 2))],
      attrs: {},
      element: (i) => (i === 1 ? c.whole(0, n - 1) : element(c, dtype)),
    };
  },
  scatter_add: scatter,
  scatter_set: scatter,
  matmul: (c) => {
    const [b, m, k, n] = [c.whole(1, 2), c.whole(1, 3), c.whole(0, 3), c.whole(1, 3)];
    const [ta, tb] = [c.flag(), c.flag()];
    const dtype = c.of(numbers);
    return {
      types: [
        arrayOf(dtype, [b, ...(ta ? [k, m] : [m, k])]),
        arrayOf(dtype, [b, ...(tb ? [n, k] : [k, n])]),
      ],
      attrs: { ta, tb },
    };
  },
  conv: (c) => {
    const groups = c.whole(1, 2);
    const [n, cg, og] = [c.whole(1, 2), c.whole(1, 2), c.whole(1, 2)];
    const dtype = c.of(floats);
    const two = (low: number, high: number): number[] => [c.whole(low, high), c.whole(low, high)];
    const types = [
      arrayOf(dtype, [n, cg * groups, ...two(1, 4)]),
      arrayOf(dtype, [og * groups, cg, ...two(1, 2)]),
    ];
    return {
      types,
      attrs: {
        stride: two(1, 2),
        low: two(-1, 2),
        high: two(0, 1),
        lhs: two(1, 2),
        rhs: two(1, 2),
        groups,
      },
    };
  },
  window_arg_max: (c) => ({
    types: [arrayOf(c.of(numbers), [c.whole(1, 2), c.whole(2, 4), c.whole(2, 4)])],
    attrs: {
      window: [2, 2],
      stride: [c.whole(1, 2), 1],
      low: [c.whole(0, 1), 0],
      high: [0, c.whole(0, 1)],
    },
  }),
  cholesky: (c) => {
    const made = square(c);
    const [, n] = (made.types[0] as ArrayType).shape;
    let at = 0;
    // a heavy diagonal: positive definite
    const element = (): number =>
      ((Math.floor(at / n!) % n!) - (at++ % n!) === 0 ? 4 : 0) + c.number();
    return { ...made, element };
  },
  det: square,
  cofactor: (c) => {
    const made = square(c);
    return { ...made, types: Array.from({ length: c.whole(1, 3) }, () => made.types[0]!) };
  },
  lu: square,
  qr: tall,
  svd: tall,
  eigh: (c) => ({ ...square(c), element: () => 0.5 }),
  triangular_solve: (c) => {
    const [b, n, m, left] = [c.whole(1, 2), c.whole(1, 3), c.whole(1, 3), c.flag()];
    return {
      types: [arrayOf("f64", [b, n, n]), arrayOf("f64", [b, ...(left ? [n, m] : [m, n])])],
      attrs: { left, lower: c.flag(), transpose: c.flag(), unit: c.flag() },
      element: () => 1 + c.number(),
    };
  },
  random_gamma: withKey,
  random_poisson: withKey,
  random_gamma_slope: (c) => {
    const type = arrayOf("f64", shape(c));
    return { types: [type, type, type], attrs: {}, element: () => 1 + c.number() };
  },
  fft: (c) => ({
    types: [arrayOf("f64", [2, c.whole(1, 2), c.whole(1, 6)])],
    attrs: { inverse: c.flag() },
    element: () => c.number() - 0.5,
  }),
};
