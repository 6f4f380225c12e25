// What `strict` raises, and where: the laws of test/ops/kinks.test.ts say at which points.
import { describe, expect, test } from "vitest";
import { grad, hessian, hvp, jacobian, jit, jvp, NablaError, stopGradient, vjp } from "nabla";

const strict = true;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof NablaError) return error.code;
    throw error;
  }
  return "none";
}

const kinks: Record<string, [f: (x: number) => number, kink: number, smooth: number]> = {
  "Math.abs": [(x) => Math.abs(x), 0, 1],
  "a tie": [(x) => Math.max(x, 2 - x), 1, 2],
  "a root of 0": [(x) => Math.sqrt(x * x), 0, -3],
  "a cube root": [(x) => Math.cbrt(x), 0, 1],
  "a power below 1": [(x) => x ** 0.5, 0, 2],
  "a norm": [(x) => Math.hypot(x, 2 * x), 0, 1],
  "an angle": [(x) => Math.atan2(x, -1), 0, 1],
  "Math.floor": [(x) => x * Math.floor(x), 2, 2.5],
  "Math.round": [(x) => x + Math.round(x), 2.5, 2],
  "Math.sign": [(x) => x * Math.sign(x), 0, -1],
  "%": [(x) => x % 2, 4, 5],
  "a comparison": [(x) => (x > 0 ? x : 0), 0, 1],
  "a number as a condition": [(x) => (x ? x * x : 1), 0, 1],
};

describe.each(Object.entries(kinks))("%s", (_, [f, kink, smooth]) => {
  test("raises in each mode, at that point alone", () => {
    expect(codeOf(() => grad(f, { strict })(kink))).toBe("NB4008");
    expect(codeOf(() => jvp(f, { strict })([kink], [1]))).toBe("NB4008");
    expect(codeOf(() => hessian(f, { strict })(kink))).toBe("NB4008");
    expect(grad(f, { strict })(smooth)).toBe(grad(f)(smooth));
    expect(jvp(f, { strict })([smooth], [1])).toEqual(jvp(f)([smooth], [1]));
    expect(hessian(f, { strict })(smooth)).toBe(hessian(f)(smooth));
  });
});

test("every operator takes it", () => {
  const sum = (x: Float64Array): number => x.reduce((s, v) => s + Math.abs(v), 0);
  const each = (x: Float64Array): Float64Array => x.map((v) => Math.abs(v));
  const zero = Float64Array.of(1, 0);
  expect(codeOf(() => grad(sum, { strict })(zero))).toBe("NB4008");
  expect(codeOf(() => jacobian(each, { strict })(zero))).toBe("NB4008");
  expect(codeOf(() => hvp(sum, { strict })(zero, Float64Array.of(1, 1)))).toBe("NB4008");
  expect(codeOf(() => vjp(each, { strict })(zero).pullback(Float64Array.of(1, 1)))).toBe("NB4008");
  const inside = (x: number): number => grad((y: number) => Math.abs(y), { strict: true })(x);
  expect(codeOf(() => jit(inside)(0))).toBe("NB4008");
  expect(jit(inside)(-2)).toBe(-1);
});

test("the message has the place, the operation and the operands", () => {
  const f = (x: number, y: number): number => 1 + Math.max(x, y);
  expect(() => grad(f, { strict })(1.5, 1.5)).toThrow(
    /strict\.test\.ts:\d+:\d+\n.*\n.*\^+ `Math\.max` of two equal numbers, 1\.5\n/,
  );
});

describe("nothing is raised", () => {
  test.each<[string, (x: number) => number, number]>([
    ["for powers that are smooth at 0", (x) => x ** 2 + x ** 3, 0],
    ["for a value that is only compared", (x) => (Math.abs(x) < 1 ? x : 1), 0],
    ["for what the derivative is not taken of", (x) => x * Math.abs(stopGradient(x)), 0],
    ["towards 0", (x) => x + Math.trunc(x) + (x % 2), 0],
    ["where a number is compared with itself", (x) => (x !== x ? 1 : x), 2],
    ["for asking whether a number is finite", (x) => (Number.isFinite(x) ? x : 1), 0],
    ["for an element of a table", (x) => [1, 2, 3][Math.floor(x)]! * x, 1.5],
  ])("%s", (_, f, x) => {
    expect(grad(f, { strict })(x)).toBe(grad(f)(x));
    expect(hessian(f, { strict })(x)).toBe(hessian(f)(x));
  });
});

// the derivative of what they give is 0 everywhere, which only who says so can mean
describe("integers that active numbers become are never taken for granted", () => {
  const conversions: Record<string, (x: number) => number> = {
    "x | 0": (x) => (x | 0) * x,
    "~~x": (x) => ~~x * x,
    Int32Array: (x) => Int32Array.of(x)[0]! * x,
    Uint32Array: (x) => new Uint32Array(2).fill(x)[1]! * x,
    Uint8ClampedArray: (x) => Uint8ClampedArray.of(x)[0]! * x,
    "an index": (x) => [1, 2, 3, 4][x]! * x,
  };
  test.each(Object.entries(conversions))("%s", (_, f) => {
    expect(codeOf(() => grad(f, { strict })(3))).toBe("NB4008");
    expect(grad(f)(3)).toBe(f(3) / 3);
  });
});

// a number that goes through text has no derivative: refused with or without `strict`
describe("numbers that become text do not come back", () => {
  test.each<[string, (x: number) => number]>([
    ["Number(x.toFixed(2))", (x) => Number(x.toFixed(2))],
    ["parseFloat(String(x))", (x) => parseFloat(String(x))],
    ["parseInt(`${x}`)", (x) => parseInt(`${x}`, 10)],
    ["+`${x}`", (x) => +`${x}`],
    ["Number(String(x))", (x) => Number(String(x))],
    ["JSON", (x) => JSON.parse(JSON.stringify(x)) as number],
  ])("%s", (_, f) => {
    expect(codeOf(() => grad(f)(2.5))).toMatch(/^NB[12]\d{3}$/);
  });
});
