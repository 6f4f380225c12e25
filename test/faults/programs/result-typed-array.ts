import { grad } from "nabla";

const doubled = (x: Float64Array): Float64Array => x.map((xi) => 2 * xi);
grad(doubled as never as (x: Float64Array) => number)(Float64Array.of(1, 2));
