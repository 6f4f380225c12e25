// Ties, NaN, zeros, empty axes: what is there where random numbers do not come.
import { describe, expect, test } from "vitest";
import { NablaError } from "../../../src/diagnostics/error.ts";
import type { Datum, TensorDatum } from "../../../src/backends/interp/index.ts";
import type { Attrs } from "../../../src/ir/func.ts";
import type { Op } from "../../../src/ir/op.ts";
import { arrayOf, type Type } from "../../../src/ir/types.ts";
import * as op from "../../../src/ops/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import { jvp } from "../../../src/transforms/jvp.ts";
import { vjp } from "../../../src/transforms/vjp.ts";
import { tensor } from "./draw.ts";
import { backward, floatsAmong, forward, numbersOf, program, run, single } from "./one.ts";

type Operand = number | TensorDatum;

const list = (...values: number[]): TensorDatum => tensor("f64", [values.length], values);
const integers = (...values: number[]): TensorDatum => tensor("i32", [values.length], values);

function value(what: Op, attrs: Attrs, ...args: Operand[]): readonly number[] {
  return numbersOf(run(single(what, { attrs, args }), args)[0]!);
}

/** The cotangents of `args`, of the cotangent `w` of the result. */
function gradient(what: Op, attrs: Attrs, args: readonly Operand[], w: Datum): number[][] {
  const f = backward(single(what, { attrs, args }), floatsAmong(args));
  return run(f, [...args, w])
    .slice(1)
    .map((ct) => [...numbersOf(ct)]);
}

const one = tensor("f64", [], [1]);
const all: Attrs = { axes: [0] };

describe("products", () => {
  const cases: readonly [readonly number[], readonly number[]][] = [
    [
      [2, 3, 4],
      [12, 8, 6],
    ],
    [
      [2, 0, 4],
      [0, 8, 0],
    ],
    [
      [0, 3, 0],
      [0, 0, 0],
    ],
    [[5], [1]],
  ];
  test.each(cases)("of %j: the derivative is the product of the others", (x, wanted) => {
    expect(gradient(op.reduceProd, all, [list(...x)], one)).toEqual([wanted]);
  });

  test("second derivatives at zeros are products of the others but two", () => {
    for (const x of [
      [2, 0, 4, 5],
      [0, 3, 0, 5],
      [0, 0, 0, 5],
    ]) {
      const f = backward(single(op.reduceProd, { attrs: all, args: [list(...x)] }), [true]);
      const second = forward(f, [true, false]);
      x.forEach((_x, i) => {
        const unit = list(...x.map((_v, k) => Number(k === i)));
        const hessian = numbersOf(run(second, [list(...x), one, unit]).at(-1)!);
        const wanted = x.map((_v, j) =>
          i === j ? 0 : x.reduce((p, v, k) => (k === i || k === j ? p : p * v), 1),
        );
        expect(hessian).toEqual(wanted);
      });
    }
  });

  test("running ones, from either end, at zeros", () => {
    const x = list(2, 0, 3, 0);
    const w = list(1, 10, 100, 1000);
    const at = (reverse: boolean): number[][] =>
      gradient(op.scanProd, { axis: 0, reverse }, [x], w);
    // y = x0, x0·x1, x0·x1·x2, x0·x1·x2·x3
    expect(at(false)).toEqual([[1, 10 * 2 + 100 * 6, 0, 0]]);
    expect(at(true)).toEqual([[0, 0, 0, 1000 + 100 * 3]]);
  });

  test("of integers wrap, of nothing are 1", () => {
    expect(value(op.reduceProd, all, integers(65537, 65537))).toEqual([Math.imul(65537, 65537)]);
    expect(value(op.reduceProd, all, list())).toEqual([1]);
  });
});

describe("extremes", () => {
  test("equal elements share the derivative", () => {
    expect(gradient(op.reduceMax, all, [list(3, 1, 3, 3)], one)).toEqual([
      [1 / 3, 0, 1 / 3, 1 / 3],
    ]);
    expect(gradient(op.reduceMin, all, [list(3, 1, 3, 1)], one)).toEqual([[0, 0.5, 0, 0.5]]);
    expect(gradient(op.reduceMax, all, [list(-0, 0)], one)).toEqual([[0.5, 0.5]]);
  });

  test("infinity is an element like others; NaN has the derivative where it is", () => {
    expect(gradient(op.reduceMax, all, [list(1, Infinity)], one)).toEqual([[0, 1]]);
    expect(value(op.reduceMax, all, list(1, NaN, 5))).toEqual([NaN]);
    expect(gradient(op.reduceMax, all, [list(1, NaN, 5)], one)).toEqual([[0, 1, 0]]);
  });

  test("of nothing they are what nothing is beyond, and do not vary", () => {
    expect(value(op.reduceMax, all, list())).toEqual([-Infinity]);
    expect(value(op.reduceMin, all, list())).toEqual([Infinity]);
    expect(gradient(op.reduceMax, { axes: [0] }, [tensor("f64", [0, 2], [])], list(1, 1))).toEqual([
      [],
    ]);
  });

  test("any and all", () => {
    const truths = tensor("bool", [2, 2], [0, 1, 0, 0]);
    expect(value(op.reduceMax, { axes: [1] }, truths)).toEqual([1, 0]);
    expect(value(op.reduceMin, { axes: [1] }, truths)).toEqual([0, 0]);
    expect(value(op.reduceMax, all, tensor("bool", [0], []))).toEqual([0]);
    expect(value(op.reduceMin, all, tensor("bool", [0], []))).toEqual([1]);
  });

  test("so far: the first that is as large has the derivative", () => {
    const at = (reverse: boolean, ...x: number[]): number[][] =>
      gradient(op.scanMax, { axis: 0, reverse }, [list(...x)], list(...x.map((_, i) => 10 ** i)));
    expect(at(false, 1, 3, 3, 2)).toEqual([[1, 1110, 0, 0]]);
    expect(at(true, 1, 3, 3, 2)).toEqual([[0, 0, 111, 1000]]);
    expect(at(false, 1, NaN, 3, NaN)).toEqual([[1, 1110, 0, 0]]);
    expect(value(op.scanMax, { axis: 0 }, list(1, NaN, 3))).toEqual([1, NaN, NaN]);
    expect(value(op.scanMin, { axis: 0 }, integers(4, -7, 3))).toEqual([4, -7, -7]);
    expect(at(false, -Infinity, -Infinity)).toEqual([[11, 0]]);
  });

  test("places: the first of equal ones; NaN is beyond all", () => {
    expect(value(op.argMax, { axis: 0 }, list(1, 3, 3))).toEqual([1]);
    expect(value(op.argMin, { axis: 0 }, list(1, 3, 1))).toEqual([0]);
    expect(value(op.argMin, { axis: 0 }, list(1, NaN, NaN))).toEqual([1]);
    expect(value(op.argMax, { axis: 0 }, list(Infinity, NaN))).toEqual([1]);
    expect(value(op.argMax, { axis: 0 }, tensor("bool", [3], [0, 1, 1]))).toEqual([1]);
  });

  test("of windows: padding never wins", () => {
    const x = tensor("f64", [1, 2, 2], [-3, -1, -1, -2]);
    const attrs = { window: [2, 2], stride: [1, 1], low: [1, 1], high: [1, 1] };
    expect(value(op.windowArgMax, attrs, x)).toEqual([0, 1, 1, 2, 1, 1, 2, 2, 3]);
    const nan = tensor("f64", [1, 1, 3], [5, NaN, 7]);
    const row = { window: [1, 3], stride: [1, 1], low: [0, 0], high: [0, 0] };
    expect(value(op.windowArgMax, row, nan)).toEqual([1]);
  });
});

test("sorting is stable, with NaN last either way", () => {
  const x = list(2, NaN, 1, 2, -0, 0);
  expect(value(op.argSort, { axis: 0, descending: false }, x)).toEqual([4, 5, 2, 0, 3, 1]);
  expect(value(op.argSort, { axis: 0, descending: true }, x)).toEqual([0, 3, 2, 4, 5, 1]);
});

describe("indices", () => {
  test("negative ones count from the end; others outside are an error of the program", () => {
    expect(value(op.indices, { extent: 3 }, integers(0, 2, -1, -3))).toEqual([0, 2, 2, 0]);
    for (const k of [3, -4]) {
      expect(() => value(op.indices, { extent: 3 }, integers(0, k))).toThrow(
        expect.objectContaining({ code: "NB4001" }) as NablaError,
      );
    }
  });

  test("of equal ones all are added, the last is set, and only it has a derivative", () => {
    const [x, i, u] = [list(1, 2, 3), integers(2, 0, 2), list(10, 20, 30)];
    const w = list(1, 10, 100);
    expect(value(op.scatterAdd, {}, x, i, u)).toEqual([21, 2, 43]);
    expect(gradient(op.scatterAdd, {}, [x, i, u], w)).toEqual([
      [1, 10, 100],
      [100, 1, 100],
    ]);
    expect(value(op.scatterSet, {}, x, i, u)).toEqual([20, 2, 30]);
    expect(gradient(op.scatterSet, {}, [x, i, u], w)).toEqual([
      [0, 10, 0],
      [0, 1, 100],
    ]);
    expect(gradient(op.gather, {}, [x, i], list(1, 10, 100))).toEqual([[10, 0, 101]]);
  });
});

test("integers and truth values are moved like floats", () => {
  const truths = tensor("bool", [2], [1, 0]);
  expect(value(op.pad, { low: [1], high: [1], interior: [1] }, truths)).toEqual([0, 1, 0, 0, 0]);
  expect(value(op.concat, { axis: 0 }, truths, truths)).toEqual([1, 0, 1, 0]);
  expect(value(op.gather, {}, truths, integers(1, 0, 0))).toEqual([0, 1, 1]);
  expect(value(op.reverse, { axes: [0] }, integers(1, 2))).toEqual([2, 1]);
  expect(value(op.slice, { start: [1], stop: [2], step: [1] }, integers(1, 2))).toEqual([2]);
  expect(value(op.reduceSum, all, integers(2147483647, 1))).toEqual([-2147483648]);
  expect(value(op.scanSum, { axis: 0 }, integers(2147483647, 1))).toEqual([
    2147483647, -2147483648,
  ]);
  const matrix = tensor("i32", [1, 1, 1], [65537]);
  expect(value(op.matmul, {}, matrix, matrix)).toEqual([Math.imul(65537, 65537)]);
});

test("sums do not lose small terms among large ones", () => {
  const x = list(1e16, 1, 1, -1e16);
  expect(value(op.reduceSum, all, x)).toEqual([2]);
  expect(value(op.scanSum, { axis: 0 }, x)).toEqual([1e16, 1e16, 1e16 + 2, 2]);
});

describe("a type rule says what is wrong", () => {
  const f = (...shape: number[]): Type => arrayOf("f64", shape);
  const i = (...shape: number[]): Type => arrayOf("i32", shape);
  const window = { window: [2, 2], stride: [1, 1], low: [0, 0], high: [0, 0] };
  const conv = { stride: [1, 1], low: [0, 0], high: [0, 0], lhs: [1, 1], rhs: [1, 1], groups: 1 };
  const faults: readonly [Op, readonly Type[], Attrs, string][] = [
    [op.slice, [f(3)], { start: [2], stop: [4], step: [1] }, "2 to 4 is not in an axis of 3"],
    [
      op.slice,
      [f(3)],
      { start: [0], stop: [3], step: [0] },
      "step is [0], not 1 integers, none below 1",
    ],
    [
      op.pad,
      [f(2)],
      { low: [-3], high: [0], interior: [0] },
      "-3 and 0 cut off more than axis 0 has",
    ],
    [
      op.concat,
      [f(2, 3), f(2, 4)],
      { axis: 0 },
      "wanted arrays of one shape but for axis 0, got (f64[2,3], f64[2,4])",
    ],
    [
      op.concat,
      [f(2), i(2)],
      { axis: 0 },
      "wanted an array of f64 as operand 1, got (f64[2], i32[2])",
    ],
    [op.scanSum, [f(2)], { axis: 1 }, "[2] has no axis 1"],
    [op.argMax, [f(2, 0)], { axis: 1 }, "axis 1 of [2,0] is empty"],
    [
      op.matmul,
      [f(1, 2, 3), f(1, 2, 3)],
      {},
      "wanted stacks of as many matrices, of as many columns (3) as rows (2), got (f64[1,2,3], f64[1,2,3])",
    ],
    [
      op.conv,
      [f(1, 2, 3, 3), f(1, 3, 1, 1)],
      conv,
      "wanted x [n, c, h, w] and a kernel [o, c / groups, kh, kw], in 1 group, got (f64[1,2,3,3], f64[1,3,1,1])",
    ],
    [
      op.windowArgMax,
      [f(1, 2, 2)],
      { ...window, low: [2, 0] },
      "a window of 2 has nothing but padding",
    ],
    [op.gather, [f(), i(1)], {}, "f64[] has no axis to take elements along"],
    [
      op.scatterAdd,
      [f(3, 2), i(4), f(4, 3)],
      {},
      "wanted an array, indices, and the rows f64[4,2], got (f64[3,2], i32[4], f64[4,3])",
    ],
    [
      op.reduceSum,
      [arrayOf("bool", [2])],
      all,
      "wanted an array of f64 or f32 or i32 as operand 0, got (bool[2])",
    ],
    [op.dense, [], { type: f(2), values: [1] }, "1 elements are not those of [2]"],
  ];
  test.each(
    faults.map(([what, types, attrs, says]) => [what.name, says, what, types, attrs] as const),
  )("%s: %s", (_, says, what, types, attrs) => {
    expect(() => what.type(types, attrs, [])).toThrow(new Error(says));
  });
});

describe("strict derivatives stop", () => {
  /** What `what` of `x`, of which the derivative goes on, is said to be not smooth by. */
  function fault(what: Op, attrs: Attrs, x: TensorDatum): string | undefined {
    const f = program([x], (b, [v]) => {
      const y = b.emit1(what, [v!], attrs);
      return [y.type.kind === "array" && y.type.dtype === "i32" ? op.toF64(b, y) : y];
    });
    const messages = [jvp, vjp].map((mode) => {
      const made = mode(f.module, f.name, [true], { strict: true });
      const { shape } = made.module.funcs.get(made.name)!.region.params[1]!.type as ReturnType<
        typeof arrayOf
      >;
      const size = shape.reduce((n, m) => n * m, 1);
      try {
        run(made, [
          x,
          tensor(
            "f64",
            shape,
            Array.from({ length: size }, () => 1),
          ),
        ]);
        return undefined;
      } catch (error) {
        expect((error as NablaError).code).toBe("NB4008");
        return (error as NablaError).detail.message;
      }
    });
    expect(messages[0]).toBe(messages[1]);
    return messages[0];
  }

  const image = (...values: number[]): TensorDatum => tensor("f64", [1, 2, 2], values);
  const window = { window: [2, 2], stride: [1, 1], low: [1, 1], high: [0, 0] };
  const cases: readonly [Op, Attrs, TensorDatum, TensorDatum, string][] = [
    [op.abs, {}, list(1, 2), list(1, 0), "`Math.abs` has a kink at 0"],
    [op.floor, {}, list(1.5, 2.5), list(1.5, 2, 3), "`Math.floor` jumps at 2"],
    [op.reduceMax, all, list(1, 3, 2), list(3, 1, 3), "several elements are the largest together"],
    [op.reduceMin, all, list(1, 3, 2), list(1, 1, 3), "several elements are the smallest together"],
    [
      op.scanMin,
      { axis: 0 },
      list(3, 1, 2),
      list(3, 1, 1),
      "several elements are the smallest so far together",
    ],
    [
      op.argMin,
      { axis: 0 },
      list(2, 2, 1),
      list(2, 1, 1),
      "several elements are the smallest together: which one comes first may be another on either side",
    ],
    [
      op.scanMax,
      { axis: 0 },
      list(1, 3, 2),
      list(1, 3, 3),
      "several elements are the largest so far together",
    ],
    [
      op.argMax,
      { axis: 0 },
      list(1, 1, 2),
      list(2, 1, 2),
      "several elements are the largest together: which one comes first may be another on either side",
    ],
    [
      op.argSort,
      { axis: 0 },
      list(2, 1, 3),
      list(2, 1, 2),
      "two of the elements that are sorted are equal: their order is another on either side",
    ],
    [
      op.windowArgMax,
      window,
      image(1, 2, 3, 4),
      image(1, 4, 3, 4),
      "several elements of a window are the largest together: which one comes first may be another on either side",
    ],
  ];
  test.each(cases.map((c) => [c[0].name, ...c] as const))(
    "at a kink of %s",
    (_, what, attrs, smooth, x, says) => {
      expect(fault(what, attrs, smooth)).toBeUndefined();
      expect(fault(what, attrs, x)).toBe(says);
    },
  );

  test("all operations on arrays that have kinks are tried", () => {
    const tried = new Set(cases.map(([what]) => what));
    const kinked = [...ops.values()].filter((o) => o.run !== undefined && o.kink !== undefined);
    expect(kinked.filter((o) => !tried.has(o)).map((o) => o.name)).toEqual([]);
  });
});
