import { grad } from "nabla";

const median = (xs: Float64Array): number => xs[(xs.length - 1) / 2]!;
grad(median)(Float64Array.of(1, 2));
