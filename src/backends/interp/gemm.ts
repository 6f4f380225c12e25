// The meaning of `gemm`: sums in doubles, in order, rounded at the end.
import type { GemmForm } from "../../ops/gemm.ts";
import { readElement, writeElement, type Memory } from "./datum.ts";

export type GemmData = readonly [
  c: Memory,
  a: Memory,
  b: Memory,
  m: number,
  n: number,
  k: number,
  from?: number,
  to?: number,
];

export function gemmOf(
  [c, a, b, m, n, k, from = 0, to = m]: GemmData,
  { ta, tb, add }: GemmForm,
): void {
  const at = (memory: Memory, i: number): number => readElement(memory, i) as number;
  for (let i = from; i < to; i++) {
    for (let j = 0; j < n; j++) {
      let sum = add === true ? at(c, i * n + j) : 0;
      for (let p = 0; p < k; p++) {
        const x = at(a, ta === true ? p * m + i : i * k + p);
        sum += x * at(b, tb === true ? j * k + p : p * n + j);
      }
      writeElement(c, i * n + j, sum);
    }
  }
}
