import { jvp } from "nabla";

const sum = (x: Float64Array): number => x[0]! + x[1]!;
jvp(sum)([Float64Array.of(1, 2)], [Float64Array.of(1)]);
