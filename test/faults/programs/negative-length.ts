import { grad } from "nabla";

grad((x: number) => {
  const out = new Float64Array(-x);
  return out.length * x;
})(3);
