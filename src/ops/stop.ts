import { defop, type Scalar, type Unary } from "../ir/op.ts";
import { same } from "./signatures.ts";

/** A value without its derivative; nothing more once derivatives have been taken. */
export const stop: Unary = defop({
  name: "stop",
  doc: "x, whose derivative is asked to be 0",
  effect: "pure",
  type: same(1, "f64", "f32"),
  eval: ([x]) => x as Scalar,
  cost: 0,
  rule: { kind: "zero", why: "the program says so" },
  samples: [[2], [-0], [NaN]],
});
