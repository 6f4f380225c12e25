import { grad } from "nabla";

grad((x: number) => x * new Date(0).getTime())(2);
