// N-d arrays among other values: in maps, long lists, optional fields, and shown while a function runs.
import { expect, test, vi } from "vitest";
import { grad, jit, nd, valueAndGrad } from "../../src/index.ts";

const scope = { nd };
const x = nd.array([0.3, -0.2]);

test("a map of arrays, whose entries may not be there", () => {
  const f = (m: Map<string, nd.NdArray>): number => nd.sum(nd.square(m.get("a")!)).item();
  const found = grad(f, { scope })(new Map([["a", x]]));
  expect(found.get("a")!.tolist()).toEqual([0.6, -0.4]);
});

test("lists of any number of arrays, of objects and of lists of them", () => {
  const squares = (all: nd.NdArray[]): number =>
    all.reduce((s, a) => s + nd.sum(nd.square(a)).item(), 0);
  const many = grad(squares, { scope })(Array.from({ length: 20 }, (_, i) => nd.mul(x, i)));
  expect(many.map((a) => a.at(0))).toEqual(Array.from({ length: 20 }, (_, i) => 2 * (0.3 * i)));

  const layers = Array.from({ length: 20 }, (_, i) => ({
    inner: { w: nd.full([2, 2], i / 100), name: "dense" },
    pair: [x, i] as [nd.NdArray, number],
  }));
  const net = (p: { layers: typeof layers }, y: nd.NdArray): nd.NdArray => {
    let h = y;
    for (const { inner, pair } of p.layers) {
      h = nd.tanh(nd.add(nd.matmul(inner.w, h), nd.mul(pair[0], pair[1])));
    }
    return nd.sum(h);
  };
  const { value, grad: found } = valueAndGrad(net, { scope })({ layers }, x);
  expect(value.item()).toBeCloseTo(net({ layers }, x).item(), 13);
  expect(found.layers).toHaveLength(20);
  const bumped = (step: number): number => {
    const changed = layers.map((l, i) => (i === 18 ? { ...l, pair: [l.pair[0], 18 + step] } : l));
    return net({ layers: changed as typeof layers }, x).item();
  };
  const slope = (bumped(1e-5) - bumped(-1e-5)) / 2e-5;
  expect(found.layers[18]!.pair[1]).toBeCloseTo(slope, 8);
});

test("fields that may not be there", () => {
  const f = (p: { w: nd.NdArray; b?: nd.NdArray }): number => {
    const y = nd.square(p.w);
    return nd.sum(p.b ? nd.add(y, p.b) : y).item();
  };
  const g = grad(f, { scope });
  expect(g({ w: x }).w.tolist()).toEqual([0.6, -0.4]);
  expect(g({ w: x, b: x }).b!.tolist()).toEqual([1, 1]);
});

test("arrays are shown as they are outside", () => {
  const lines: unknown[][] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...line) => void lines.push(line));
  try {
    const f = (a: nd.NdArray): number => {
      const all: nd.NdArray[] = [];
      for (let i = 0; i < 12; i++) all.push(nd.mul(a, i));
      console.log("a", a, { positive: nd.greater(a, 0) }, all);
      return nd.sum(a).item();
    };
    f(x);
    jit(f, { scope })(x);
    expect(lines).toHaveLength(2);
    expect(String(lines[1])).toBe(String(lines[0]));
    expect(lines[1]![1]).toEqual(x);
    expect((lines[1]![2] as { positive: nd.NdArray }).positive.tolist()).toEqual([true, false]);
  } finally {
    log.mockRestore();
  }
});
