import { jit } from "nabla";

const copy = (x: Float64Array, y: Float64Array): void => {
  x.set(y);
};
jit(copy)(new Float64Array(2), Float64Array.of(1, 2, 3));
