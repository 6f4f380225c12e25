import { hvp } from "nabla";

const f = (x: Float64Array): number => x[0]! ** 3;
(hvp(f) as unknown as (x: Float64Array) => unknown)(Float64Array.of(1));
