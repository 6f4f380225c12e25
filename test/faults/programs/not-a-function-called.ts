import { grad } from "nabla";

const model = { rate: 2 };
grad((x: number) => (model.rate as never as (x: number) => number)(x))(2);
