import { grad } from "nabla";

grad((x: number) => x * Number(encodeURI("2")))(2);
