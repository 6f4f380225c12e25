import { grad } from "nabla";

const fill = (x: number, n: number): number => {
  const out = new Float64Array(3);
  for (let i = 0; i <= n; i++) out[i] = x * i;
  return out[2]!;
};
grad(fill)(1, 3);
