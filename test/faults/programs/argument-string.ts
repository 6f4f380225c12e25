import { grad } from "nabla";

const loss = (name: string, x: number): number => name.length * x;
grad(loss)("two", 3);
