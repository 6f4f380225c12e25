import { grad } from "nabla";

function* steps(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}
grad((x: number) => {
  const all = steps(3);
  return all.next().value * x;
})(1);
