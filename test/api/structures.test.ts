import { describe, expect, test } from "vitest";
import { grad, jit, valueAndGrad } from "../../src/index.ts";

describe("a gradient has the structure of its argument", () => {
  test("a number", () => {
    expect(grad((x: number) => x * x * x)(2)).toBe(12);
  });

  test("typed arrays, of the same class", () => {
    const sum = (x: Float64Array): number => x.reduce((s, xi) => s + xi * xi, 0);
    expect(grad(sum)(Float64Array.of(1, 2))).toEqual(Float64Array.of(2, 4));
    const single = (x: Float32Array): number => x[0]! * x[1]!;
    expect(grad(single)(Float32Array.of(0.5, 0.25))).toEqual(Float32Array.of(0.25, 0.5));
  });

  test("a Float32Array's derivative is rounded as its elements are", () => {
    const g = grad((x: Float32Array) => x[0]! / 3)(Float32Array.of(1));
    expect(g[0]).toBe(Math.fround(1 / 3));
  });

  test("lists, nested lists and tuples", () => {
    expect(grad((x: number[]) => x[0]! * x[1]!)([3, 5])).toEqual([5, 3]);
    const trace = (m: number[][]): number => m.reduce((s, row, i) => s + row[i]! ** 2, 0);
    expect(
      grad(trace)([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([
      [2, 0],
      [0, 8],
    ]);
    const ragged = (m: number[][]): number => m[0]!.length + m[1]![2]! * m[0]![0]!;
    expect(grad(ragged)([[1], [2, 3, 4]])).toEqual([[4], [0, 0, 1]]);
    const pair = ([x, xs]: [number, Float64Array]): number => x * xs[1]!;
    expect(grad(pair)([2, Float64Array.of(3, 4)])).toEqual([4, Float64Array.of(0, 2)]);
    const deep = (t: number[][][]): number => t[0]![1]![0]! ** 2;
    expect(grad(deep)([[[1], [3]], [[5]]])).toEqual([[[0], [6]], [[0]]]);
  });

  test("a list of typed arrays", () => {
    const layers = [Float64Array.of(1, 2), Float64Array.of(3)];
    const f = (w: Float64Array[]): number => w[0]![1]! * w[1]![0]!;
    expect(grad(f)(layers)).toEqual([Float64Array.of(0, 3), Float64Array.of(2)]);
  });

  test("objects, without what has no derivative", () => {
    const model = {
      name: "spring",
      open: true,
      order: Int32Array.of(2, 1),
      rate: 2,
      inner: { at: Float64Array.of(1, 2), label: "x", ends: [3, 4] },
      nothing: undefined,
    };
    const energy = (m: typeof model): number =>
      m.open && m.name === "spring"
        ? m.rate * m.inner.at[m.order[1]!]! ** m.order[0]! + m.inner.ends[0]!
        : 0;
    expect(grad(energy)(model)).toEqual({
      rate: 4,
      inner: { at: Float64Array.of(0, 8), ends: [1, 0] },
    });
  });

  test("a list of objects", () => {
    const bodies = [
      { mass: 1, at: [0, 1] },
      { mass: 2, at: [2, 3] },
    ];
    const f = (all: typeof bodies): number =>
      all.reduce((s, b) => s + b.mass * b.at[0]! * b.at[1]!, 0);
    expect(grad(f)(bodies)).toEqual([
      { mass: 0, at: [1, 0] },
      { mass: 6, at: [6, 4] },
    ]);
  });

  test("instances of classes", () => {
    class Vector {
      x: number;
      y: number;
      constructor(x: number, y: number) {
        this.x = x;
        this.y = y;
      }
      dot(o: Vector): number {
        return this.x * o.x + this.y * o.y;
      }
    }
    const g = grad((v: Vector) => v.dot(new Vector(2, 3)) * v.x)(new Vector(5, 7));
    expect({ ...g }).toEqual({ x: 41, y: 15 });
  });

  test("empty arrays, and numbers that do not matter", () => {
    expect(grad((x: Float64Array) => x.reduce((s, xi) => s + xi, 0))(new Float64Array(0))).toEqual(
      new Float64Array(0),
    );
    expect(grad((x: number[]) => x.length)([])).toEqual([]);
    expect(grad((x: { a: number; b: number }) => x.a)({ a: 1, b: 2 })).toEqual({ a: 1, b: 0 });
    expect(grad((_x: number) => 3)(1)).toBe(0);
    expect(grad((_x: Float64Array) => 3)(Float64Array.of(1, 2))).toEqual(new Float64Array(2));
  });

  test("an object that leads back to itself", () => {
    interface Item {
      x: number;
      next?: Item;
    }
    const first: Item = { x: 1 };
    first.next = first;
    const sum = (list: Item, n: number): number => {
      let total = 0;
      let item = list;
      for (let i = 0; i < n; i++) {
        total += item.x;
        item = item.next!;
      }
      return total;
    };
    // the type of such a gradient has no end
    const g = grad(sum as (list: never, n: number) => number)(first as never, 3) as Item;
    expect(g.x).toBe(3);
    expect(g.next).toBe(g);
  });

  test("one object reached by two paths: its adjoints add", () => {
    const shared = { x: 3 };
    const f = (p: { a: { x: number }; b: { x: number } }): number => p.a.x * p.b.x;
    const g = grad(f)({ a: shared, b: shared });
    expect(g.a.x).toBe(6);
    expect(g.b).toBe(g.a);
    expect(grad(f)({ a: { x: 3 }, b: { x: 3 } })).toEqual({ a: { x: 3 }, b: { x: 3 } });
  });
});

describe("wrt", () => {
  const f = (x: number, y: Float64Array, k: { a: number; kind: string }): number =>
    x * y[0]! ** 2 * k.a;
  const at = [2, Float64Array.of(3), { a: 5, kind: "k" }] as const;

  test("one position", () => {
    expect(grad(f)(...at)).toBe(45);
    expect(grad(f, { wrt: 1 })(...at)).toEqual(Float64Array.of(60));
    expect(grad(f, { wrt: 2 })(...at)).toEqual({ a: 18 });
  });

  test("several, in the order asked for", () => {
    expect(grad(f, { wrt: [0] })(...at)).toEqual([45]);
    expect(grad(f, { wrt: [2, 0] })(...at)).toEqual([{ a: 18 }, 45]);
    expect(valueAndGrad(f, { wrt: [0, 1] })(...at)).toEqual({
      value: 90,
      grad: [45, Float64Array.of(60)],
    });
  });

  test("the same position twice", () => {
    expect(grad((x: number) => x * x, { wrt: [0, 0] })(3)).toEqual([6, 6]);
  });
});

describe("arguments that share memory", () => {
  const product = (x: Float64Array, y: Float64Array): number => {
    let s = 0;
    for (let i = 0; i < x.length; i++) s += x[i]! * y[i]!;
    return s;
  };

  test("the same array twice: each position has its own derivative", () => {
    const x = Float64Array.of(2, 3);
    expect(grad(product)(x, x)).toEqual(Float64Array.of(2, 3));
    expect(grad(product, { wrt: [0, 1] })(x, x)).toEqual([
      Float64Array.of(2, 3),
      Float64Array.of(2, 3),
    ]);
  });

  test("the same list twice", () => {
    const dot = (x: number[], y: number[]): number => x[0]! * y[0]!;
    const x = [3];
    expect(grad(dot)(x, x)).toEqual([3]);
  });

  test("overlapping subarrays that are read", () => {
    const all = Float64Array.of(1, 2, 3);
    const [x, y] = [all.subarray(0, 2), all.subarray(1, 3)];
    expect(grad(product)(x, y)).toEqual(Float64Array.of(2, 3));
    expect(grad(product, { wrt: 1 })(x, y)).toEqual(Float64Array.of(1, 2));
    expect(jit(product)(x, y)).toBe(8);
  });

  test("overlapping subarrays that are written act as one memory", () => {
    const shift = (x: Float64Array, y: Float64Array): void => {
      for (let i = 0; i < x.length; i++) x[i] = y[i]! + 10;
    };
    const all = Float64Array.of(1, 2, 3);
    jit(shift)(all.subarray(1, 3), all.subarray(0, 2));
    expect(all).toEqual(Float64Array.of(1, 11, 21));
  });

  test("a derivative by an array that is also written through another is never a wrong number", () => {
    const f = (x: Float64Array, y: Float64Array): number => {
      y[0] = x[0]! * x[0]!;
      return x[0]! * x[1]!;
    };
    const apart = grad(f)(Float64Array.of(2, 3), Float64Array.of(5, 7));
    expect(apart).toEqual(Float64Array.of(3, 2));
    const x = Float64Array.of(2, 3);
    // as one memory, f is x0²·x1
    let answer: unknown;
    try {
      answer = grad(f)(x, x);
    } catch (error) {
      expect(String(error)).toMatch(/NB\d{4}/);
      return;
    }
    expect(answer).toEqual(Float64Array.of(12, 4));
  });
});
