import { grad } from "nabla";

const label = "1";
grad((x: number) => x + (label as never as number))(2);
