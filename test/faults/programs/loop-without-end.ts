import { grad } from "nabla";

const far = (x: number, n: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = x;
  return sum;
};
grad(far)(1, 1e10);
