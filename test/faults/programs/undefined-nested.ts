import { grad } from "nabla";

const model = {} as { layer: { rate: number } };
grad((x: number) => x * model.layer.rate)(2);
