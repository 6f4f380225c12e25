import { grad } from "nabla";

const loss = (x: number, y: number): number => x * y;
grad(loss, { wrt: 0.5 })(1, 2);
