import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { grad, hessian, jvp } from "../../src/index.ts";

// The tables of docs/derivatives.md: each row is a function, a point, and its partial derivatives.
// Those of the section "Second order" have second derivatives.
const page = readFileSync(new URL("../../docs/derivatives.md", import.meta.url), "utf8");
const [before, section] = page.split("## Second order") as [string, string];
const [seconds, after] = section.split(/(?=^## )/m, 2) as [string, string];
const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| `(.*)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, code, at, d]) => ({
    code: code!.replaceAll("\\|", "|"),
    at: at!.split(", ").map(Number),
    partials: d!.split(", ").map(Number),
  }));
const rows = rowsOf(`${before}\n${after}`);

interface Row {
  readonly code: string;
  readonly at: readonly number[];
  readonly partials: readonly number[];
}

type Fn = (...x: number[]) => number;

function functionOf(code: string, count: number): Fn {
  return new Function(`return (${"xyz".slice(0, count).split("").join(", ")}) => ${code};`)() as Fn;
}

test("the page has its tables", () => {
  expect(rows.length).toBeGreaterThan(80);
  expect(rowsOf(seconds).length).toBeGreaterThan(10);
});

describe.each(rows)("$code at $at", ({ code, at, partials }) => {
  const f = functionOf(code, at.length);

  test("reverse", () => {
    const gradient = grad(f, { wrt: at.map((_, i) => i) })(...at);
    expect(gradient).toHaveLength(partials.length);
    partials.forEach((d, i) => expectClose(gradient[i] as number, d));
  });

  test("forward", () => {
    partials.forEach((d, i) => {
      const direction = at.map((_, j) => Number(i === j));
      expectClose(jvp(f)([...at], direction).tangent, d);
    });
  });
});

describe.each(rowsOf(seconds))("$code at $at, twice", ({ code, at, partials }) => {
  const f = functionOf(code, 1);
  const [x, wanted] = [at[0] as number, partials[0] as number];
  const slope = (g: (x: number) => number) => (t: number) => jvp(g)([t], [1]).tangent;

  test("in all four ways", () => {
    expectClose(grad(grad(f))(x), wanted);
    expectClose(slope(grad(f))(x), wanted);
    expectClose(grad(slope(f))(x), wanted);
    expectClose(slope(slope(f))(x), wanted);
  });

  test("as the Hessian", () => expectClose(hessian(f)(x), wanted));
});

function expectClose(actual: number, wanted: number): void {
  if (Number.isFinite(wanted))
    expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(4 * Number.EPSILON);
  else expect(actual).toBe(wanted);
}
