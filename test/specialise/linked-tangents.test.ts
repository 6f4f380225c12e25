// Directional derivatives by linked objects: against gradients and differences.
import fc from "fast-check";
import { expect, test } from "vitest";
import { grad, hvp, jit, jvp, valueAndGrad, vjp } from "../../src/index.ts";
import { movedBy, numbersOf, withNumbers } from "./linked.ts";
import { graphs, play, smoothStep, type G, type Played } from "./random-graphs.ts";

interface N {
  v: number;
  next: N | null;
}

function chain(...values: number[]): N {
  let head: N | null = null;
  for (const v of values.toReversed()) head = { v, next: head };
  return head!;
}

function products(head: N | null): number {
  let s = 0;
  for (let p = head; p !== null; p = p.next) s += p.v ** 3 * (p.next?.v ?? 1);
  return s;
}

/** The tangent of `f` at `x` in a direction, by central differences. */
function alongBy<T>(f: (x: T) => number, x: T, direction: readonly number[], h = 1e-5): number {
  return (f(movedBy(x, direction, h)) - f(movedBy(x, direction, -h))) / (2 * h);
}

/** A step along a direction on which `play` is smooth. */
function stepAlong({ nodes, steps }: Played, direction: readonly number[]): number {
  const step = smoothStep(nodes, steps, (h) => [movedBy(nodes, direction, h)]);
  fc.pre(step !== undefined);
  return step as number;
}

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};

test("a list", () => {
  const x = (): N => chain(3, 2, 0.5);
  const result = jvp(products)([x()], [chain(1, 10, 100)]);
  expect(result.value).toBe(products(x()));
  const slope = grad(products as (head: N) => number)(x());
  const sum = numbersOf(x(), slope).reduce((s, d, i) => s + d * 10 ** i, 0);
  expect(result.tangent).toBeCloseTo(sum, 10);
  // what a gradient is, and what a copy with the other fields is
  const short = { v: 1, next: { v: 10, next: { v: 100 } } };
  expect(jvp(products)([x()], [short as N]).tangent).toBe(result.tangent);
  // the objects of the value may have one tangent in common
  const one: N = { v: 1, next: null };
  const three: N = { v: 1, next: { v: 1, next: one } };
  expect(jvp(products)([x()], [three]).tangent).toBeCloseTo(
    numbersOf(x(), slope).reduce((s, d) => s + d, 0),
    10,
  );
});

test("a long list", () => {
  const values = Array.from({ length: 30_000 }, (_, i) => (i % 7) - 3);
  const sum = (head: N): number => {
    let s = 0;
    for (let p: N | null = head; p !== null; p = p.next) s += p.v * p.v;
    return s;
  };
  const { tangent } = jvp(sum)([chain(...values)], [chain(...values.map(() => 0.5))]);
  expect(tangent).toBe(values.reduce((s, v) => s + v, 0));
});

test("a linked result", () => {
  const scaled = (head: N, x: number): N => {
    let made: N = { v: head.v * x, next: null };
    for (let p = head.next; p !== null; p = p.next) made = { v: p.v * x, next: made };
    return made;
  };
  const { value, tangent } = jvp(scaled)([chain(1, 2, 3), 10], [chain(1, 0, 2), 1]);
  expect(value).toEqual(chain(30, 20, 10));
  expect(tangent).toEqual({ v: 23, next: { v: 2, next: { v: 11 } } });
});

test("what is linked otherwise than the value is refused", () => {
  const f = jvp(products);
  const wrong = (x: N, dx: unknown): unknown => codeOf(() => f([x], [dx as N]));
  expect(wrong(chain(1, 2, 3), chain(1, 2))).toBe("NB5003");
  expect(wrong(chain(1, 2), chain(1, 2, 3))).toBe("NB5003");
  expect(wrong(chain(1, 2, 3), { v: 1, next: { next: { v: 1 } } })).toBe("NB5003");
  expect(wrong(chain(1, 2, 3), [1, 2, 3])).toBe("NB5003");
  expect(wrong(chain(1, 2, 3), undefined)).toBe("NB5003");
  const round = chain(1, 2, 3);
  round.next!.next = round;
  expect(() => f([round], [chain(1, 2, 3, 4)])).toThrow(
    "the tangent has two objects for one object of the value",
  );
  const trees = (t: { kids: unknown[]; v: number }): number => t.v + t.kids.length;
  interface Kids {
    v: number;
    kids: Kids[];
  }
  const tree = (n: number): Kids => ({
    v: 1,
    kids: Array.from({ length: n }, () => ({ v: 2, kids: [] })),
  });
  expect(codeOf(() => jvp(trees)([tree(2)], [tree(3)]))).toBe("NB4007");
  expect(jvp(trees)([tree(2)], [tree(2)]).tangent).toBe(1);
});

test("an array that is found twice has one tangent", () => {
  interface D {
    data: Float64Array;
    next: D | null;
  }
  const sum = (head: D): number => {
    let s = 0;
    for (let p: D | null = head; p !== null; p = p.next) s = s * 2 + p.data[0]! * p.data[1]!;
    return s;
  };
  const shared = Float64Array.of(3, 5);
  const twice: D = { data: shared, next: { data: shared, next: null } };
  const at = (a: Float64Array, b: Float64Array): D => ({ data: a, next: { data: b, next: null } });
  const [one, same, other] = [
    [1, 2],
    [1, 2],
    [0, 2],
  ].map((x) => Float64Array.from(x));
  expect(jvp(sum)([twice], [at(one!, one!)]).tangent).toBe(33);
  expect(jvp(sum)([twice], [at(one!, same!)]).tangent).toBe(33);
  expect(codeOf(() => jvp(sum)([twice], [at(one!, other!)]))).toBe("NB5003");
  expect(codeOf(() => jvp(sum)([twice], [at(other!, one!)]))).toBe("NB5003");
  expect(codeOf(() => jvp(sum)([twice], [at(one!, Float64Array.of(1, 2, 3))]))).toBe("NB4007");
});

test("long arrays of objects, numbers of several kinds, and numbers beside them", () => {
  interface Item {
    w: number[];
    kind: string;
    of: number | undefined;
    name: string | undefined;
    near: Item[] | null;
  }
  const items = (scale: number): Item[] => {
    const all = Array.from({ length: 24 }, (_, i): Item => ({
      w: [i * scale, scale],
      kind: i % 2 === 0 ? "a" : "b",
      of: i % 3 === 0 ? scale : undefined,
      name: i % 4 === 1 ? "some" : undefined,
      near: null,
    }));
    for (const [i, item] of all.entries()) if (i % 4 === 0) item.near = [all[(i * 5) % 24]!];
    return all;
  };
  const f = (given: { list: Item[]; x: number }, y: Float64Array): number => {
    let s = 0;
    for (const { w, kind, of, name, near } of given.list) {
      s += w[0]! * w[1]! * (kind === "a" ? given.x : y[0]!);
      if (of !== undefined) s += of * of * (name === undefined ? 1 : 2);
      for (const other of near ?? []) s += other.w[1]! * y[1]!;
    }
    return s;
  };
  const [x, y] = [{ list: items(0.5), x: 2 }, Float64Array.of(3, 4)];
  const [dx, dy] = [{ list: items(1.5), x: -1 }, Float64Array.of(0.25, 0)];
  const { value, tangent } = jvp(f)([x, y], [dx, dy]);
  expect(value).toBeCloseTo(f(x, y), 10);
  const [gx, gy] = grad(f, { wrt: [0, 1] })(x, y) as unknown[];
  const [a, b] = [numbersOf(x, gx), numbersOf(y, gy)];
  const direction = [...numbersOf(x, dx), ...dy];
  expect(tangent).toBeCloseTo(
    [...a, ...b].reduce((s, slope, i) => s + slope * direction[i]!, 0),
    8,
  );
});

const directions = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 6, maxLength: 6 });

test("random graphs: the tangent is the gradient along the direction", () => {
  const [tangents, gradients] = [jvp(play), valueAndGrad(play)];
  fc.assert(
    fc.property(graphs, directions, ({ nodes, steps }, direction) => {
      const f = (x: G[]): number => play(x, steps);
      const slopes = numbersOf(nodes, gradients(structuredClone(nodes), steps).grad);
      const dx = withNumbers(nodes, structuredClone(nodes), direction);
      const given = structuredClone(nodes);
      const { value, tangent } = tangents([given, steps], [dx, new Int32Array(steps.length)]);
      const plain = structuredClone(nodes);
      expect(value).toBeCloseTo(f(plain), 10);
      expect(given).toEqual(plain);
      const along = slopes.reduce((s, slope, i) => s + slope * direction[i % 6]!, 0);
      const scale = slopes.reduce((s, slope, i) => s + Math.abs(slope * direction[i % 6]!), 1);
      expect(Math.abs(tangent - along)).toBeLessThan(1e-10 * scale);
      const h = stepAlong({ nodes, steps }, direction);
      const difference = alongBy(f, nodes, direction, h);
      expect(Math.abs(tangent - difference)).toBeLessThan(1e-5 * scale);
    }),
    { numRuns: Number(process.env["NABLA_RUNS"] ?? 40) },
  );
});

test("Hessians times directions", () => {
  const x = (): N => chain(3, 2, 0.5);
  const v = [1, -2, 4];
  const product = numbersOf(x(), hvp(products as (head: N) => number)(x(), chain(...v)));
  const slope =
    (i: number) =>
    (head: N): number =>
      numbersOf(head, grad(products as (head: N) => number)(structuredClone(head)))[i]!;
  product.forEach((entry, i) => expect(entry).toBeCloseTo(alongBy(slope(i), x(), v), 4));
});

test("random graphs: Hessians times directions", () => {
  const [products2, gradients] = [hvp(play), grad(play)];
  fc.assert(
    fc.property(graphs, directions, ({ nodes, steps }, direction) => {
      const slopesAt = (x: G[]): number[] => numbersOf(x, gradients(structuredClone(x), steps));
      const own = structuredClone(nodes);
      const dx = withNumbers(nodes, structuredClone(nodes), direction);
      const found = numbersOf(nodes, products2(own, dx, steps));
      const h = stepAlong({ nodes, steps }, direction);
      const [below, above] = [-h, h].map((step) => slopesAt(movedBy(nodes, direction, step)));
      found.forEach((entry, i) => {
        const difference = (above![i]! - below![i]!) / (2 * h);
        expect(Math.abs(entry - difference)).toBeLessThan(1e-4 * (1 + Math.abs(difference)));
      });
    }),
    { numRuns: Number(process.env["NABLA_RUNS"] ?? 25) },
  );
});

test("derivatives inside of compiled code", () => {
  const squares = (head: N | null): number => {
    let s = 0;
    for (let p = head; p !== null; p = p.next) s += p.v ** 4;
    return s;
  };
  // a gradient is a direction: vᵀ H v at v = g
  const curvature = (head: N): number => {
    const g = grad(squares as (head: N) => number)(head);
    const { tangent } = jvp(squares)([head], [g as N]);
    return tangent;
  };
  const x = chain(1, 2, -1);
  expect(jit(curvature)(x)).toBe(16 + 16 * 64 + 16);
  const slopes = numbersOf(x, grad(curvature)(chain(1, 2, -1)));
  expect(slopes.map((s) => Math.round(s * 1e6) / 1e6)).toEqual([96, 96 * 32, -96]);
  const made = (a: number): number => {
    const head: N = { v: a, next: { v: 2 * a, next: null } };
    const direction: N = { v: 1, next: { v: a, next: null } };
    return jvp(squares)([head], [direction]).tangent;
  };
  expect(jit(made)(3)).toBe(4 * 27 + 4 * 216 * 3);
  expect(grad(made)(3)).toBeCloseTo(12 * 9 + 4 * 8 * 4 * 27, 8);
});

test("tangents in memory for objects that are not, and the other way round", () => {
  const along = (h: N, a: number): number =>
    jvp(products)([{ v: a, next: { v: 2 * a, next: null } }], [h]).tangent;
  const x = chain(0.5, 10);
  expect(jit(along)(x, 3)).toBeCloseTo(6 * 27 * 0.5 + (27 + 12 * 9) * 10, 8);
  const [byH, byA] = grad(along, { wrt: [0, 1] })(x, 3);
  expect(byH).toEqual({ v: 162, next: { v: 135 } });
  const compiled = jit(along);
  const numeric = (compiled(x, 3 + 1e-5) - compiled(x, 3 - 1e-5)) / 2e-5;
  expect(byA).toBeCloseTo(numeric, 4);
  const byGradient = (h: N, a: number): number => {
    const g = grad(products as (head: N) => number)(h);
    return jvp(products)([{ v: a, next: { v: 2 * a, next: null } }], [g]).tangent;
  };
  const slope = grad(products as (head: N) => number)(x) as N;
  expect(jit(byGradient)(x, 3)).toBeCloseTo(jit(along)(slope, 3), 8);
});

test("objects of a class, along others of it", () => {
  class K {
    v: number;
    next: K | null;
    constructor(v: number, next: K | null) {
      this.v = v;
      this.next = next;
    }
    get square(): number {
      return this.v * this.v;
    }
  }
  const cubes = (k: K): number => {
    let s = 0;
    for (let p: K | null = k; p !== null; p = p.next) s += p.square * p.v;
    return s;
  };
  const k = (a: number, b: number): K => new K(a, new K(b, new K(3, null)));
  expect(jvp(cubes)([k(1, 2)], [k(1, 1)] as never)).toEqual({ value: 36, tangent: 3 + 12 + 81 });
  expect(hvp(cubes)(k(1, 2), k(1, 2) as never)).toEqual({
    v: 6,
    next: { v: 24, next: { v: 54 } },
  });
});

test("a pullback of what links objects anew", () => {
  const turned = (head: N): number => {
    const { next } = head;
    if (next === null) return head.v;
    head.next = next.next;
    next.next = head;
    return products(next);
  };
  const x = chain(3, 2, 0.5);
  const { value, pullback } = vjp(turned)(x);
  expect(value).toBe(products(chain(2, 3, 0.5)));
  expect(x).toEqual(chain(3, 0.5));
  const slopes = numbersOf(chain(3, 2, 0.5), grad(turned)(chain(3, 2, 0.5)));
  for (const c of [1, 2]) {
    const [back] = [pullback(c)];
    expect(numbersOf(chain(3, 2, 0.5), back)).toEqual(slopes.map((s) => c * s));
  }
});
