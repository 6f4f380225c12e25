import { grad } from "nabla";

grad((p: { x: number }) => (p as never as number) - 1)({ x: 1 });
