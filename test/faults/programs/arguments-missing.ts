import { grad } from "nabla";

const loss = (x: Float64Array, y: Float64Array): number => x[0]! * y[0]!;
(grad(loss) as unknown as (x: Float64Array) => Float64Array)(Float64Array.of(1));
