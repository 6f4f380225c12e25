import { grad } from "nabla";

grad(Math.random)();
