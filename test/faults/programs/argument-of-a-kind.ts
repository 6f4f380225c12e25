import { grad } from "nabla";

const values = new Map([[{ name: "a" }, 1]]);
grad((m: Map<object, number>) => m.get(m)! ** 2)(values);
