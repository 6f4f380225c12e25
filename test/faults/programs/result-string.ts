import { grad } from "nabla";

grad(((x: number) => `${x > 1 ? "big" : "small"}`) as never as (x: number) => number)(2);
