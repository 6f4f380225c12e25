import { grad } from "nabla";

grad((x: number) => (/^1/.test("12") ? x * x : x))(3);
