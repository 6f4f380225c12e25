// What the tests of the programs have in common.
import { expect } from "vitest";
import { valueAndGrad } from "nabla";
import { backwards, cholesky, forwards } from "./cholesky.ts";
import * as ica from "./ica.ts";

export type Vector = number[];
export type Matrix = number[][];

/** A function of a list, as optimisers want it. */
export const withGradient = (
  f: (x: Vector) => number,
): ((x: Vector) => { value: number; grad: Vector }) => valueAndGrad(f);

export const close = (found: Vector, wanted: Vector, digits = 9): void => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((x, i) => expect(x, `[${i}]`).toBeCloseTo(wanted[i]!, digits));
};

export const agrees = (check: { ok: boolean; failures: readonly unknown[] }): void => {
  expect(check.failures).toEqual([]);
  expect(check.ok).toBe(true);
};

/** Of a symmetric positive definite matrix. */
export function inverseOf(a: Matrix): Matrix {
  const l = cholesky(a);
  const unit = (i: number): Vector => a.map((_, j) => Number(i === j));
  return a.map((_, i) => backwards(l, forwards(l, unit(i))));
}

/** The same structure, every number with the other sign. */
export const negated = <T>(tree: T): T =>
  (typeof tree === "number"
    ? -tree
    : Array.isArray(tree)
      ? tree.map(negated)
      : Object.fromEntries(Object.entries(tree as object).map(([k, v]) => [k, negated(v)]))) as T;

export const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));

export const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => ica.times(transposed(b), row));
