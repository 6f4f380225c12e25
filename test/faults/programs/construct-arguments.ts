import { grad } from "nabla";

grad(function sum(x: number): number {
  return x * arguments.length;
})(3);
