import { grad } from "nabla";

grad((x: number) => x * x, { memory: "64 megabytes" as "64MB" })(1);
