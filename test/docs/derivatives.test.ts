import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { grad, jvp } from "../../src/index.ts";

// The tables of docs/derivatives.md: each row is a function, a point, and its partial derivatives.
const page = readFileSync(new URL("../../docs/derivatives.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `(.*)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, code, at, d]) => ({
  code: code!.replaceAll("\\|", "|"),
  at: at!.split(", ").map(Number),
  partials: d!.split(", ").map(Number),
}));

type Fn = (...x: number[]) => number;

function functionOf(code: string, count: number): Fn {
  return new Function(`return (${"xyz".slice(0, count).split("").join(", ")}) => ${code};`)() as Fn;
}

test("the page has its tables", () => {
  expect(rows.length).toBeGreaterThan(40);
});

describe.each(rows)("$code at $at", ({ code, at, partials }) => {
  const f = functionOf(code, at.length);

  test("reverse", () => {
    const gradient = grad(f, { wrt: at.map((_, i) => i) })(...at);
    expect(gradient).toHaveLength(partials.length);
    partials.forEach((d, i) => expectClose(gradient[i] as number, d));
  });

  // an infinite one spoils the other directions: 0 * Infinity is NaN
  const finite = partials.every(Number.isFinite);
  test.runIf(finite || at.length === 1)("forward", () => {
    partials.forEach((d, i) => {
      const direction = at.map((_, j) => Number(i === j));
      expectClose(jvp(f)(at, direction).tangent, d);
    });
  });
});

function expectClose(actual: number, wanted: number): void {
  if (Number.isFinite(wanted))
    expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(4 * Number.EPSILON);
  else expect(actual).toBe(wanted);
}
