import { grad } from "nabla";

const rate = (): number => 2;
grad((x: number) => x * (rate as never as number))(2);
