import { grad } from "nabla";

const clipped = (x: number): number | undefined => {
  if (x > 1) return x * x;
};
grad(clipped as (x: number) => number)(2);
