import { grad } from "nabla";

const loss = (p: { width: number; height?: number }): number => p.width * p.height!;
grad(loss)({ width: 2 });
