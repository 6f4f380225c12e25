import { grad } from "nabla";

const loss = (x: number, y: number): number => x * y;
grad(loss, { wrt: "y" as never })(1, 2);
