import { grad } from "nabla";

const half = (x: number): number => x / 2;
const kinds = (x: number): number => {
  const y = x > 1 ? x : half.bind(undefined, x);
  return (y as number) * 2;
};
grad(kinds)(2);
