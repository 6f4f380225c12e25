import { expect, test } from "vitest";
import { arity, compile, javascript } from "./compiled.ts";
import { ulpsBetween } from "./ulps.ts";

const compiled = compile();

const edges = [
  0,
  5e-324,
  2.2250738585072014e-308,
  1e-300,
  2 ** -60,
  0.25,
  0.49999999999999994,
  0.5,
  0.9999999999999999,
  1,
  1.0000000000000002,
  1.5,
  2,
  2.5,
  3,
  8,
  10,
  22,
  1000,
  2 ** 31,
  2 ** 52 + 1,
  2 ** 53,
  1e22,
  1e300,
  Number.MAX_VALUE,
  Infinity,
].flatMap((x) => [x, -x]);
edges.push(NaN);

const pairs = edges.flatMap((x) => edges.map((y): [number, number] => [x, y]));

test.each(Object.keys(compiled))("%s at the edges of its domain is as in JavaScript", (name) => {
  const args = arity(name) === 2 ? pairs : edges.map((x): [number] => [x]);
  const wrong = args.filter(([x, y]) => {
    const want = javascript(name)(x!, y);
    // Math is not always nearer than its neighbours, but sure about 0, ∞ and NaN
    const slack = want === 0 || !Number.isFinite(want) || name === "rem" ? 0 : 2;
    return ulpsBetween(compiled[name]!(x!, y), want) > slack;
  });
  expect(wrong).toEqual([]);
});

test("exact results are exact", () => {
  const { pow, cbrt, log2, log10, hypot, exp, acos } = compiled;
  for (let n = -1074; n < 1024; n++) {
    expect(log2!(2 ** n)).toBe(n);
    expect(pow!(2, n)).toBe(2 ** n);
  }
  for (let n = 1; n <= 22; n++) expect(log10!(10 ** n)).toBe(n);
  for (let n = -300; n <= 300; n++) expect(cbrt!(n * n * n)).toBe(n);
  for (let n = 0; n <= 33; n++) expect(pow!(-3, n)).toBe(Number((-3n) ** BigInt(n)));
  for (const s of [1, 2 ** 600, 2 ** -600]) expect(hypot!(3 * s, 4 * s)).toBe(5 * s);
  expect([exp!(0), exp!(-0), acos!(1), acos!(-1)]).toEqual([1, 1, 0, Math.PI]);
});

test("pow follows ECMAScript where IEEE 754 differs", () => {
  const pow = compiled["pow"]!;
  for (const x of [1, -1]) for (const y of [Infinity, -Infinity, NaN]) expect(pow(x, y)).toBeNaN();
  for (const x of [NaN, Infinity, 0, -1]) for (const y of [0, -0]) expect(pow(x, y)).toBe(1);
});
