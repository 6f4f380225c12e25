// What a minimum or maximum does not choose is not run backwards, and has no derivative of any order.
import { expect, test } from "vitest";
import { measure } from "../../src/backends/interp/index.ts";
import { library } from "../../src/driver/known.ts";
import { runStages } from "../../src/driver/pipeline.ts";
import { grad, hvp } from "../../src/index.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise } from "../../src/specialise/index.ts";

/** The smallest of `n` sums over `m` terms. */
function smallest(x: number, n: number, m: number): number {
  let least = Infinity;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += Math.sin(x * j) * (x + i);
    least = Math.min(least, sum * sum + i);
  }
  return least;
}

function cost(f: (...args: number[]) => unknown, args: readonly number[]): number {
  const scope = { reflect: reflect as never, library };
  const made = specialise({ fn: f as never, args: [...args], ...scope });
  const { final } = runStages(made.module, made.name);
  return measure(final, made.name, [...args]).counts.cost;
}

test("the gradient of the smallest of many costs little more than finding it", () => {
  const args = [0.7, 30, 50];
  const once = cost(smallest as never, args);
  expect(cost(grad(smallest) as never, args)).toBeLessThan(1.5 * once);
});

test("derivatives are those of the smallest, where the others have poles too", () => {
  const f = (x: number, n: number): number => {
    let least = Infinity;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < 4; j++) sum += Math.sqrt(Math.abs(x - i)) * (j + 1);
      least = Math.min(least, sum);
    }
    return least;
  };
  // at 0.25 the first is the smallest: 10 √x
  expect(grad(f)(0.25, 3)).toBeCloseTo(10, 12);
  expect(hvp(f)(0.25, 1, 3)).toBeCloseTo(-20, 12);
  // at 1 the second is, and has no finite slope; that of the others does not matter
  expect(f(1, 3)).toBe(0);
  const g = (x: number): number => {
    let least = Infinity;
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let j = 0; j < 2; j++) sum += i === 1 ? x * x : Math.sqrt(x) + i + 1;
      least = Math.min(least, sum);
    }
    return least;
  };
  expect(grad(g)(0)).toBe(0);
});
