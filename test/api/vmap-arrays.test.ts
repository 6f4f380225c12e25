// `vmap` of functions of N-d arrays, against the function run for each lane outside of compiled code.
import { describe, expect, test } from "vitest";
import {
  custom,
  grad,
  hessian,
  jacobian,
  jit,
  jvp,
  nd,
  NdArray,
  valueAndGrad,
  vmap,
} from "../../src/index.ts";

const arrayOf = (...shape: number[]): NdArray => {
  const size = shape.reduce((n, m) => n * m, 1);
  const list = Array.from({ length: size }, (_, i) => Math.sin(1 + 2.3 * i) * 2);
  return nd.reshape(nd.array(list), shape);
};

/** Lane `i` along the first axis. */
function laneOf(x: NdArray, i: number): NdArray {
  return nd.take(x, i, 0);
}

function expectSame(found: NdArray | Float64Array, lanes: readonly (NdArray | number)[]): void {
  const data = found instanceof NdArray ? found.data : found;
  const wanted = lanes.flatMap((lane) => (typeof lane === "number" ? [lane] : [...lane.data]));
  expect(data.length).toBe(wanted.length);
  wanted.forEach((y, i) => {
    const x = data[i]!;
    if (Object.is(x, y)) return;
    expect(Math.abs(x - y), `${i}: ${x}, not ${y}`).toBeLessThanOrEqual(
      1e-13 * Math.max(1, Math.abs(y)),
    );
  });
}

const x = arrayOf(4, 3);
const y = arrayOf(4, 3, 2);
const lanes = (f: (a: NdArray, b: NdArray, i: number) => NdArray | number) =>
  Array.from({ length: 4 }, (_, i) => f(laneOf(x, i), laneOf(y, i), i));

const programs: Record<string, (a: NdArray, b: NdArray) => NdArray | number> = {
  elementwise: (a, b) => nd.mul(nd.tanh(b), nd.expandDims(a, 1)),
  reductions: (a, b) => nd.sub(nd.softmax(a), nd.sum(nd.max(b, 1))),
  "numbers out of arrays": (a, b) => a.at(0) * b.at(2, 1) + nd.sum(a).item(),
  "a loop over elements": (a, b) => {
    let sum = 0;
    for (let i = 0; i < 3; i++) sum += a.at(i) * b.at(i, 0) ** 2;
    return sum;
  },
  "a branch by what is in the lane": (a) => {
    const total = nd.sum(a).item();
    return total > 0 ? nd.log(nd.mul(a, a)) : nd.mul(a, Math.sqrt(-total));
  },
  "a loop that ends by what is in the lane": (a) => {
    let v = a;
    while (nd.sum(nd.mul(v, v)).item() > 1) v = nd.mul(v, 0.5);
    return v;
  },
  "sorting and taking": (a, b) => nd.add(nd.flip(nd.cumsum(a)), nd.sum(nd.sort(b))),
};

describe.each(Object.entries(programs))("%s", (_, f) => {
  test("values", () => {
    const made = vmap(f as (a: NdArray, b: NdArray) => NdArray)(x, y);
    expectSame(made, lanes(f));
  });

  test("gradients: of lanes, and of their sum", () => {
    const total = (a: NdArray, b: NdArray): number => {
      const value = f(a, b);
      return typeof value === "number" ? value : nd.sum(nd.sin(value)).item();
    };
    const wanted = lanes((a, b) => grad(total)(a, b) as NdArray);
    expectSame(vmap(grad(total))(x, y) as NdArray, wanted);
    const whole = (a: NdArray): number =>
      vmap(total)(a, y).reduce((sum: number, v: number) => sum + v, 0);
    expectSame(grad(whole)(x) as NdArray, wanted);
  });
});

describe("axes", () => {
  const f = (a: NdArray, w: NdArray): NdArray => nd.sum(nd.mul(w, a), 1);
  const w = arrayOf(2, 3);

  test("in and out", () => {
    const wanted = lanes((a) => f(a, w));
    const rows = vmap(f, { in: [0, null] })(x, w);
    expect(rows.shape).toEqual([4, 2]);
    expectSame(rows, wanted);
    const turned = nd.transpose(x);
    for (const axis of [1, -1] as const) {
      expectSame(vmap(f, { in: [axis, null] })(turned, w), wanted);
      const columns = vmap(f, { in: [0, null], out: axis })(x, w);
      expect(columns.shape).toEqual([2, 4]);
      expectSame(nd.transpose(columns), wanted);
    }
  });

  test("of parts", () => {
    const g = (p: { a: NdArray; w: NdArray }, k: number): { sum: NdArray; k: number } => ({
      sum: nd.mul(f(p.a, p.w), k),
      k: k * 2,
    });
    const made = vmap(g, { in: [{ a: 0, w: null }, 0], out: { sum: 1, k: 0 } })(
      { a: x, w },
      nd.array([1, 2, 3, 4]),
    ) as unknown as { sum: NdArray; k: Float64Array };
    expect(made.sum.shape).toEqual([2, 4]);
    expectSame(
      nd.transpose(made.sum),
      lanes((a, _, i) => nd.mul(f(a, w), i + 1)),
    );
    expect([...made.k]).toEqual([2, 4, 6, 8]);
  });

  test("lists of results", () => {
    const both = vmap((a: NdArray): [NdArray, NdArray] => [nd.sum(a), nd.mul(a, 2)], {
      out: [0, 1],
    })(x) as unknown as [NdArray, NdArray];
    expect(both.map((one) => one.shape)).toEqual([[4], [3, 4]]);
    expectSame(
      both[0],
      lanes((a) => nd.sum(a)),
    );
  });

  test("lists of arrays are structures", () => {
    const both = vmap((a: NdArray): [NdArray, number] => [nd.mul(a, 2), a.at(0)])(x);
    expect(both[0].shape).toEqual([4, 3]);
    expect([...both[1]]).toEqual(lanes((a) => a.at(0)));
    let seen = 0;
    const looped = vmap((a: NdArray): NdArray[] => {
      seen++;
      return [a, nd.sum(a)];
    })(x);
    expect(looped.map((one) => one.shape)).toEqual([[4, 3], [4]]);
    expect(seen).toBe(4);
  });

  test("lanes of one axis are numbers, or arrays where nothing else will do", () => {
    const list = nd.array([1, 2, 3]);
    expect([...vmap((a: number) => a * a)(list)]).toEqual([1, 4, 9]);
    expect(vmap((a: NdArray) => nd.add(a, 1))(list).shape).toEqual([3]);
    const squared = vmap((a: NdArray) => a.mul(a).reshape([1]))(list);
    expect([squared.shape, [...squared.data]]).toEqual([
      [3, 1],
      [1, 4, 9],
    ]);
    expect(() => vmap((a: NdArray) => (a as never as { no(): number }).no())(list)).toThrow(
      "`a.no` is undefined",
    );
  });

  test("lanes of lanes", () => {
    const dot = (a: NdArray, b: NdArray): NdArray => nd.sum(nd.mul(a, b));
    const all = vmap(vmap(dot, { in: [null, 0] }), { in: [0, null] })(x, w);
    expect(all.shape).toEqual([4, 2]);
    expectSame(
      all,
      lanes((a) => nd.stack([dot(a, laneOf(w, 0)), dot(a, laneOf(w, 1))])),
    );
  });

  test("no lanes", () => {
    expect(vmap((a: NdArray) => nd.mul(a, 2))(nd.zeros([0, 3])).shape).toEqual([0, 3]);
  });
});

describe("more than pure functions", () => {
  test("what is written outside", () => {
    let seen = 0;
    const made = vmap((a: NdArray) => {
      seen = seen * 2 + a.at(0);
      return nd.mul(a, seen);
    })(x);
    let wanted = 0;
    const each = lanes((a) => {
      wanted = wanted * 2 + a.at(0);
      return nd.mul(a, wanted);
    });
    expectSame(made, each);
    expect(seen).toBeCloseTo(wanted, 13);
  });

  test("arrays and lists together", () => {
    const made = vmap((a: NdArray, k: number) => nd.mul(a, k))(x, [1, 2, 3, 4]);
    expectSame(
      made,
      lanes((a, _, i) => nd.mul(a, i + 1)),
    );
    const listed = vmap((k: number) => nd.mul(w, k))(new Float64Array([1, 2]));
    expect((listed as unknown as NdArray[]).map((one) => one.shape)).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });
  const w = arrayOf(2, 2);

  test("rules of users", () => {
    const clipped = custom((a: NdArray): NdArray => nd.clip(a, -1, 1), {
      vjp: (a: NdArray) => ({
        value: nd.clip(a, -1, 1),
        pullback: (ct: NdArray) => [nd.mul(ct, 7)],
      }),
    } as never) as (a: NdArray) => NdArray;
    const loss = (a: NdArray): number => nd.sum(clipped(a)).item();
    expect([...(vmap(grad(loss))(x) as NdArray).data]).toEqual(Array.from({ length: 12 }, () => 7));
    const whole = (a: NdArray): number => nd.sum(vmap(clipped)(a)).item();
    expect([...(grad(whole)(x) as NdArray).data]).toEqual(Array.from({ length: 12 }, () => 7));
  });
});

describe("other derivatives", () => {
  const f = (a: NdArray): number => nd.sum(nd.mul(nd.sin(a), a)).item();

  test("of lanes", () => {
    const { value, grad: slopes } = vmap(valueAndGrad(f))(x) as unknown as {
      value: Float64Array;
      grad: NdArray;
    };
    expectSame(value, lanes(f));
    expectSame(
      slopes,
      lanes((a) => grad(f)(a) as NdArray),
    );
  });

  test("forward, through lanes", () => {
    const rows = (a: NdArray): NdArray => vmap((r: NdArray) => nd.cumsum(nd.sin(r)))(a);
    const direction = arrayOf(4, 3);
    const { tangent } = jvp(jit(rows))([x], [direction]) as unknown as { tangent: NdArray };
    const wanted = lanes((a, _, i) => nd.cumsum(nd.mul(nd.cos(a), laneOf(direction, i))));
    expectSame(tangent, wanted);
  });

  test("matrices of derivatives of lanes", () => {
    const wanted = lanes((a) => nd.diag(nd.sub(nd.mul(nd.cos(a), 2), nd.mul(nd.sin(a), a))));
    expectSame(vmap(hessian(f as never))(x as never) as unknown as NdArray, wanted);
    const g = (a: NdArray): NdArray => nd.sin(a);
    const rows = vmap(jacobian(g as never))(x as never) as unknown as NdArray;
    expectSame(
      rows,
      lanes((a) => nd.diag(nd.cos(a))),
    );
  });
});
