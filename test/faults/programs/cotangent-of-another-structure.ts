import { vjp } from "nabla";

const square = (x: Float64Array): Float64Array => x.map((xi) => xi * xi);
const { pullback } = vjp(square)(Float64Array.of(1, 2));
pullback(1 as never);
