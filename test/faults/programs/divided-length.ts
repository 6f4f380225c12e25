import { grad } from "nabla";

grad((x: number) => {
  const out = new Float64Array(x / 2);
  out[0] = x;
  return out[0] * x;
})(3);
