import { grad } from "nabla";

function* steps(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}
grad((x: number) => {
  let sum = 0;
  for (const step of steps(3)) sum += step * x;
  return sum;
})(1);
