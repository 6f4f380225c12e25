import { grad } from "nabla";

const corner = (m: number[][], n: number): number => m[n]![n]!;
grad(corner)(
  [
    [1, 2],
    [3, 4],
  ],
  2,
);
