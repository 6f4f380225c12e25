import { describe, expect, test } from "vitest";
import { grad, jit, jvp, NablaError, valueAndGrad } from "../../src/index.ts";
import { blocksOf, examples, page, point, rowsOf, type F, type Point } from "./examples.ts";
import { runModule } from "./module.ts";

// Each example of docs/language.md is compiled. The ones with the status `yes` give what JavaScript
// gives, and the right gradient; the others are refused with the code that is stated.

/** The point with its numbers, `n` left out, from a list. */
const pointOf = (numbers: readonly number[]): Point => [
  numbers[0]!,
  3,
  Float64Array.from(numbers.slice(1, 4)),
  numbers.slice(4),
];
const numbersOf = ([x, , v, a]: Point): number[] => [x, ...v, ...a];

/** Central differences, by every number. */
function differences(f: F): number[] {
  const at = numbersOf(point());
  const h = 1e-5;
  return at.map((_, i) => {
    const moved = (by: number): number => f(...pointOf(at.map((y, j) => (i === j ? y + by : y))));
    return (moved(h) - moved(-h)) / (2 * h);
  });
}

function expectClose(
  actual: readonly number[],
  wanted: readonly number[],
  tolerance: number,
): void {
  expect(actual).toHaveLength(wanted.length);
  actual.forEach((d, i) => {
    const w = wanted[i]!;
    const message = `[${actual.join()}] instead of [${wanted.join()}]`;
    expect(Math.abs(d - w) / Math.max(1, Math.abs(w)), message).toBeLessThan(tolerance);
  });
}

const wrt = [0, 2, 3] as const;

test("the page has its rows, each of them once", () => {
  expect(examples.length).toBeGreaterThan(110);
  const tableLines = page.match(/^\| .*`/gm) ?? [];
  expect(rowsOf(page)).toHaveLength(tableLines.length);
  expect(blocksOf(page)).toHaveLength((page.match(/^```ts/gm) ?? []).length);
  const names = examples.map(({ what }) => what);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

describe.each(examples)("$what", ({ status, module }) => {
  if (status !== "yes") {
    test(`is refused with ${status}`, async () => {
      const f = (await runModule({ code: module })) as F;
      const refusal = (run: () => unknown): unknown => {
        try {
          return run();
        } catch (error) {
          return error instanceof NablaError ? error.code : error;
        }
      };
      expect(refusal(() => jit(f)(...point()))).toBe(status);
      expect(refusal(() => grad(f, { wrt })(...point()))).toBe(status);
    });
    return;
  }

  test("gives what JavaScript gives, and its derivatives", async () => {
    const f = (await runModule({ code: module })) as F;
    const wanted = f(...point());
    expectClose([jit(f)(...point())], [wanted], 1e-14);

    const { value, grad: gradient } = valueAndGrad(f, { wrt })(...point());
    const [x, v, a] = gradient;
    const slopes = [x, ...v, ...a];
    expectClose([value], [wanted], 1e-14);
    expectClose(slopes, differences(f), 1e-7);

    const direction = slopes.map((_, i) => 0.3 + Math.cos(i));
    const along = pointOf(direction);
    const { tangent } = jvp(f)(point(), [along[0], 0, along[2], along[3]]);
    const product = slopes.reduce((sum, d, i) => sum + d * direction[i]!, 0);
    expectClose([tangent], [product], 1e-11);
  });
});
