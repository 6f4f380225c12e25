import { grad } from "nabla";

declare function density(x: number): number;
const loss = (x: number): number => {
  const p = density(x);
  return -Math.log(p);
};
grad(loss)(2);
