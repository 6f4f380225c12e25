import { jacobian } from "nabla";

const state = (p: { name: string }): number[] => [p.name.length, 1];
jacobian(state)({ name: "a" });
