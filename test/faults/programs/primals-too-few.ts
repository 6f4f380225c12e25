import { jvp } from "nabla";

const loss = (x: number, y: number): number => x * y;
jvp(loss)([1] as never, [1] as never);
