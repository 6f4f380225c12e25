import { grad } from "nabla";

const weights = [1, 2];
grad((x: number) => x * (weights as never as number))(2);
