import { grad } from "nabla";

grad((x: number) => x * Date.now())(2);
