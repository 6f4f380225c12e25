import { jvp } from "nabla";

const loss = (x: number, y: number): number => x * y;
jvp(loss)([1, 2], [1] as never);
