// Lists of numbers where functions on arrays take arrays or indices: at once, and in compiled code,
// with numbers that are known and with those that only a run knows.
import { expect, test } from "vitest";
import { checkGrad, grad, jit, nd, type NdArray } from "../../src/index.ts";

const x = nd.array([
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9.5],
]);
const captured = [0, 2, 2];
const rows = Int32Array.of(1, 0);
const numbers = Float64Array.of(1, 0);
const scope = { nd, captured, rows, numbers };

const programs: Record<string, (x: NdArray) => NdArray> = {
  "take: a literal": (x) => nd.take(x, [0, 2, -1], 0),
  "take: nested": (x) => nd.take(x, [[0, 2], [1, 1]], 1), // prettier-ignore
  "take: a captured list": (x) => nd.take(x, captured, 1),
  "take: typed memory": (x) => nd.take(nd.take(x, rows, 0), numbers, 1),
  "take: one number": (x) => nd.take(x, 1, 0),
  gather: (x) => nd.gather(x, [0, 1], [2, 0]),
  scatterAdd: (x) => nd.scatterAdd(x, [0, 0], [1, 1], [2, x.at(1, 1)]),
  scatterSet: (x) => nd.scatterSet(x, [0, 2], 5),
  oneHot: (x) => nd.oneHot([0, 2, 1], 3).matmul(x),
  takeAlongAxis: (x) => nd.takeAlongAxis(x, [[0], [2], [1]], 1),
  dynamicSlice: (x) => nd.dynamicSlice(x, [1, 0], [2, 2]),
  dynamicUpdateSlice: (x) => nd.dynamicUpdateSlice(x, [[10, x.at(0, 0)]], [1, 1]),
  "compress and booleanIndex by a literal": (x) =>
    nd.booleanIndex(nd.compress([true, false, true], x, 0), nd.array([false, true])),
  "an index that only a run knows": (x) => nd.take(x, [x.argmax(1).at(0), 1, 0], 1),
  "starts of a loop": (x) => {
    let s = nd.zeros([2, 2]);
    for (let i = 0; i < 2; i++) s = s.add(nd.dynamicSlice(x, [i, 1 - i], [2, 2]).mul(i + 1));
    return s;
  },
  "rows of a loop": (x) => {
    let s = x;
    for (let i = 0; i < 2; i++) {
      const row = x.slice(i).mul(x.take([i, i + 1, 0], 1).sum(0));
      s = nd.dynamicUpdateSlice(s, row.reshape([1, 3]), [i + 1, 0]);
    }
    return s;
  },
  "writes of a loop": (x) => {
    let s = x;
    for (let i = 0; i < 3; i++) s = nd.scatterSet(s, [i, 0], [0, i], [x.at(i, i), 2]);
    return s;
  },
  "arrays of numbers of a run": (x) => {
    const [a, b] = [x.at(0, 1), x.at(1, 2)];
    return nd.matmul(nd.array([[a, b, 1], [b, a, 0], [0, 0, a * b]]), [[1, a], [b, 2], [a, b]]); // prettier-ignore
  },
  "arrays beside numbers": (x) => nd.stack([[x.slice(0), [1, 2, 3]], [[4, 5, 6], x.slice(2)]]), // prettier-ignore
  "numbers of a loop are f64": (x) => {
    let s = x;
    for (let i = 0; i < 3; i++) s = s.mul(nd.array([i, 1, 2]).div(2));
    return s;
  },
};

test.each(Object.entries(programs))("%s", (_, f) => {
  const compiled = jit(f, { scope })(x);
  const wanted = f(x);
  expect([compiled.dtype, compiled.tolist()]).toEqual([wanted.dtype, wanted.tolist()]);
  const loss = (x: NdArray): number => nd.sum(nd.sin(f(x))).item();
  const { ok, worst } = checkGrad(loss, { scope: { ...scope, f } })(x);
  expect(ok, `${worst?.path}`).toBe(true);
});

test("what is no index", () => {
  for (const make of [
    (f: (x: NdArray) => NdArray) => f,
    (f: (x: NdArray) => NdArray) => jit(f, { scope }),
  ]) {
    // prettier-ignore
    expect(() => make((x) => nd.take(x, [0, 1.5], 0))(x)).toThrow(/NB6003.*index 1.5/s);
    expect(() => make((x) => nd.take(x, [true, false, true], 0))(x)).toThrow(
      /NB6003.*truth values/s,
    );
    expect(() => make((x) => nd.take(x, [0, 3], 0))(x)).toThrow("NB4001");
  }
  const halves = [0.5, 1];
  const f = jit((x: NdArray) => nd.take(x, halves, 0), { scope: { nd, halves } });
  expect(() => f(x)).toThrow("NB4001");
});

const made: Record<string, (x: NdArray) => NdArray> = {
  "filled in a loop": (x) => {
    const r = [0, 0, 0];
    for (let i = 0; i < 3; i++) r[i] = x.at(i, 0) * i;
    return nd.array(r);
  },
  "filled in a loop, of a size": (x) => {
    const r = new Array<number>(x.shape[0]!).fill(1);
    for (let i = 0; i < r.length; i++) r[i]! *= x.at(i, 1);
    return nd.array(r);
  },
  "pushed to in loops": (x) => {
    const r: number[] = [];
    for (let i = 0; i < x.shape[0]!; i++) r.push(x.at(i, i) ** 2, i);
    for (let i = 2; i >= 0; i--) r.push(x.at(0, i));
    return nd.array(r);
  },
  "spread in loops": (x) => {
    let r: number[] = [];
    for (let i = 0; i < 3; i++) r = [...r, x.at(i, 0)];
    return nd.array([...r, 1]);
  },
  "rows that are filled": (x) => {
    const r = [[0, 0], [0, 0]]; // prettier-ignore
    for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) r[i]![j] = x.at(i, j) * x.at(j, i);
    return nd.array(r);
  },
  "rows that are pushed": (x) => {
    const r: number[][] = [];
    for (let i = 0; i < 2; i++) {
      const row: number[] = [];
      for (let j = 0; j < 3; j++) row.push(x.at(i, j) + j);
      r.push(row);
    }
    return nd.array(r).matmul(x);
  },
  "rows of typed memory": (x) => {
    const r: Float64Array[] = [];
    for (let i = 0; i < 2; i++) r.push(Float64Array.of(x.at(0, i), 2));
    return nd.array(r);
  },
  "elements of the array": (x) => nd.array(x.data.slice(1, 4)).add(nd.array(x.data).slice("2:5")),
};

test.each(Object.entries(made))("lists that a function makes: %s", (_, f) => {
  const wanted = f(x);
  const compiled = jit(f, { scope })(x);
  expect([compiled.shape, compiled.tolist()]).toEqual([wanted.shape, wanted.tolist()]);
  const loss = (x: NdArray): number => nd.sum(nd.sin(f(x))).item();
  const { ok, worst } = checkGrad(loss, { scope: { ...scope, f } })(x);
  expect(ok, `${worst?.path}`).toBe(true);
});

test("lists that are given are compiled for their lengths", () => {
  const f = (rows: number[][]): NdArray => nd.square(nd.array(rows));
  const g = (rows: number[][]): number => nd.sum(nd.square(nd.array(rows))).item();
  const [compiled, gradient] = [jit(f, { scope }), grad(g, { scope })];
  for (const rows of [
    [
      [1, 2],
      [3, 4],
    ],
    [[1, 2, 3]],
    [[4], [5]],
    [
      [1, 2],
      [3, 4],
    ],
  ]) {
    // prettier-ignore
    expect(compiled(rows).tolist()).toEqual(f(rows).tolist());
    expect(gradient(rows)).toEqual(rows.map((row) => row.map((v) => 2 * v)));
  }
  expect(() => compiled([[1, 2], [3]])).toThrow(/NB6004|NB4007/); // prettier-ignore
});

test("lists of rows that are made of rows", () => {
  const design = (rows: number[][]): NdArray => nd.array(rows.map((row) => [1, ...row.map((v) => v * v)])); // prettier-ignore
  const pairs = (x: number[]): NdArray => {
    const three: number[][] = [];
    const two: number[][] = [];
    for (const v of x) {
      three.push([v, v * v, 1]);
      two.push([v, 2]);
    }
    return nd.matmul(nd.array(two).T, nd.array(three));
  };
  const many = Array.from({ length: 600 }, (_, i) => Math.sin(i));
  for (const rows of [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [[2]],
  ]) {
    // prettier-ignore
    expect(jit(design, { scope })(rows).tolist()).toEqual(design(rows).tolist());
    const loss = (rows: number[][]): number => nd.sum(nd.sin(design(rows))).item();
    expect(checkGrad(loss, { scope: { ...scope, design } })(rows).ok).toBe(true);
  }
  const [compiled, wanted] = [jit(pairs, { scope })(many), pairs(many)];
  expect(nd.max(nd.abs(nd.sub(compiled, wanted))).item()).toBeLessThan(1e-9);
  const uneven = (x: number[]): NdArray => nd.array(x.map((v) => (v > 1 ? [v] : [v, v])));
  expect(() => jit(uneven, { scope })([1, 2])).toThrow(/NB4007|NB6004|NB6005/);
});

test("short integers become i32", () => {
  const f = (bytes: Uint8Array, words: Uint32Array): NdArray[] => [nd.array(bytes), nd.array(words)]; // prettier-ignore
  const args = [Uint8Array.of(1, 255), Uint32Array.of(1, 4294967295)] as const;
  expect(jit(f, { scope })(...args)).toEqual(f(...args));
});

test("lengths that only a run knows are refused", () => {
  const f = (x: number[]): NdArray => nd.array(x.filter((v) => v > 1));
  expect(() => jit(f, { scope })([1, 2])).toThrow(/NB6004.*known only when running/s);
});

test("lengths of lists in shapes, ranges and options", () => {
  const links = [[1, 2], [2], [0], [0, 2]];
  const ranks = (damping: number): NdArray => {
    const n = links.length;
    let m = nd.zeros([n, n]);
    for (let i = 0; i < n; i++) {
      for (const j of links[i]!) m = nd.scatterSet(m, j, i, 1 / links[i]!.length);
    }
    let r = nd.full([n], 1 / n);
    for (let t = 0; t < 9; t++)
      r = nd
        .matmul(m, r)
        .mul(damping)
        .add((1 - damping) / n);
    return r;
  };
  const compiled = jit(ranks, { scope: { nd, links } })(0.85);
  expect(nd.max(nd.abs(nd.sub(compiled, ranks(0.85)))).item()).toBeLessThan(1e-14);

  const top = (x: number[]): NdArray => nd.array(x).slice([x.length - 2, null]);
  const both = (x: number[], y: number[]): NdArray => nd.concatenate([top(x), top(y)]);
  const f = jit(both, { scope: { nd, top } });
  for (const [x, y] of [
    [
      [1, 2, 3],
      [4, 5],
    ],
    [
      [1, 2],
      [3, 4, 5, 6],
    ],
  ] as const) {
    // prettier-ignore
    expect(f([...x], [...y]).tolist()).toEqual(both([...x], [...y]).tolist());
  }
});

test("numbers of a loop make arrays of the type that they make outside of compiled code", () => {
  const makers: ((i: number) => NdArray)[] = [
    (i) => nd.full([2], i),
    (i) => nd.array(i),
    (i) => nd.stack([i, i]),
    (i) => nd.square(i),
    (i) => nd.tile(i, 2),
    (i) => nd.onesLike(i),
    (i) => nd.add(nd.ones([1], "i32"), i),
    (i) => nd.scatterSet(nd.zeros([3], "i32"), [i], i),
  ];
  for (const make of makers) {
    const f = (): NdArray[] => {
      const made: NdArray[] = [];
      for (let i = 0; i < 3; i++) made.push(make(i));
      return made;
    };
    const shown = (all: readonly NdArray[]): unknown => all.map((one) => [one.dtype, one.tolist()]);
    expect(shown(jit(f, { scope: { nd, make } })())).toEqual(shown(f()));
  }
});
