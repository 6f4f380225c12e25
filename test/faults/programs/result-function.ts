import { jit } from "nabla";

jit((x: number) => (y: number) => x + y)(2);
