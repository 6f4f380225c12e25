import { grad } from "nabla";

const last = (xs: Float64Array): number => xs[xs.length]! ** 2;
grad(last)(Float64Array.of(1, 2));
