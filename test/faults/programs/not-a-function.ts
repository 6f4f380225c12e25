import { grad } from "nabla";

grad(3 as never)();
