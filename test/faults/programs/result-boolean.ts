import { grad } from "nabla";

grad(((x: number) => x > 1) as never as (x: number) => number)(2);
