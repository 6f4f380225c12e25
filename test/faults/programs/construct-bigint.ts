import { grad } from "nabla";

grad((x: number) => x * Number(12n))(3);
