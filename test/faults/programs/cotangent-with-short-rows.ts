import { vjp } from "nabla";

const doubled = (m: number[][]): number[][] => m.map((row) => row.map((x) => 2 * x));
const { pullback } = vjp(doubled)([
  [1, 2],
  [3, 4],
]);
pullback([[1], [1]]);
