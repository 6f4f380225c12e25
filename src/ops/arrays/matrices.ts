// Parts of stacks of matrices, for the rules of factorisations.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Binary } from "../../ir/op.ts";
import { dtypeOf } from "../../ir/types.ts";
import { select } from "../arith.ts";
import { eq, ge, gt, le, lt } from "../compare.ts";
import { numberLike } from "../constant.ts";
import { reshape, transpose } from "./arrange.ts";
import { broadcast, summed } from "./broadcast.ts";
import { indexAlong } from "./constants.ts";
import { slicedAlong } from "./cut.ts";
import { shapeOf } from "./signatures.ts";

/** Where row and column of matrices like `x` are in a relation. */
function where(b: Builder, x: Value, relation: Binary): Value {
  const shape = shapeOf(x);
  return relation(b, indexAlong(b, shape, 1), indexAlong(b, shape, 2));
}

export type Part = "lower" | "strictly lower" | "upper" | "strictly upper" | "diagonal";

const relations: Readonly<Record<Part, Binary>> = {
  lower: ge,
  "strictly lower": gt,
  upper: le,
  "strictly upper": lt,
  diagonal: eq,
};

/** `x` with zeros outside of a part of each matrix. */
export function partOf(b: Builder, x: Value, part: Part): Value {
  return select(b, where(b, x, relations[part]), x, numberLike(b, 0, x));
}

/** `x` where it is not on the diagonal; there, `d`, which is like `x`. */
export function offDiagonal(b: Builder, x: Value, d: Value): Value {
  return select(b, where(b, x, eq), d, x);
}

/** Each matrix transposed. */
export function turned(b: Builder, x: Value): Value {
  return b.emit1(transpose, [x], { perm: [0, 2, 1] });
}

/** The diagonals [b, n] of square matrices. */
export function diagonalOf(b: Builder, x: Value): Value {
  return summed(b, partOf(b, x, "diagonal"), [2]);
}

/** Rows of numbers [b, n] as matrices like `like`, element (i, j) being number j. */
export function acrossLike(b: Builder, x: Value, like: Value): Value {
  return b.emit1(broadcast, [x], { shape: shapeOf(like), axes: [0, 2] });
}

/** As `acrossLike`, element (i, j) being number i. */
export function downLike(b: Builder, x: Value, like: Value): Value {
  return b.emit1(broadcast, [x], { shape: shapeOf(like), axes: [0, 1] });
}

/** Elements from `start` on of the last axis of `x` [b, n], as an array of `shape`. */
export function unpacked(b: Builder, x: Value, start: number, shape: readonly number[]): Value {
  const size = shape.slice(1).reduce((p, n) => p * n, 1);
  return b.emit1(reshape, [slicedAlong(b, x, 1, start, start + size)], { shape });
}

/** Rows `start` to `stop` of each matrix. */
export function rowsOf(b: Builder, x: Value, start: number, stop: number): Value {
  return slicedAlong(b, x, 1, start, stop);
}

/** The distance of 1 to the next number of the type of `x`. */
export function ulpOf(x: Value): number {
  return dtypeOf(x.type) === "f32" ? 2 ** -23 : 2 ** -52;
}
