import type { Op } from "../ir/op.ts";
import * as exported from "./index.ts";

function isOp(x: unknown): x is Op {
  return typeof x === "function" && "rule" in x && "effect" in x;
}

/** Every operation of the IR, by its name: what is exported by a file of this folder. */
export const ops: ReadonlyMap<string, Op> = new Map(
  Object.values(exported)
    .filter(isOp)
    .map((op) => [op.name, op]),
);
