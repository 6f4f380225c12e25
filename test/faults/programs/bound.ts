import { grad } from "nabla";

const scale = {
  k: 3,
  apply(x: number): number {
    return this.k * x;
  },
};
grad(scale.apply.bind(scale))(2);
