import { grad } from "nabla";

const kinds = (x: number): number => {
  const y = x > 1 ? x : () => x;
  return (y as number) * 2;
};
grad(kinds)(2);
