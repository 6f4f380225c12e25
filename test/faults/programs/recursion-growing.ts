import { grad } from "nabla";

const deeper = (x: number, path: number[]): number =>
  x > 100 ? path.length : deeper(2 * x, [...path, x]);
grad((x: number) => deeper(x, []))(1);
