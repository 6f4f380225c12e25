import { defop, type Unary } from "../ir/op.ts";
import { fit, floats } from "./signatures.ts";

// One file: all are piecewise constant.
const step = (name: string, doc: string, f: (x: number) => number, cost: number): Unary =>
  defop({
    name,
    doc,
    effect: "pure",
    type: floats(1),
    eval: ([x], type) => fit(f(x as number), type),
    cost,
    rule: { kind: "zero", why: "piecewise constant" },
    samples: [[2.5], [-2.5], [0.3], [-0.3], [-0], [0.49999999999999994], [2251799813685249.5]],
  });

export const floor: Unary = step("floor", "largest integer ≤ x", Math.floor, 1);
export const ceil: Unary = step("ceil", "smallest integer ≥ x", Math.ceil, 1);
export const trunc: Unary = step("trunc", "x without its fraction", Math.trunc, 1);
export const round: Unary = step("round", "Math.round: nearest, halves up", Math.round, 3);
export const sign: Unary = step("sign", "-1, -0, 0, 1 or NaN", Math.sign, 3);
