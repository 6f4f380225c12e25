import { grad } from "nabla";

const loss = (x: number): number => x * x;
(grad(loss) as unknown as (x: number, y: number) => number)(1, 2);
