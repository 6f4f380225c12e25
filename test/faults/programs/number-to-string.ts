import { grad } from "nabla";

grad((x: number) => Number(String(x)))(2);
