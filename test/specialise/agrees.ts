// Programs of a few numbers against themselves as JavaScript, and against differences.
import { expect } from "vitest";
import { grad, jit } from "../../src/index.ts";

/** The value and the derivative by every argument, which is a number, are right at a point. */
export function agrees(f: (...at: number[]) => number, ...at: number[]): void {
  const close = (actual: number, wanted: number, tolerance: number): void => {
    expect(
      Math.abs(actual - wanted) / Math.max(1, Math.abs(wanted)),
      `${actual} for ${wanted}`,
    ).toBeLessThan(tolerance);
  };
  close(jit(f)(...at), f(...at), 1e-12);
  const wrt = at.map((_, i) => i);
  const slopes = grad(f, { wrt })(...at) as readonly number[];
  const h = 1e-5;
  at.forEach((_, i) => {
    const moved = (by: number): number => f(...at.map((x, j) => (i === j ? x + by : x)));
    close(slopes[i] as number, (moved(h) - moved(-h)) / (2 * h), 1e-6);
  });
}

/** The value, to the bit, and the derivative by the first argument, the second being a count. */
export function sameAt(
  f: (x: number, n: number) => number,
  points: readonly (readonly [x: number, n: number])[],
): void {
  for (const [x, n] of points) {
    expect(jit(f)(x, n)).toBe(f(x, n));
    const h = 1e-6;
    const slope = (f(x + h, n) - f(x - h, n)) / (2 * h);
    const got = grad(f)(x, n);
    expect(Math.abs(got - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
  }
}
