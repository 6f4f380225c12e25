import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emitJs, loadJs } from "../../src/backends/js/index.ts";
import { grad, hessian, jit, jvp, valueAndGrad } from "../../src/index.ts";
import { derive } from "../../src/transforms/derive.ts";
import { compiled } from "./run.ts";

// What a program prints on the console, and what it throws, is what it prints and throws in JavaScript.

const levels = ["log", "info", "warn", "error", "debug"] as const;
let printed: unknown[][] = [];

beforeEach(() => {
  printed = [];
  for (const level of levels) {
    vi.spyOn(console, level).mockImplementation((...values: unknown[]) => {
      printed.push([level, ...values]);
    });
  }
});
afterEach(() => void vi.restoreAllMocks());

function printedBy(run: () => unknown): unknown[][] {
  printed = [];
  run();
  return printed;
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return "nothing";
}

class Reading {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

const noisy = (x: number, a: number[]): number => {
  let s = 0;
  console.info("start", x, `x = ${x}, about ${x.toFixed(2)}`, [x, 1], { p: x, q: { r: [2 * x] } });
  for (let i = 0; i < a.length; i++) {
    const y = Math.sin(a[i]! * x);
    console.log(i, y, a, y > 0.5, y > 0.5 ? "high" : "low");
    s += y * y;
    for (const z of a) if (z > 2) console.debug(z, undefined, null, NaN, -0);
  }
  if (s > 1) console.warn(Float64Array.of(s, x), new Reading(s));
  else console.error("small", String(s));
  return s;
};

test("the same text as JavaScript, once for each evaluation", () => {
  const a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const wanted = printedBy(() => noisy(0.7, a));
  expect(wanted.length).toBeGreaterThan(20);
  expect(printedBy(() => jit(noisy)(0.7, a))).toEqual(wanted);
  expect(printedBy(() => grad(noisy)(0.7, a))).toEqual(wanted);
  expect(printedBy(() => valueAndGrad(noisy, { wrt: [0, 1] })(0.7, a))).toEqual(wanted);
  expect(printedBy(() => jvp(noisy)([0.7, a], [1, a]))).toEqual(wanted);
  expect(printedBy(() => hessian(noisy)(0.7, a))).toEqual(wanted);
});

test("in recursive functions, and loops of unknown length that are run again backwards", () => {
  const f = (x: number, n: number): number => {
    const fall = (k: number, y: number): number => {
      console.log("in", k, y);
      const z = k <= 0 ? y : fall(k - 1, Math.sin(y) * x);
      console.log("out", k, z);
      return z;
    };
    let s = fall(n, x);
    const m = [s, x, s * x];
    while (s < 3) {
      for (let i = 0; i < 3; i++) {
        m[i]! *= 1 + m[(i + 1) % 3]! * x;
        console.log(i, m[i]!);
      }
      s += m[0]!;
    }
    return s * m[1]!;
  };
  const wanted = printedBy(() => f(0.6, 3));
  expect(printedBy(() => jit(f)(0.6, 3))).toEqual(wanted);
  expect(printedBy(() => grad(f)(0.6, 3))).toEqual(wanted);
  expect(printedBy(() => grad((x: number) => grad(f)(x, 3))(0.6))).toEqual(wanted);
});

test("also before an error that ends the call, and before one that is caught", () => {
  const f = (x: number): number => {
    try {
      console.log("inside", x);
      if (x > 1) throw new TypeError(`${x} is more than 1`);
    } catch (error) {
      console.log((error as Error).message, error instanceof TypeError);
    }
    if (x > 2) throw new RangeError("too much");
    return x * x;
  };
  for (const x of [0.5, 1.5, 2.5]) {
    const wanted = printedBy(() => thrownBy(() => f(x)));
    expect(printedBy(() => thrownBy(() => jit(f)(x)))).toEqual(wanted);
    expect(printedBy(() => thrownBy(() => grad(f)(x)))).toEqual(wanted);
  }
});

test("nothing is printed where nothing is evaluated", () => {
  const f = (x: number): number => {
    if (x > 1) console.log("large");
    return x * 2;
  };
  expect(printedBy(() => grad(f)(0.5))).toEqual([]);
  expect(printedBy(() => grad(f)(1.5))).toEqual([["log", "large"]]);
});

test("in the JavaScript that is generated", () => {
  const f = (x: number, a: Float64Array): number => {
    let s = 0;
    for (const y of a) {
      console.log(`${y} of`, a.length, { x, y }, [y > 0]);
      s += y * x;
    }
    return s;
  };
  const args = [0.5, Float64Array.of(1, -2)] as const;
  const { module, name } = compiled(f as never, args);
  const run = loadJs(derive(module))[name]!;
  const wanted = printedBy(() => f(...args));
  expect(printedBy(() => run(args[0], args[1], args[1].length))).toEqual(wanted);
  expect(emitJs(derive(module), { types: true })).toContain("print(");
});

class Bad extends Error {
  readonly x: number;
  constructor(x: number) {
    super(`bad ${x}`);
    this.name = "Bad";
    this.x = x;
  }
  get twice(): number {
    return 2 * this.x;
  }
}

test("errors come out as they are thrown: class, message, fields, place", () => {
  const f = (x: number): number => {
    if (x > 3) throw new Bad(x / 3);
    if (x > 2) throw new RangeError(`x is ${x}, in short ${x.toPrecision(3)}, ${x > 2.5}`);
    if (x > 1) throw { code: 7, at: [x, 2] };
    if (x > 0.5) throw x;
    if (x < 0) throw `negative: ${x}`;
    return x;
  };
  for (const x of [3.7, 2.3, 1.2, 0.6, -1 / 3]) {
    const wanted = thrownBy(() => f(x));
    for (const got of [thrownBy(() => jit(f)(x)), thrownBy(() => grad(f)(x))]) {
      expect(got).toStrictEqual(wanted);
      expect(Object.getPrototypeOf(got)).toBe(Object.getPrototypeOf(wanted));
    }
  }
  const bad = thrownBy(() => grad(f)(3.7)) as Bad;
  expect(bad.twice).toBe((2 * 3.7) / 3);
  expect(String(bad)).toBe(`Bad: bad ${3.7 / 3}`);
  expect(bad.stack).toMatch(/\n {4}at test\/specialise\/printing\.test\.ts:\d+:\d+\n/);
});

test("functions that always throw, as deep as memory reaches", () => {
  const fall = (n: number, x: number): number => {
    if (n % 30000 === 0) console.log("at", n);
    if (n === 0) throw new RangeError(`fell to ${x}`);
    return fall(n - 1, x + 1) * 2;
  };
  const caught = (x: number): number => {
    try {
      return fall(60000, x);
    } catch (error) {
      return error instanceof RangeError ? x * 3 : 0;
    }
  };
  const lines = [
    ["log", "at", 60000],
    ["log", "at", 30000],
    ["log", "at", 0],
  ];
  let error: unknown;
  expect(printedBy(() => (error = thrownBy(() => grad((x: number) => fall(60000, x))(2))))).toEqual(
    lines,
  );
  expect(error).toStrictEqual(new RangeError("fell to 60002"));
  expect(printedBy(() => expect(grad(caught)(2)).toBe(3))).toEqual(lines);
});
