import { jvp } from "nabla";

const area = (box: { width: number; height: number }): number => box.width * box.height;
jvp(area)([{ width: 1, height: 2 }], [{ width: 1 } as never]);
