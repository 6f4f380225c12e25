import { grad } from "nabla";

const model = { rate: 2 } as { rate: number; energy(x: number): number };
grad((x: number) => model.energy(x))(2);
