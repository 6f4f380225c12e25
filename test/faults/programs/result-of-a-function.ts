import { grad } from "nabla";

const square = (x: number): number => x * x;
grad(square(3) as never)();
