import { expect, test } from "vitest";
import { grad, jit, NablaError } from "../../src/index.ts";
import { count, points } from "./programs.ts";

/** Some work, so that loops are worth to be shared out. */
function busy(x: number): number {
  let s = 0;
  for (let k = 1; k < 60; k++) s += Math.sin(k * x);
  return s;
}

function gather(x: Float64Array, at: Int32Array): Float64Array {
  const out = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) out[i] = busy(x[at[i]!]!);
  return out;
}

const identity = Int32Array.from({ length: count }, (_, i) => i);
const failing = identity.map((i) => (i === 700 ? count + 5 : i === 2500 ? -3 : i));

function errorOf(run: () => unknown): NablaError {
  try {
    run();
  } catch (error) {
    return error as NablaError;
  }
  throw new Error("it did not fail");
}

test.each([1, 2, 4])("the error is the first, with %i threads", (parallel) => {
  const run = jit(gather, { parallel });
  const wanted = errorOf(() => jit(gather)(points, failing));
  for (let k = 0; k < 4; k++) {
    const error = errorOf(() => run(points, failing));
    expect(error.code).toBe("NB4001");
    expect(error.message).toBe(wanted.message);
    // and what comes after it is right
    expect(run(points, identity)).toEqual(jit(gather, { parallel: 1 })(points, identity));
  }
});

function checked(x: Float64Array): number {
  let s = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i]! > 5) throw new RangeError("too large");
    s += busy(x[i]!);
  }
  return s;
}

test.each([1, 3])("what the program throws, with %i threads", (parallel) => {
  const bad = points.slice();
  bad[1234] = 6;
  expect(() => jit(checked, { parallel })(bad)).toThrow(RangeError("too large"));
  expect(() => grad(checked, { parallel })(bad)).toThrow(RangeError("too large"));
  expect(jit(checked, { parallel })(points)).toBeCloseTo(checked(points), 9);
});

function inPlace(x: Float64Array, at: Int32Array): void {
  for (let i = 0; i < x.length; i++) x[at[i]!]! += busy(x[i]!);
}

test("arrays from outside are as far changed as one after the other", () => {
  const [one, two] = [points.slice(), points.slice()];
  errorOf(() => jit(inPlace)(one, failing));
  errorOf(() => jit(inPlace, { parallel: 2 })(two, failing));
  expect(two).toEqual(one);
});

function deep(n: number): number {
  return n <= 0 ? 0 : 1 + deep(n - 1);
}

function depths(n: Float64Array): number {
  let s = 0;
  for (let i = 0; i < n.length; i++) s += deep(n[i]!);
  return s;
}

test("where a thread runs out of stack, calls are kept in memory", () => {
  const n = new Float64Array(200).fill(10);
  n[150] = 300_000;
  expect(jit(depths, { parallel: 3 })(n)).toBe(300_000 + 1990);
});

function large(n: Float64Array): number {
  let s = 0;
  for (let i = 0; i < n.length; i++) {
    const ones = new Float64Array(n[i]!).fill(1);
    s += ones[i]! + busy(i);
  }
  return s;
}

test("where there is no more memory, the error says so", () => {
  const n = new Float64Array(300).fill(1000);
  const sum = jit(large, { parallel: 3 });
  expect(sum(n)).toBeCloseTo(large(n), 6);
  n[200] = 2 ** 30;
  expect(errorOf(() => sum(n)).code).toBe("NB4004");
  n[200] = 1000;
  expect(sum(n)).toBeCloseTo(large(n), 6);
});

test("the number of threads is one", () => {
  for (const parallel of [0, -1, 1.5, NaN, "all"]) {
    expect(errorOf(() => jit(busy, { parallel: parallel as number })(1)).code).toBe("NB5010");
  }
});
