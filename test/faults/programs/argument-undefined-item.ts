import { grad } from "nabla";

grad((xs: number[]) => xs.reduce((a, b) => a + b, 0))([1, undefined, 3] as number[]);
