import { grad } from "nabla";

grad((x: number) => JSON.parse(String(x)))(2);
