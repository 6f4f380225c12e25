import { grad } from "nabla";

const again = (x: number): number => 2 * again(x);
grad(again)(1);
