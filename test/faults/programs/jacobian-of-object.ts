import { jacobian } from "nabla";

const state = (x: Float64Array): { a: number; name: string } => ({ a: x[0]!, name: "state" });
jacobian(state)(Float64Array.of(1));
