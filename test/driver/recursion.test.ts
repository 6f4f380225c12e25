// Recursion deeper than the engine's stack, in every mode of differentiation.
import { describe, expect, test, vi } from "vitest";
import { measure } from "../../src/backends/interp/index.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import { library } from "../../src/driver/known.ts";
import { runStages } from "../../src/driver/pipeline.ts";
import { custom, grad, hessian, hvp, jit, jvp, valueAndGrad, vjp } from "../../src/index.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise } from "../../src/specialise/index.ts";

const deep = 100_000;

/** Relative: sums of many numbers in another order. */
function expectNear(x: number, y: number, tolerance = 1e-9): void {
  expect(Math.abs(x - y)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(y)));
}

describe("a sum to the depth of 100 000", () => {
  const sum = (x: number, n: number): number => (n <= 0 ? 0 : Math.sin(x * n) / n + sum(x, n - 1));
  const x = 0.3;
  // the same as loops
  let value = 0;
  let slope = 0;
  let bend = 0;
  for (let n = 1; n <= deep; n++) {
    value += Math.sin(x * n) / n;
    slope += Math.cos(x * n);
    bend -= n * Math.sin(x * n);
  }
  const at = (y: number): number => sum(y, 100_000);

  test("its value", () => expectNear(jit(sum)(x, deep), value));
  test("grad", () => expectNear(grad(sum)(x, deep), slope));
  test("vjp", () => {
    const { pullback } = vjp(sum)(x, deep);
    expectNear(pullback(2), 2 * slope);
  });
  test("jvp", () => {
    const { value: y, tangent } = jvp(at)([x], [3]);
    expectNear(y, value);
    expectNear(tangent, 3 * slope);
  });
  test("grad of grad", () => expectNear(grad(grad(at))(x), bend));
  test("hvp", () => {
    const f = (v: Float64Array): number => sum(v[0]!, 100_000) * v[1]!;
    const product = hvp(f)(Float64Array.of(x, 2), Float64Array.of(1, 1)) as unknown as Float64Array;
    expectNear(product[0]!, 2 * bend + slope);
    expectNear(product[1]!, slope);
  });
  test("hessian", () => {
    const f = (v: Float64Array): number => sum(v[0]!, 100_000) * v[1]!;
    const h = hessian(f)(Float64Array.of(x, 2)) as unknown as Float64Array[];
    expectNear(h[0]![0]!, 2 * bend);
    expectNear(h[0]![1]!, slope);
    expectNear(h[1]![0]!, slope);
    expect(h[1]![1]).toBe(0);
  });
});

test("functions that call one another, with arrays that they change", () => {
  const even = (a: Float64Array, x: number, n: number): number => {
    if (n === 0) return x;
    a[n % 3]! += x;
    return odd(a, x * 0.9999, n - 1) + a[0]! * 1e-9;
  };
  const odd = (a: Float64Array, x: number, n: number): number => {
    if (n === 0) return -x;
    a[n % 2]! -= 0.5 * x;
    return even(a, x + 1e-5, n - 1);
  };
  const f = (a: Float64Array, x: number): number => even(a, x, 100_000) + a[1]!;
  const again = (a: Float64Array, x: number): number => {
    // the same, with the calls unrolled into a loop
    let added = 0;
    let y = x;
    const late: number[] = [];
    for (let n = 100_000; n > 0; n--) {
      if (n % 2 === 0) {
        a[n % 3]! += y;
        late.push(0);
        y *= 0.9999;
      } else {
        a[n % 2]! -= 0.5 * y;
        y += 1e-5;
      }
    }
    added = late.length * a[0]! * 1e-9;
    return y + added + a[1]!;
  };
  const [a, b] = [Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 3)];
  const once = Float64Array.of(1, 2, 3);
  expectNear(jit(f)(once, 0.7), again(a, 0.7));
  // begun twice, done once
  expectNear(once[0]!, a[0]!);
  expectNear(once[1]!, a[1]!);
  const got = grad(f, { wrt: [0, 1] })(Float64Array.of(1, 2, 3), 0.7) as [Float64Array, number];
  const want = grad(again, { wrt: [0, 1] })(b, 0.7) as [Float64Array, number];
  expectNear(got[1], want[1]);
  got[0].forEach((v, i) => expectNear(v, want[0][i]!));
});

test("calls inside of loops and branches, one of them deep", () => {
  // a comb: at each level a short branch and a long one
  const comb = (x: number, n: number): number => {
    let s = x * 1e-3;
    for (let k = 0; k < 2; k++) {
      if (n <= 0) break;
      if (k === 0) s += comb(x, Math.min(n - 1, 2)) * 1e-2;
      else s += 0.99 * comb(x + 1e-6, n - 1);
    }
    return s;
  };
  // it is linear in x
  const n = 20_000;
  const { value, grad: slope } = valueAndGrad(comb)(2, n);
  expectNear(jit(comb)(3, n) - value, slope, 1e-7);
  // what a loop over the levels gives
  let short: number[] = [1e-3];
  for (let i = 1; i < 3; i++) {
    short.push(1e-3 + 1e-2 * short[i - 1]! + 0.99 * short[i - 1]!);
  }
  let expected = 1e-3;
  for (let i = 1; i <= n; i++) {
    expected = 1e-3 + 1e-2 * short[Math.min(i - 1, 2)]! + 0.99 * expected;
  }
  expectNear(slope, expected);
});

test("recursion whose arguments are calls", () => {
  const mc91 = (n: number): number => (n > 100 ? n - 10 : mc91(mc91(n + 11)));
  expect(jit(mc91)(-300_000)).toBe(91);
  const ackermann = (m: number, n: number): number =>
    m === 0 ? n + 1 : n === 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
  expect(jit(ackermann)(2, 20)).toBe(43);
  expect(jit(ackermann)(1, 60_000)).toBe(60_002);
});

test("an error from the depth, and a result found there", () => {
  const find = (x: Float64Array, i: number): number => {
    if (i >= x.length) throw new RangeError("nothing is above 1");
    if (x[i]! > 1) return x[i]! * x[0]!;
    return find(x, i + 1);
  };
  const f = (x: Float64Array): number => find(x, 0);
  const x = new Float64Array(deep).fill(0.5);
  expect(() => grad(f)(x)).toThrow(new RangeError("nothing is above 1"));
  x[deep - 1] = 4;
  const g = grad(f)(x) as Float64Array;
  expect([g[0], g[1], g[deep - 1]]).toEqual([4, 0, 0.5]);
});

test("arrays and objects as results, and what is captured", () => {
  let calls = 0;
  const walk = (x: number, n: number, out: number[]): { sum: number; last: number[] } => {
    calls += 1;
    if (n === 0) return { sum: 0, last: [x, x] };
    out[n % 4]! += x;
    const rest = walk(x * 0.999, n - 1, out);
    return { sum: rest.sum + x, last: [rest.last[0]! + 1, x] };
  };
  const f = (x: number): { sum: number; last: number[]; out: number[] } => {
    const out = [0, 0, 0, 0];
    const { sum, last } = walk(x, 50_000, out);
    return { sum, last, out };
  };
  const r = jit(f)(1);
  expect(calls).toBe(50_001);
  expectNear(r.sum, 1000);
  expect(r.last[1]).toBe(1);
  expectNear(r.last[0]!, 50_000);
  expectNear(r.out[0]! + r.out[1]! + r.out[2]! + r.out[3]!, r.sum);
  expectNear(grad((x: number) => f(x).sum)(1), 1000);
});

test("a linked list of 100 000 nodes", () => {
  interface Link {
    v: number;
    next: Link | null;
  }
  const listed = (x: number, n: number): Link | null => {
    let l: Link | null = null;
    for (let i = 0; i < n; i++) l = { v: x * i, next: l };
    return l;
  };
  const total = (l: Link | null): number => (l === null ? 0 : l.v * l.v + total(l.next));
  const f = (x: number): number => total(listed(x, 100_000));
  let squares = 0;
  for (let i = 0; i < deep; i++) squares += i * i;
  expectNear(jit(f)(0.5), squares / 4);
  expectNear(grad(f)(0.5), squares);
  expectNear(grad(grad(f))(0.5), 2 * squares);
  let n = 0;
  for (let l = jit(listed)(0.5, deep); l !== null; l = l.next) n++;
  expect(n).toBe(deep);
});

test("a method, to a depth that is known when compiling", () => {
  class Held {
    readonly v: number;
    constructor(v: number) {
      this.v = v;
    }
    down(n: number): number {
      return n === 0 ? this.v : this.down(n - 1) * 0.999 + this.v;
    }
  }
  const f = (x: number): number => new Held(x).down(100_000);
  expectNear(jit(f)(2), 2000);
  expectNear(grad(f)(2), 1000);
});

test("what is logged is shown once", () => {
  const shown: unknown[][] = [];
  const spy = vi.spyOn(console, "log").mockImplementation((...args) => void shown.push(args));
  const down = (x: number, n: number): number => {
    if (n % 40_000 === 0) console.log("at", n);
    return n === 0 ? x : down(x, n - 1) * 0.5 + 1;
  };
  expect(jit(down)(1, deep)).toBe(2);
  spy.mockRestore();
  expect(shown).toEqual([
    ["at", 80_000],
    ["at", 40_000],
    ["at", 0],
  ]);
});

test("rules of a function that calls itself deeply", () => {
  const inner = (x: number, n: number): number => (n === 0 ? x : inner(x, n - 1) + 1);
  const tripled = custom((x: number, n: number): number => inner(x, n), {
    vjp: (x, n) => ({ value: inner(x, n), pullback: (ct: number) => [3 * ct, 0] }),
  });
  expect(grad((x: number) => tripled(x, 100_000) * x)(2)).toBe(100_002 + 6);
});

test("the limit is an option, and the message names the user's function", () => {
  const down = (x: number, n: number): number => (n === 0 ? x : down(x * 1.5, n - 1));
  const within = (maxDepth: number) => grad(down, { maxDepth });
  expect(within(60_000)(0, 50_000)).toBe(Infinity);
  for (const call of [within(20_000), jit(down, { maxDepth: 20_000 })]) {
    let error: unknown;
    try {
      call(0, 50_000);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(NablaError);
    expect((error as Error).message).toMatch(/`down` calls itself 20000 deep/);
  }
});

test("work grows with the depth", () => {
  const sum = (x: number, n: number): number => (n <= 0 ? 0 : Math.sin(x * n) / n + sum(x, n - 1));
  const { module, name } = specialise({
    fn: grad(sum),
    args: [0.3, 1],
    reflect: reflect as never,
    library,
  });
  const { final } = runStages(module, name, { deep: {} });
  const cost = (n: number): number => measure(final, name, [0.3, n]).counts.cost;
  const [few, more, most] = [cost(100), cost(200), cost(300)];
  expect(most - more).toBe(more - few);
});
