import { grad } from "nabla";

grad((p: { x?: number; y: number }) => {
  delete p.x;
  return p.y * 2;
})({ x: 1, y: 2 });
