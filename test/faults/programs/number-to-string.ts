import { grad } from "nabla";

grad((x: number) => Number(`${x} metres`))(2);
