import { grad } from "nabla";

function down(x: number, n: number): number {
  return n === 0 ? x : x * down(x, n - 1);
}
grad(down)(1, 0.5);
