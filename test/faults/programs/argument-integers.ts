import { grad } from "nabla";

const sum = (counts: Int32Array): number => counts[0]! + counts[1]!;
grad(sum)(Int32Array.of(1, 2));
