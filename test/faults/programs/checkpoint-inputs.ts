import { checkpoint, grad } from "nabla";

type List = { value: number; next: List | null };

const sines = checkpoint((list: List | null): number => {
  let sum = 0;
  for (let p = list; p; p = p.next) sum += p.value = Math.sin(p.value);
  return sum;
});

const f = (x: number, n: number): number => {
  let list: List | null = null;
  for (let i = 0; i < n; i++) list = { value: x + i, next: list };
  return sines(list);
};
grad(f)(3, 4);
