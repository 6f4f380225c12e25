import { grad } from "nabla";

// oxlint-disable-next-line no-sparse-arrays
grad((xs: number[]) => xs[0]! * xs[2]!)([1, , 3] as number[]);
