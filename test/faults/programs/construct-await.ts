import { grad } from "nabla";

const loss = async (x: number): Promise<number> => {
  const rate = await Promise.resolve(2);
  return rate * x;
};
grad(loss as never as (x: number) => number)(1);
