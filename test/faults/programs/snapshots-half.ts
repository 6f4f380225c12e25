import { grad } from "nabla";

grad((x: number) => x * x, { snapshots: 0.5 })(1);
