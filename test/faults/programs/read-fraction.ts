import { grad } from "nabla";

grad((xs: Float64Array) => xs[1.5]! ** 2)(Float64Array.of(1, 2, 3));
