import { grad } from "nabla";

grad((x: number) => parseFloat(x.toFixed(3)))(2);
