import { grad } from "nabla";

const loss = (x: number, y: number): number => x * y;
grad(loss, { wrt: 2 })(1, 2);
