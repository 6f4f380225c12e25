import { grad } from "nabla";

const values = new Map([["a", 1]]);
grad((m: Map<string, number>) => m.get("a")! ** 2)(values);
