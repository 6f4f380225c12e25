// Lists of N-d arrays that a function fills: how many items they have is part of a shape.
import { describe, expect, test } from "vitest";
import { grad, jit, nd, vmap } from "../../src/index.ts";

const x = nd.array([0.3, -0.2]);

const programs: Readonly<Record<string, (x: nd.NdArray) => nd.NdArray>> = {
  push(x) {
    const hs: nd.NdArray[] = [];
    let h = x;
    for (let t = 0; t < 30; t++) {
      h = nd.tanh(h);
      hs.push(h);
    }
    return nd.stack(hs);
  },
  spread(x) {
    let hs: nd.NdArray[] = [];
    for (let t = 0; t < 4; t++) hs = [...hs, nd.mul(x, t)];
    return nd.stack(hs, 1);
  },
  newArray(x) {
    const hs = new Array<nd.NdArray>(12);
    for (let t = 0; t < 12; t++) hs[t] = nd.mul(nd.square(x), t);
    return nd.concatenate(hs.map((h) => nd.mul(h, h)));
  },
  lengthOfConditions(x) {
    const hs: nd.NdArray[] = [];
    let n = 27;
    while (n > 1) {
      if (n % 2 === 1) hs.push(nd.mul(x, n));
      n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    }
    hs.pop();
    return nd.stack(hs);
  },
  inLoops(x) {
    let sum = x;
    for (let e = 0; e < 40; e++) {
      const hs: nd.NdArray[] = [];
      for (let t = 0; t < 5; t++) hs.push(nd.sin(nd.mul(sum, t)));
      sum = nd.add(x, nd.mean(nd.stack(hs), 0));
    }
    return sum;
  },
  rows(x) {
    const rows: nd.NdArray[][] = [];
    for (let i = 0; i < 10; i++) {
      const row: nd.NdArray[] = [];
      for (let k = 0; k < 3; k++) row.push(nd.mul(nd.cos(x), i + k));
      rows.push(row);
    }
    return nd.stack(rows.map((row) => nd.concatenate(row)));
  },
  manyShapes(x) {
    const hs: nd.NdArray[] = [];
    let h = x;
    for (let t = 0; t < 20; t++) {
      h = nd.concatenate([nd.sin(h), x]);
      hs.push(nd.mul(h, 0.5));
    }
    return nd.concatenate(hs);
  },
  shapesOfOuterLoops(x) {
    const hs: nd.NdArray[] = [];
    for (let i = 1; i < 4; i++) {
      for (let k = 0; k < 2; k++) hs.push(nd.mul(nd.tile(nd.sin(x), i), k + 1));
    }
    return nd.concatenate(hs);
  },
  lengthsThatLoopsOverwrite(x) {
    let n = 1;
    for (let t = 0; t < 20; t++) n = x.shape[0]! * 6;
    let last = 0;
    for (let t = 0; t < 9; t++) last = t;
    return nd.mul(nd.outer(nd.ones([n]), nd.exp(x)), nd.ones(last + 4).reshape([12, 1]));
  },
  objects(x) {
    const parts: { a: nd.NdArray; by: number }[] = [];
    for (let t = 0; t < 30; t++) parts.push({ a: nd.exp(x), by: t });
    return nd.stack(parts.map(({ a, by }) => nd.mul(a, by)));
  },
  numbers(x) {
    const list: number[] = [];
    for (let t = 0; t < 100; t++) list.push(x.at(t % 2) * t);
    return nd.array(list);
  },
  rowsOfNumbers(x) {
    const list: number[][] = [];
    for (let t = 0; t < 20; t++) list.push([x.at(0) * t, x.at(1) * x.at(0)]);
    return nd.array(list);
  },
  rowsThatBecomeLonger(x) {
    const list: number[][] = [];
    for (let t = 0; t < 20; t++) list.push([x.at(0) * t]);
    for (let t = 0; t < 20; t++) list[t] = [list[t]![0]!, x.at(1), t];
    return nd.array(list);
  },
  typedArrays(x) {
    const rows: Float64Array[] = [];
    for (let i = 0; i < 20; i++) rows.push(Float64Array.of(x.at(0) * i, x.at(1)));
    return nd.stack(rows.map((row) => nd.array(row)));
  },
  rangesByIndex(x) {
    const all = nd.outer(nd.arange(8), x);
    const parts: nd.NdArray[] = [];
    for (let h = 0; h < 4; h++) parts.push(nd.square(all.slice([2 * h, 2 * h + 2])));
    return nd.concatenate(parts, 1);
  },
};

describe.each(Object.entries(programs))("%s", (_, f) => {
  const scope = { nd };
  const weighted = (x: nd.NdArray): nd.NdArray => {
    const y = f(x);
    return nd.sum(nd.mul(nd.sin(nd.arange(y.size)).reshape(y.shape), y));
  };

  test("is what it is as plain code", () => {
    const [compiled, plain] = [jit(f, { scope })(x), f(x)];
    expect(compiled.shape).toEqual(plain.shape);
    expect(nd.max(nd.abs(nd.sub(compiled, plain))).item()).toBeLessThan(1e-12);
  });

  test("has the gradient that differences show", () => {
    const found = grad(weighted, { scope: { nd, f } })(x);
    for (let i = 0; i < 2; i++) {
      const step = nd.mul(nd.oneHot(i, 2), 1e-5);
      const rise = nd.sub(weighted(nd.add(x, step)), weighted(nd.sub(x, step))).item();
      expect(found.at(i)).toBeCloseTo(rise / 2e-5, 4);
    }
  });
});

test("a captured number of iterations is part of what is compiled for", () => {
  const compiled = (count: number): ((x: nd.NdArray) => nd.NdArray) => {
    const f = (x: nd.NdArray): nd.NdArray => {
      const parts: nd.NdArray[] = [];
      for (let t = 0; t < count; t++) parts.push(nd.mul(x, t));
      return nd.concatenate(parts);
    };
    return jit(f, { scope: { nd, count } });
  };
  expect(compiled(3)(x).tolist()).toEqual(nd.outer([0, 1, 2], x).ravel().tolist());
  expect(compiled(20)(x).shape).toEqual([40]);
});

test("one array stands for the list of its parts", () => {
  const whole = nd.arange(24).reshape([2, 3, 4]);
  const parts = [whole.slice(0), whole.slice(1)];
  for (const axis of [0, 1, -1]) {
    expect(nd.stack(whole, axis).tolist()).toEqual(nd.stack(parts, axis).tolist());
    expect(nd.concatenate(whole, axis).tolist()).toEqual(nd.concatenate(parts, axis).tolist());
  }
  expect(nd.concatenate(whole, null).tolist()).toEqual(nd.arange(24).tolist());
  expect(nd.hstack(whole).tolist()).toEqual(nd.hstack(parts).tolist());
  expect(nd.vstack(whole).tolist()).toEqual(nd.vstack(parts).tolist());
});

test("for many lanes", () => {
  const { push } = programs;
  const lanes = nd.stack([x, nd.mul(x, 2)]);
  const one = nd.stack([push!(x), push!(nd.mul(x, 2))]);
  const all = vmap(push!, { scope: { nd } })(lanes);
  expect(nd.max(nd.abs(nd.sub(all, one))).item()).toBeLessThan(1e-14);
});

test("a length that only a run knows is refused where the list is used", () => {
  const positive = (x: nd.NdArray): nd.NdArray => {
    const found: number[] = [];
    for (let i = 0; i < 2; i++) if (x.at(i) > 0) found.push(x.at(i));
    return nd.array(found);
  };
  expect(() => jit(positive, { scope: { nd } })(x)).toThrow(
    /NB6004[^]*nd\.array\(found\)[^]*a list whose length is known only when running/,
  );
});

test("loops that run too long are not followed, although they only hand on", () => {
  const f = (x: nd.NdArray): nd.NdArray => {
    const list: number[] = [];
    for (let t = 0; t < 30; t++) list.push(t);
    const { length } = list;
    let n = 0;
    for (let t = 0; t < 2e9; t++) n = length;
    return nd.mul(nd.zeros([n]), x.at(0));
  };
  expect(() => jit(f, { scope: { nd } })(x)).toThrow("NB6004");
});
