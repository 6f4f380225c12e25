import { grad } from "nabla";

grad(((x: Promise<number>) => Number(x)) as never as (x: number) => number)(
  Promise.resolve(1) as never,
);
