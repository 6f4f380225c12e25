import { expect, test } from "vitest";
import { arity, compile, javascript } from "./compiled.ts";
import { RandomDoubles } from "./random.ts";
import { bitsOf, fromBits, ulpsBetween } from "./ulps.ts";

const compiled = compile();
const names = Object.keys(compiled);

/** Where the interesting values of a function are; all doubles are tried as well. */
const domains: Readonly<Record<string, readonly [number, number]>> = {
  exp: [-746, 710],
  expm1: [-40, 710],
  log: [0, 4],
  log1p: [-1, 4],
  log2: [0, 4],
  log10: [0, 4],
  pow: [0, 50],
  sin: [-100, 100],
  cos: [-100, 100],
  tan: [-100, 100],
  asin: [-1, 1],
  acos: [-1, 1],
  sinh: [-711, 711],
  cosh: [-711, 711],
  tanh: [-23, 23],
  acosh: [1, 4],
  atanh: [-1, 1],
};

test.each(names)("%s is within 2 ulp of Math at 100 000 random doubles", (name) => {
  const f = compiled[name]!;
  const reference = javascript(name);
  const random = new RandomDoubles(12_345);
  const [lo, hi] = domains[name] ?? [-10, 10];
  let worst = { x: 0, y: 0, ulps: 0 };
  for (let i = 0; i < 100_000; i++) {
    const ordinary = i % 2 === 0;
    const x = ordinary ? random.between(lo, hi) : random.any();
    const y = ordinary ? random.between(-10, 10) : random.any();
    const [got, want] = arity(name) === 2 ? [f(x, y), reference(x, y)] : [f(x), reference(x)];
    if (Object.is(got, want)) continue;
    const ulps = ulpsBetween(got, want);
    if (ulps > worst.ulps) worst = { x, y, ulps };
  }
  expect(worst.ulps, `at ${worst.x}, ${worst.y}`).toBeLessThanOrEqual(name === "rem" ? 0 : 2);
});

test.each(["sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "cbrt"])(
  "%s is odd, bit for bit",
  (name) => {
    const random = new RandomDoubles(7);
    const f = compiled[name]!;
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 === 0 ? random.any() : random.between(0, 2);
      expect(Object.is(f(-x), -f(x)), `at ${x}`).toBe(true);
    }
  },
);

test.each(["cos", "cosh"])("%s is even, bit for bit", (name) => {
  const random = new RandomDoubles(8);
  const f = compiled[name]!;
  for (let i = 0; i < 20_000; i++) {
    const x = i % 2 === 0 ? random.any() : random.between(0, 20);
    expect(Object.is(f(-x), f(x)), `at ${x}`).toBe(true);
  }
});

test.each([
  ["exp", -700, 700],
  ["expm1", -5, 700],
  ["log", 0, 1000],
  ["log1p", -1, 10],
  ["log2", 0, 1000],
  ["cbrt", -10, 10],
  ["atan", -10, 10],
  ["asin", -1, 1],
  ["sinh", -10, 10],
  ["tanh", -10, 10],
  ["asinh", -10, 10],
  ["sin", -1.57, 1.57],
] as const)("%s does not fall between neighbours", (name, lo, hi) => {
  const random = new RandomDoubles(9);
  const f = compiled[name]!;
  for (let i = 0; i < 100_000; i++) {
    const x = random.between(lo, hi);
    const next = fromBits(bitsOf(x) + (x < 0 ? -1n : 1n));
    if (f(next) < f(x)) expect.fail(`${f(x)} at ${x}, ${f(next)} at ${next}`);
  }
});
