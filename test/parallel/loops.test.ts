// Which loops are shared out, and why others are not.
import { expect, test } from "vitest";
import { explain, jit } from "../../src/index.ts";
import { count, points } from "./programs.ts";

type Fn = (x: Float64Array, n: number) => unknown;

/** What is said of the loops of `f`, those that are there twice once. */
function said(f: Fn, options: { readonly strict?: boolean } = {}): string[] {
  const { cost } = explain(jit(f, { ...options, parallel: 2 }))(points, 8);
  const [head = "", ...rows] = cost.split("\n\n")[0]!.split("\n");
  const column = head.indexOf("parallel");
  const found = rows.map((row) => row.slice(column).trim()).filter((text) => text !== "");
  return [...new Set(found)];
}

const cases: Readonly<Record<string, readonly [Fn, ...string[]]>> = {
  "elements of their own": [(x) => x.map((v) => Math.exp(v)), "yes"],
  "a sum": [(x) => x.reduce((s, v) => s + Math.exp(v), 0), "yes"],
  "several elements each": [
    (x, n) => {
      const out = new Float64Array(x.length * n);
      for (let i = 0; i < x.length; i++) for (let j = 0; j < n; j++) out[i * n + j] = x[i]! * j;
      return out;
    },
    "yes",
  ],
  "what one iteration leaves to the next": [
    (x) => {
      const out = new Float64Array(x.length);
      for (let i = 1; i < x.length; i++) out[i] = out[i - 1]! + Math.exp(x[i]!);
      return out;
    },
    "no: iterations may meet in `out`",
  ],
  "a recurrence": [
    (x) => {
      let y = 0.5;
      for (let i = 0; i < x.length; i++) y = Math.sin(y + x[i]!);
      return y;
    },
    "no: `y` depends on the iteration before",
  ],
  "sums at places that data say": [
    (x, n) => {
      const out = new Float64Array(n);
      for (let i = 0; i < x.length; i++) out[Math.floor(Math.abs(x[i]!) * n) % n]! += x[i]!;
      return out;
    },
    "yes",
  ],
  "elements at places that data say": [
    (x, n) => {
      const out = new Float64Array(n);
      for (let i = 0; i < x.length; i++) out[Math.floor(Math.abs(x[i]!) * n) % n] = x[i]!;
      return out;
    },
    "no: iterations may meet in `out`",
  ],
  "an array that each iteration fills": [
    (x, n) => {
      const tmp = new Float64Array(n);
      let s = 0;
      for (let i = 0; i < x.length; i++) {
        for (let j = 0; j < n; j++) tmp[j] = x[i]! * j;
        for (let j = 1; j < n; j++) s += tmp[j]! * tmp[j - 1]!;
      }
      return s;
    },
    "yes",
  ],
  "an array that keeps something": [
    (x, n) => {
      const tmp = new Float64Array(n);
      let s = 0;
      for (let i = 0; i < x.length; i++) {
        for (let j = 1; j < n; j++) tmp[j] = x[i]! * tmp[j - 1]!;
        s += tmp[n - 1]!;
      }
      return s;
    },
    "no: iterations may meet in `tmp`",
    "no: a loop of little inside of another",
  ],
  printing: [
    (x) => {
      for (let i = 0; i < x.length; i++) console.log(x[i]);
    },
    "no: it prints",
  ],
};

test.each(Object.entries(cases))("%s", (_, [f, ...wanted]) => {
  expect(said(f)).toEqual(wanted);
});

test("sums keep their order if `strict`", () => {
  expect(said(cases["a sum"]![0], { strict: true })).toEqual([
    "no: a sum, which `strict` keeps in order",
  ]);
  expect(said(cases["sums at places that data say"]![0], { strict: true })).toEqual([
    "no: iterations may meet in `out`",
  ]);
  const least: Fn = (x) => x.reduce((s, v) => Math.min(s, Math.exp(v)), Infinity);
  expect(said(least, { strict: true })).toEqual(["yes"]);
});

test.each(Object.entries(cases).filter(([name]) => name !== "printing"))(
  "%s: what JavaScript gives",
  (_, [f]) => {
    const x = Float64Array.from({ length: 20 * count }, (_, i) => Math.cos(1.3 * i));
    const flat = (y: unknown): number[] => (typeof y === "number" ? [y] : [...(y as Float64Array)]);
    const wanted = flat(f(x, 8));
    const given = flat(jit(f, { parallel: 3 })(x, 8));
    expect(given.length).toBe(wanted.length);
    const size = wanted.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    const differs = wanted.findIndex((y, i) => !(Math.abs(y - given[i]!) <= 1e-10 * size));
    expect(differs).toBe(-1);
  },
);
