// Jacobians by and of N-d arrays, typed arrays, numbers, and objects and lists of these.
import { describe, expect, test } from "vitest";
import {
  grad,
  hessian,
  hvp,
  jacobian,
  jacrev,
  jit,
  jvp,
  nd,
  valueAndGrad,
  vjp,
} from "../../src/index.ts";

/** The float leaves of a tree, and the tree with others: numbers, list of numbers, arrays. */
type Put = (x: unknown) => unknown;
interface Place {
  readonly numbers: number[];
  readonly shape: readonly number[];
  readonly kind: "number" | "list" | "nd";
  with(numbers: readonly number[]): unknown;
}

const isTyped = (x: unknown): x is Float64Array | Float32Array =>
  x instanceof Float64Array || x instanceof Float32Array;

function placesOf(x: unknown, put: Put = (own) => own): Place[] {
  if (typeof x === "number") {
    return [{ numbers: [x], shape: [], kind: "number", with: ([one]) => put(one) }];
  }
  if (x instanceof nd.NdArray) {
    const { shape, dtype } = x;
    if (dtype === "i32" || dtype === "bool") return [];
    const numbers = [...x.astype("f64").data];
    const made = (all: readonly number[]): unknown => put(nd.array([...all], dtype).reshape(shape));
    return [{ numbers, shape, kind: "nd", with: made }];
  }
  if (isTyped(x)) {
    const made = (all: readonly number[]): unknown =>
      put((x as Float64Array).map((_, i) => all[i]!));
    return [{ numbers: [...x], shape: [x.length], kind: "list", with: made }];
  }
  if (Array.isArray(x) && x.every((item) => typeof item === "number")) {
    const made = (all: readonly number[]): unknown => put([...all]);
    return [{ numbers: x, shape: [x.length], kind: "list", with: made }];
  }
  if (Array.isArray(x)) {
    return x.flatMap((item, i) => placesOf(item, (own) => put(x.with(i, own))));
  }
  if (typeof x !== "object" || x === null || ArrayBuffer.isView(x)) return [];
  return Object.entries(x).flatMap(([key, item]) =>
    placesOf(item, (own) => put({ ...x, [key]: own })),
  );
}

/** The blocks of a Jacobian: for each leaf of the result those by each leaf of the argument. */
function blocksOf(j: unknown, y: unknown, x: unknown): unknown[][] {
  const inside = (part: unknown, like: unknown): unknown[] => {
    if (placesOf(like).length === 0) return [];
    if (isLeaf(like)) return [part];
    const keys = Object.keys(like as object);
    return keys.flatMap((key) =>
      inside((part as Record<string, unknown>)[key], (like as Record<string, unknown>)[key]),
    );
  };
  return inside(j, y).map((part) => inside(part, x));
}

const isLeaf = (x: unknown): boolean =>
  typeof x === "number" ||
  x instanceof nd.NdArray ||
  isTyped(x) ||
  (Array.isArray(x) && x.every((item) => typeof item === "number"));

/** Numbers of a block, and its axes: rows that are lists or arrays count as one. */
function flat(block: unknown): { numbers: number[]; shape: number[]; all: string } {
  if (typeof block === "number") return { numbers: [block], shape: [], all: "number" };
  if (block instanceof nd.NdArray) {
    const numbers = [...block.astype("f64").data];
    return { numbers, shape: [...block.shape], all: "nd" };
  }
  if (block instanceof Float64Array) {
    return { numbers: [...block], shape: [block.length], all: "list" };
  }
  const rows = (block as unknown[]).map(flat);
  const [first] = rows;
  return {
    numbers: rows.flatMap(({ numbers }) => numbers),
    shape: [rows.length, ...(first?.shape ?? [])],
    all: `list of ${first?.all}`,
  };
}

function wantedKind(r: Place, c: Place): string {
  if (r.kind === "nd") return "nd";
  if (r.kind === "number") return c.kind;
  return c.kind === "number" ? "list" : `list of ${c.kind}`;
}

/** Compares all blocks with differences of the values. */
function check(f: (x: never) => unknown, x: unknown, tolerance = 2e-7): void {
  const value = (at: unknown): unknown => f(at as never);
  const y = value(x);
  const [rows, columns] = [placesOf(y), placesOf(x)];
  for (const by of [jacobian, jacrev]) {
    const blocks = blocksOf(by(f as (x: unknown) => object)(x), y, x);
    expect(blocks.length).toBe(rows.length);
    blocks.forEach((of, r) => {
      expect(of.length).toBe(columns.length);
      of.forEach((block, c) => {
        const { numbers, shape, all } = flat(block);
        expect(all).toBe(wantedKind(rows[r]!, columns[c]!));
        expect(shape).toEqual([...rows[r]!.shape, ...columns[c]!.shape]);
        expect(numbers.length).toBe(rows[r]!.numbers.length * columns[c]!.numbers.length);
        const width = columns[c]!.numbers.length;
        for (let k = 0; k < width; k++) {
          const step = tolerance > 1e-4 ? 1 / 64 : 1e-5;
          const at = (h: number): number[] => {
            const all = columns[c]!.numbers.map((own, i) => (i === k ? own + h : own));
            return placesOf(value(columns[c]!.with(all)))[r]!.numbers;
          };
          const [high, low] = [at(step), at(-step)];
          high.forEach((up, i) => {
            const slope = (up - low[i]!) / (2 * step);
            expect(Math.abs(numbers[i * width + k]! - slope)).toBeLessThan(
              tolerance * (1 + Math.abs(slope)) * 10,
            );
          });
        }
      });
    });
  }
}

type A = nd.NdArray;
const vector = (): A => nd.array([0.5, -1.25, 2]);
const square = (): A => nd.array([[1, 0.5], [-0.25, 2]]); // prettier-ignore
const typed = (): Float64Array => Float64Array.of(0.5, -1.25, 2);

describe("blocks of", () => {
  const cases: [string, (x: never) => unknown, () => unknown][] = [
    ["array by array", (x: A) => nd.sin(nd.multiply(x, x)), vector],
    ["matrix by matrix", (x: A) => nd.matmul(x, nd.exp(x)), square],
    ["sums by matrix", (x: A) => nd.sum(nd.multiply(x, x), 0), square],
    ["number by array", (x: A) => nd.sum(nd.cos(x)).item(), square],
    ["array of one by array", (x: A) => nd.sum(nd.cos(x)), square],
    ["array by number", (x: number) => nd.multiply(nd.array([1, 2]), x * x), () => 1.5],
    ["array by array of one", (x: A) => nd.multiply(x, vector()), () => nd.array(3)],
    ["array by typed array", (x: Float64Array) => nd.exp(nd.array(x)), typed],
    ["array by list", (x: number[]) => nd.multiply(nd.array(x), x[0]!), () => [1, 2, 3]],
    ["typed array by array", (x: A) => nd.sin(x).data, vector],
    ["list by array", (x: A) => [x.at(0) * x.at(1), x.at(2) ** 2], vector],
    ["arrays in a list", (x: A) => [nd.multiply(x, 2), nd.sum(nd.exp(x))], vector],
    ["an object", (x: A) => ({ y: nd.tanh(x), z: x.at(0) ** 2, l: nd.sin(x).data }), vector],
    [
      "array by an object",
      (p: { w: A; b: number }) => nd.add(nd.multiply(p.w, p.w), p.b ** 2),
      () => ({ w: vector(), b: 1.5 }),
    ],
    [
      "number by an object",
      (p: { w: A; t: Float64Array; b: number }) => nd.sum(nd.multiply(p.w, p.t)).item() * p.b,
      () => ({ w: vector(), t: typed(), b: 1.5 }),
    ],
    [
      "an object by an object, with what has no derivative",
      (p: { w: A; n: Int32Array; name: string; b: number; on: boolean; k: A }) => ({
        y: nd.multiply(nd.sin(p.w), p.b * p.n[0]!),
        z: { u: p.b ** 3, v: nd.sum(nd.multiply(p.w, nd.astype(p.k, "f64"))) },
      }),
      () => ({
        w: vector(),
        n: Int32Array.of(2),
        name: "own",
        b: 1.5,
        on: true,
        k: nd.array([1, 2, 3], "i32"),
      }),
    ],
    ["array by a list of arrays", ([a, b]: A[]) => nd.matmul(a!, b!), () => [square(), square()]],
    [
      "array by layers",
      (p: { layers: { w: A; b: A }[] }) => {
        let x = nd.array([1, 2]);
        for (const { w, b } of p.layers) x = nd.tanh(nd.add(nd.matmul(w, x), b));
        return x;
      },
      () => ({
        layers: [
          { w: square(), b: nd.array([0.1, 0.2]) },
          { w: square(), b: nd.array([0, 1]) },
        ],
      }),
    ],
    [
      "typed array by an object of typed arrays",
      (p: { a: Float64Array; b: Float64Array; k: number }) => p.a.map((v, i) => v * p.b[i]! * p.k),
      () => ({ a: typed(), b: typed(), k: 2 }),
    ],
    [
      "array by a list of numbers and arrays",
      ([s, a, [u, v]]: [number, A, [number, number]]) => nd.multiply(a, s * u + v),
      () => [2, vector(), [3, 4]],
    ],
  ];
  test.each(cases)("%s", (_, f, x) => check(f, x()));

  test("arrays of f32 and f16, as f32", () => {
    const f = (x: A): A => nd.multiply(x, nd.multiply(x, x));
    check(f, nd.array([0.5, 2], "f32"), 1e-3);
    const j = jacobian(f)(nd.array([0.5, 2], "f16"));
    expect(j).toMatchObject({ dtype: "f32", shape: [2, 2] });
    expect(j.tolist()).toEqual([[0.75, 0], [0, 12]]); // prettier-ignore
  });

  test("arrays without elements", () => {
    expect(jacobian((x: A) => nd.exp(x))(nd.zeros([0, 2])).shape).toEqual([0, 2, 0, 2]);
    expect(jacobian((x: A) => nd.slice(x, "0:0"))(vector()).shape).toEqual([0, 3]);
  });

  test("an argument after the first, inside of compiled code", () => {
    const f = (s: number, p: { w: A }): A => nd.multiply(p.w, s);
    const j = jit((p: { w: A }) => jacobian(f, { wrt: 1 })(3, p).w)({ w: vector() });
    expect(j.tolist()).toEqual([[3, 0, 0], [0, 3, 0], [0, 0, 3]]); // prettier-ignore
  });
});

describe("second derivatives", () => {
  const f = (p: { w: A; t: Float64Array; b: number; name: string }): number =>
    nd.sum(nd.multiply(nd.sin(p.w), p.t)).item() * p.b ** 2 + p.t[0]! ** 3;
  const at = { w: vector(), t: typed(), b: 1.5, name: "own" };

  test("are Jacobians of gradients, in both modes", () => {
    const g = grad(f);
    const y = g(at);
    for (const mode of ["forward", "reverse"] as const) {
      const blocks = blocksOf(hessian(f, { mode })(at), y, at).map((row) => row.map(flat));
      const wanted = blocksOf(jacobian(g)(at), y, at).map((row) => row.map(flat));
      blocks.forEach((row, i) =>
        row.forEach((block, k) => {
          const other = wanted[i]![k]!;
          expect([block.shape, block.all]).toEqual([other.shape, other.all]);
          block.numbers.forEach((x, e) => expect(x).toBeCloseTo(other.numbers[e]!, 12));
        }),
      );
    }
    // the gradient gives two lists, but it has the lengths of the argument
    const two = (p: { t: Float64Array; u: Float64Array }): number => p.t[0]! * p.u[1]! ** 2;
    const h = hessian(two)({ t: typed(), u: typed() });
    expect(h.t.u[0]![1]).toBe(-2.5);
    check(
      grad((x: A) => nd.sum(nd.sin(nd.multiply(x, x))).item()),
      square(),
    );
  });

  test("times a vector are products of the Hessian", () => {
    const v = { w: nd.array([1, -2, 0.5]), t: Float64Array.of(0.5, 1, -1), b: 2 };
    const product = hvp(f)(at, v as never);
    const h = hessian(f)(at);
    const rowsBy = (part: unknown): number[] => {
      const { w, t, b } = part as { w: unknown; t: unknown; b: unknown };
      const [fw, ft, fb] = [w, t, b].map((block) => flat(block).numbers);
      const count = fb!.length;
      return Array.from({ length: count }, (_, i) => {
        let sum = fb![i]! * v.b;
        for (let k = 0; k < 3; k++) {
          sum += fw![3 * i + k]! * v.w.at(k) + ft![3 * i + k]! * v.t[k]!;
        }
        return sum;
      });
    };
    rowsBy(h.w).forEach((x, i) => expect(product.w.at(i)).toBeCloseTo(x, 11));
    rowsBy(h.t).forEach((x, i) => expect(product.t[i]).toBeCloseTo(x, 11));
    expect(product.b).toBeCloseTo(rowsBy(h.b)[0]!, 11);
  });
});

test("tangents and cotangents of trees agree", () => {
  const f = (p: { w: A; t: Float64Array }, s: number): { y: A; z: number; l: Float64Array } => ({
    y: nd.matmul(p.w, nd.array(p.t)),
    z: s * p.t[0]!,
    l: p.t.map((x) => x * s),
  });
  const w = nd.array([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
  const t = Float64Array.of(0.5, -1);
  const dw = nd.array([[1, -1], [0.5, 2], [0, 1]]); // prettier-ignore
  const dt = Float64Array.of(2, 3);
  const { tangent } = jvp(f)([{ w, t }, 2], [{ w: dw, t: dt }, 0.5]);
  const c = { y: nd.array([1, 2, -1]), z: 3, l: Float64Array.of(-1, 0.5) };
  const [dp, ds] = vjp(f, { wrt: [0, 1] })({ w, t }, 2).pullback(c) as [
    { w: A; t: Float64Array },
    number,
  ];
  const dot = (a: A, b: A): number => nd.sum(nd.multiply(a, b)).item();
  const out = dot(tangent.y, c.y) + tangent.z * c.z + tangent.l[0]! * c.l[0]! + tangent.l[1]! * c.l[1]!; // prettier-ignore
  const back = dot(dp.w, dw) + dp.t[0]! * dt[0]! + dp.t[1]! * dt[1]! + ds * 0.5;
  expect(out).toBeCloseTo(back, 12);
});

test("gradients by several arguments of all kinds", () => {
  const f = (w: A, t: Float64Array, s: number, p: { v: A; k: number[] }): number =>
    nd.sum(nd.multiply(nd.multiply(w, t), p.v)).item() * s + p.k[0]! * p.k[1]!;
  const args = [vector(), typed(), 2, { v: vector(), k: [3, 4] }] as const;
  const { value, grad: all } = valueAndGrad(f, { wrt: [0, 1, 2, 3] })(...(args as never as Parameters<typeof f>)); // prettier-ignore
  expect(value).toBe(f(...(args as never as Parameters<typeof f>)));
  const [dw, dt, ds, dp] = all as [A, Float64Array, number, { v: A; k: number[] }];
  const wanted = [0.5, -1.25, 2].map((x) => 2 * x * x);
  expect([...dw.data]).toEqual(wanted);
  expect([...dt]).toEqual(wanted);
  expect([...dp.v.data]).toEqual(wanted);
  expect([ds, dp.k]).toEqual([value / 2 - 6, [4, 3]]);
});

test("what a function does besides is done once; what it is given may come back", () => {
  let runs = 0;
  const j = jacobian((p: { a: A; t: Float64Array }) => {
    runs++;
    return p;
  })({ a: vector(), t: Float64Array.of(1, 2) });
  expect(runs).toBe(1);
  expect(j.a.a.tolist()).toEqual(nd.eye(3).tolist());
  expect(j.t.t).toEqual([Float64Array.of(1, 0), Float64Array.of(0, 1)]);
  expect(j.t.a.map((row) => row.tolist())).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
});

test("what has no matrix is refused", () => {
  const by = (f: (x: never) => unknown, x: unknown): unknown =>
    jacobian(f as (x: unknown) => object)(x);
  const x = vector();
  expect(() => by((a: A) => ({ a, n: "text" }), x)).toThrow(/NB5002[\s\S]*the string "text"/);
  expect(() => by((a: A) => nd.greater(a, 0), x)).toThrow(/NB5002[\s\S]*not of floats/);
  expect(() => by((p: { n: string }) => [p.n.length], { n: "a" })).toThrow(/NB5002/);
  const lists = (a: A): unknown => [new Float64Array(a.at(2)), new Float64Array(a.at(2))];
  expect(() => by(lists, x)).toThrow(/NB5002[\s\S]*several lists/);
  const t = typed();
  expect(() => by((p: { a: A; b: A }) => nd.add(p.a, p.b), { a: t, b: t })).toThrow(/two places/);
  const changes = (p: { t: Float64Array; a: A }): A => {
    p.t[0] = 5;
    return nd.multiply(p.a, p.t[0]);
  };
  expect(() => by(changes, { t, a: x })).toThrow(/NB5002[\s\S]*changes the argument/);
  const map = { m: new Map([[1, 2]]), a: x };
  expect(() => by((p: typeof map) => nd.multiply(p.a, p.m.get(1)!), map)).toThrow(/NB5002/);
  expect(() => by((a: A) => new Map([["a", a]]), x)).toThrow(/NB5002/);
  const rows = { m: [[1, 2], [3, 4]] }; // prettier-ignore
  expect(() => by((p: { m: number[][] }) => p.m[0], rows)).toThrow(/list of lists/);
});
