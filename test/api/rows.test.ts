import { expect, test } from "vitest";
import { grad, jit, vjp } from "../../src/index.ts";

function swapped(A: number[][]): number {
  [A[0], A[1]] = [A[1]!, A[0]!];
  return 3 * A[0]![0]! + 5 * A[1]![0]!;
}

test("a row has its derivative where it was at first, wherever the function moves it", () => {
  expect(grad(swapped)([[1], [2]])).toEqual([[5], [3]]);
  expect(jit((A: number[][]) => grad(swapped)(A))([[1], [2]])).toEqual([[5], [3]]);
  expect(vjp(swapped)([[1], [2]]).pullback(2)).toEqual([[10], [6]]);
});

test("a row that is overwritten by another has no derivative", () => {
  const f = (A: number[][]): number => {
    A[1] = A[0]!;
    return 3 * A[0]![0]! + 5 * A[1]![0]!;
  };
  expect(grad(f)([[1], [2]])).toEqual([[8], [0]]);
});

test("rows of rows, and typed arrays as rows", () => {
  const f = (A: number[][][]): number => {
    [A[0]![0], A[1]![0]] = [A[1]![0]!, A[0]![0]!];
    [A[0], A[1]] = [A[1]!, A[0]!];
    return 2 * A[0]![0]![0]! + 3 * A[0]![1]![0]! + 5 * A[1]![0]![0]! + 7 * A[1]![1]![0]!;
  };
  const at = (): number[][][] => [
    [[1], [2]],
    [[3], [4]],
  ];
  const gradient = [
    [[2], [7]],
    [[5], [3]],
  ];
  expect(grad(f)(at())).toEqual(gradient);
  expect(jit((A: number[][][]) => grad(f)(A))(at())).toEqual(gradient);
  const g = (A: Float64Array[]): number => {
    A.reverse();
    return 3 * A[0]![0]! + 5 * A[1]![0]!;
  };
  expect(grad(g)([Float64Array.of(1), Float64Array.of(2)])).toEqual([
    Float64Array.of(5),
    Float64Array.of(3),
  ]);
});

test("a row that is there twice has one derivative", () => {
  const row = [1];
  const g = grad(swapped)([row, row]);
  expect(g).toEqual([[8], [8]]);
  expect(g[0]).toBe(g[1]);
});
