// `vmap` of programs of users, against a loop of the same program run as JavaScript.
import { describe, expect, test } from "vitest";
import {
  custom,
  grad,
  hessian,
  jacobian,
  jit,
  jvp,
  NablaError,
  valueAndGrad,
  vmap,
} from "../../src/index.ts";

const ramp = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => 0.3 + i / 7);

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(got.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    expect(Math.abs(got[i]! - wanted[i]!)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(wanted[i]!)));
  }
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof NablaError) return error.code;
    throw error;
  }
  return "none";
}

describe("lanes of numbers", () => {
  const wave = (x: number): number => Math.sin(x) * Math.exp(-x) + x;
  test.each([0, 1, 2, 7, 8, 9, 33])("%i of them", (n) => {
    const xs = ramp(n);
    expectClose(vmap(wave)(xs), xs.map(wave));
    expectClose(vmap(wave)([...xs]), xs.map(wave));
    expectClose(vmap(wave)(Float32Array.from(xs)), Array.from(Float32Array.from(xs), wave));
  });

  // the lanes take different paths, of different lengths
  const collatz = (x: number): number => {
    let steps = 0;
    while (x > 1) {
      x = x % 2 === 0 ? x / 2 : 3 * x + 1;
      steps++;
    }
    return steps;
  };
  test("that end their loops at different times", () => {
    const xs = Array.from({ length: 40 }, (_, i) => i + 1);
    expect([...vmap(collatz)(xs)]).toEqual(xs.map(collatz));
  });

  const branches = (x: number, y: number): number =>
    x > y ? Math.sqrt(x - y) : Math.log(1 + y - x);
  test("whose untaken branches have no value there", () => {
    const [xs, ys] = [ramp(9), ramp(9).toReversed()];
    expectClose(
      vmap(branches)(xs, ys),
      xs.map((x, i) => branches(x, ys[i]!)),
    );
    const total = (v: Float64Array): number => vmap(branches)(v, ys).reduce((a, b) => a + b, 0);
    const slope = grad(branches);
    expectClose(
      grad(total)(xs),
      xs.map((x, i) => slope(x, ys[i]!)),
    );
  });

  test("of a function that maps itself", () => {
    const tree = (x: number): number => {
      if (x < 1) return x;
      return 1 + vmap(tree)([x / 2, x / 3]).reduce((a: number, b: number) => a + b, 0);
    };
    const plain = (x: number): number => (x < 1 ? x : 1 + plain(x / 2) + plain(x / 3));
    expectClose(vmap(tree)([0.5, 3, 10]), [0.5, 3, 10].map(plain));
  });

  test("in the order in which JavaScript would take them", () => {
    let last = 0;
    const count = (x: number): number => {
      last = last * 2 + x;
      return last;
    };
    expect([...vmap(count)([1, 2, 3])]).toEqual([1, 4, 11]);
    expect(last).toBe(11);
  });

  test("truth values, and functions that give nothing", () => {
    expect(vmap((x: number) => x > 1)([0, 1, 2])).toEqual([false, false, true]);
    expect(vmap((b: boolean) => (b ? 1 : 2))([true, false])).toEqual(Float64Array.of(1, 2));
    const seen: number[] = [];
    expect(vmap((x: number): void => void seen.push(x))([4, 5])).toBe(undefined);
    expect(seen).toEqual([4, 5]);
  });

  test("inside of compiled code", () => {
    const f = jit((xs: Float64Array, by: number) => vmap((x: number) => x * by)(xs));
    expect(f(Float64Array.of(1, 2), 3)).toEqual(Float64Array.of(3, 6));
  });
});

describe("structures", () => {
  interface Body {
    at: number[];
    mass: number;
  }
  const energy = ({ at, mass }: Body, g: number): { kinetic: number; moved: number[] } => ({
    kinetic: mass * at[0]! * at[0]! + g,
    moved: at.map((x) => x + mass),
  });
  const bodies = (n: number): Body[] =>
    Array.from({ length: n }, (_, i) => ({ at: [i, i + 1], mass: 2 + i }));

  test.each([2, 5, 20])("arrays of %i objects in, an object of arrays out", (n) => {
    const made = vmap(energy, { in: [0, null] })(bodies(n), 9);
    const wanted = bodies(n).map((body) => energy(body, 9));
    expect([...made.kinetic]).toEqual(wanted.map((one) => one.kinetic));
    expect(made.moved).toEqual(wanted.map((one) => one.moved));
  });

  test("an object of arrays in", () => {
    const all = { at: bodies(12).map((b) => b.at), mass: bodies(12).map((b) => b.mass) };
    const made = vmap(energy, { in: [0, null] })(all, 9);
    expect(made).toEqual(vmap(energy, { in: [0, null] })(bodies(12), 9));
    const one = vmap(energy, { in: [{ at: 0, mass: null }, null] })({ ...all, mass: 3 }, 9);
    expect([...one.kinetic]).toEqual(all.at.map((at) => 3 * at[0]! ** 2 + 9));
  });

  test("rows, and columns", () => {
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const norm = (x: number[]): number => x.reduce((s, v) => s + v * v, 0);
    expect([...vmap(norm)(rows)]).toEqual([14, 77]);
    expect([...vmap(norm, { in: 1 })(rows)]).toEqual([17, 29, 45]);
    const typed = rows.map((row) => Float64Array.from(row));
    const typedNorm = (x: Float64Array): number => x.reduce((s, v) => s + v * v, 0);
    expect([...vmap(typedNorm)(typed)]).toEqual([14, 77]);
  });

  test("axes of results", () => {
    const powers = (x: number): number[] => [1, x, x * x];
    expect(vmap(powers)([2, 3])).toEqual([
      [1, 2, 4],
      [1, 3, 9],
    ]);
    expect(vmap(powers, { out: 1 })([2, 3])).toEqual([
      Float64Array.of(1, 1),
      Float64Array.of(2, 3),
      Float64Array.of(4, 9),
    ]);
    const both = (x: number, y: number): [number, number] => [x * y, y * y];
    expect(vmap(both, { in: [0, null], out: [0, null] })([1, 2], 3)).toEqual([
      Float64Array.of(3, 6),
      9,
    ]);
  });

  test("a result without an axis has the derivative of one lane", () => {
    const f = (y: number): number =>
      vmap((_: number, z: number) => z * z, { in: [0, null], out: null })([1, 2, 3], y);
    expect(f(3)).toBe(9);
    expect(grad(f)(3)).toBe(6);
  });

  test("lanes that are linked objects", () => {
    interface List {
      value: number;
      next: List | null;
    }
    const sum = (list: List): number => {
      let total = 0;
      for (let at: List | null = list; at !== null; at = at.next) total += at.value;
      return total;
    };
    const chain = (n: number): List =>
      n === 0 ? { value: 0, next: null } : { value: n, next: chain(n - 1) };
    expect([...vmap(sum)([chain(3), chain(5), chain(0)])]).toEqual([6, 15, 0]);
  });
});

describe("with derivatives", () => {
  const model = (w: Float64Array, x: Float64Array, y: number): number => {
    let dot = 0;
    for (let i = 0; i < w.length; i++) dot += w[i]! * x[i]!;
    return (Math.tanh(dot) - y) ** 2;
  };
  const w = ramp(3);
  const xs = Array.from({ length: 10 }, (_, i) => ramp(3).map((v) => v - i / 5));
  const ys = ramp(10);
  const near = { in: [null, 0, 0] } as const;

  test("vmap of grad: a gradient for each lane", () => {
    const all = vmap(grad(model), near)(w, xs, ys);
    all.forEach((row, i) => expectClose(row, grad(model)(w, xs[i]!, ys[i]!)));
    const { value, grad: slopes } = vmap(valueAndGrad(model), near)(w, xs, ys);
    expectClose(
      value,
      xs.map((x, i) => model(w, x, ys[i]!)),
    );
    slopes.forEach((row, i) => expectClose(row, all[i]!));
  });

  test("grad of vmap: their sum", () => {
    const loss = (v: Float64Array): number =>
      vmap(model, { in: [null, 0, 0] })(v, xs, ys).reduce((a, b) => a + b, 0);
    const wanted = [0, 1, 2].map((k) =>
      xs.reduce((sum, x, i) => sum + grad(model)(w, x, ys[i]!)[k]!, 0),
    );
    expectClose(grad(loss)(w), wanted);
    expectClose(grad(jit(loss))(w), wanted);
  });

  test("jvp, jacobian and hessian of lanes, and of the whole", () => {
    const f = (x: number): number => Math.sin(x) * x;
    const points = ramp(9);
    const slope = (x: number): number => Math.sin(x) + x * Math.cos(x);
    const curve = (x: number): number => 2 * Math.cos(x) - x * Math.sin(x);
    expectClose(vmap(hessian(f))(points), points.map(curve));
    const matrix = jacobian((x: Float64Array) => vmap(f)(x))(points);
    matrix.forEach((row, i) => {
      expectClose(
        row,
        points.map((x, j) => (i === j ? slope(x) : 0)),
      );
    });
    const { tangent } = jvp((x: Float64Array) => vmap(f)(x))([points], [ramp(9)]);
    expectClose(
      tangent as Float64Array,
      points.map((x, i) => slope(x) * ramp(9)[i]!),
    );
  });

  test("rules of users", () => {
    const clipped = custom((x: number) => Math.max(-1, Math.min(1, x)), {
      vjp: (x) => ({ value: Math.max(-1, Math.min(1, x)), pullback: (ct) => [ct * 7] }),
    });
    const points = [-2, 0.5, 3];
    expect([...vmap(clipped)(points)]).toEqual([-1, 0.5, 1]);
    expect([...vmap(grad(clipped))(points)]).toEqual([7, 7, 7]);
    expect(grad((x: number[]) => vmap(clipped)(x).reduce((a, b) => a + b, 0))(points)).toEqual([
      7, 7, 7,
    ]);
  });

  test("maps of maps, and of both", () => {
    const outer = vmap(
      vmap((x: number, y: number) => x * y, { in: [0, null] }),
      { in: [null, 0] },
    );
    expect(outer([1, 2, 3], [10, 20])).toEqual([
      Float64Array.of(10, 20, 30),
      Float64Array.of(20, 40, 60),
    ]);
    const f = (v: number): number =>
      vmap((x: number) => grad((u: number) => Math.sin(u * x))(v))([1, 2]).reduce((a, b) => a + b);
    expect(grad(f)(0.5)).toBeCloseTo(-Math.sin(0.5) - 4 * Math.sin(1), 12);
  });
});

describe("refused", () => {
  const f = (x: number, y: number): number => x * y;
  const any = (options?: object) => vmap(f, options) as (...args: unknown[]) => unknown;
  test.each([
    ["a number with an axis", "NB5014", () => any()([1, 2], 3)],
    ["no axis at all", "NB5014", () => any({ in: null })(2, 3)],
    ["an axis that is not there", "NB5014", () => any({ in: 1 })(ramp(2), ramp(2))],
    ["different numbers of lanes", "NB4007", () => any()([1, 2, 3], [1, 2])],
    ["the same, when running", "NB4007", () => any()(ramp(3), ramp(2))],
    ["axes for another number of arguments", "NB5010", () => any({ in: [0] })([1, 2], [1, 2])],
    ["something else than an axis", "NB5010", () => any({ in: "x" })([1, 2], [1, 2])],
    ["an axis that no result has", "NB5010", () => any({ out: 1 })([1, 2], [1, 2])],
    ["lanes that do not agree", "NB5015", () => any({ out: null })([1, 2], [1, 2])],
    ["something else than a function", "NB5005", () => vmap(3 as never)([1] as never)],
  ])("%s", (_, code, run) => {
    expect(codeOf(run)).toBe(code);
  });
});
