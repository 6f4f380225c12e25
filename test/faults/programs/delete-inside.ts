import { grad } from "nabla";

grad((p: number[]) => {
  delete p[0];
  return p[1]! * 2;
})([1, 2]);
