import { grad } from "nabla";

const model = { rate: 2 } as { rate: number; decay: number };
grad((x: number) => x * model.decay)(2);
