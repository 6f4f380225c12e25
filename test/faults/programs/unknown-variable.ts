import { grad } from "nabla";

declare const rate: number;
const loss = (x: number): number => rate * x * x;
grad(loss)(2);
