import { jacobian } from "nabla";

const state = (p: { a: number }): number[] => [p.a, 2 * p.a];
jacobian(state)({ a: 1 });
