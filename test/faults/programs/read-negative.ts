import { grad } from "nabla";

const before = (xs: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += xs[i]! * xs[i - 1]!;
  return sum;
};
grad(before)(Float64Array.of(1, 2));
