import { jit } from "nabla";

const set = (m: number[][], i: number): void => {
  m[0]![i] = 1;
};
jit(set)([[1, 2]], 5);
