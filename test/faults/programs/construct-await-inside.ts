import { grad } from "nabla";

const fetched = async (): Promise<number> => 2;
grad(((x: number) => Number(fetched()) * x) as (x: number) => number)(1);
