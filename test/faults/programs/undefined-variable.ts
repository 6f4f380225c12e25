import { grad } from "nabla";

grad((x: number) => {
  let scale: number | undefined;
  return x * (scale as never as number);
})(2);
