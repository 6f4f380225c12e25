import { jvp } from "nabla";

const corner = (m: number[][]): number => m[1]![1]!;
jvp(corner)(
  [
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [[[1, 0], [0]]],
);
