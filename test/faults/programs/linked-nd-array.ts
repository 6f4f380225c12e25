import { jit, nd, type NdArray } from "nabla";

interface Layer {
  readonly weights: NdArray;
  next: Layer | null;
}

const total = (first: Layer): number => {
  let sum = 0;
  for (let at: Layer | null = first; at !== null; at = at.next) sum += nd.sum(at.weights).item();
  return sum;
};
jit(total)({ weights: nd.ones([3]), next: { weights: nd.ones([3]), next: null } });
