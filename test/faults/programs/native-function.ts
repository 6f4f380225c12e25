import { grad } from "nabla";

grad((x: number) => x * structuredClone(x))(2);
