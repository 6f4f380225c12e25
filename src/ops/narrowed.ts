import { defop, type Binary, type Scalar } from "../ir/op.ts";
import { same } from "./signatures.ts";

/**
 * A bound of a loop over directions that leaves out some in which all tangents happen to be zero.
 * Their derivatives need not be zero: those of the loop are taken with the bound `whole`.
 */
export const narrowed: Binary = defop({
  name: "narrowed",
  doc: "narrowed whole, part: part; a derivative of what it is used for takes whole",
  effect: "pure",
  type: same(2, "i32"),
  eval: ([, part]) => part as Scalar,
  cost: 0,
  rule: { kind: "zero", why: "an integer has no tangent" },
  samples: [
    [0, 2],
    [8, 4],
  ],
});
