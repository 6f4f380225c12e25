// Lists of numbers where functions on arrays take arrays or indices: at once, and in compiled code,
// with numbers that are known and with those that only a run knows.
import { expect, test } from "vitest";
import { checkGrad, jit, nd, type NdArray } from "../../src/index.ts";

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
