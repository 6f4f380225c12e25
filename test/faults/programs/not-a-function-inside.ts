import { grad } from "nabla";

grad((x: number) => {
  const slope = grad(x as never) as (x: number) => number;
  return slope(x);
})(1);
