import { grad } from "nabla";

const sum = (counts: BigInt64Array, x: number): number => Number(counts[0]) * x;
grad(sum, { wrt: 1 })(BigInt64Array.of(1n), 2);
