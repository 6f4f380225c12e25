import { grad } from "nabla";

grad((x: number) => x * Math.random())(2);
