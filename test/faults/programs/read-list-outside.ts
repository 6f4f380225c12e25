import { grad } from "nabla";

grad((xs: number[]) => xs[2]! * 2)([1, 2]);
