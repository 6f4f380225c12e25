import { jit, nd, type NdArray } from "nabla";

interface Layer {
  readonly weights: NdArray;
  readonly next: Layer | null;
}

const total = (count: number): number => {
  let first: Layer | null = null;
  for (let i = 0; i < count; i++) first = { weights: nd.ones([3]), next: first };
  let sum = 0;
  for (let at = first; at !== null; at = at.next) sum += nd.sum(at.weights).item();
  return sum;
};
jit(total)(3);
