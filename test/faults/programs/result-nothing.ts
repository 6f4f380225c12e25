import { grad } from "nabla";

const store = (x: Float64Array): void => {
  x[0] = 1;
};
grad(store as never as (x: Float64Array) => number)(Float64Array.of(1, 2));
