import { performance } from "node:perf_hooks";
import { grad } from "nabla";

grad((x: number) => x * performance.now())(2);
